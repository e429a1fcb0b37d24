"use client";
import { createContext, type ReactNode, useContext } from "react";

export type ConsoleUser = {
  id: string;
  name: string;
  email: string;
  role: string;
  canWrite: boolean;
  canReveal: boolean;
  canDeploy: boolean;
  canTest: boolean;
  /** Members, roles and what concerns the whole workspace. */
  canAdminister: boolean;
};

const UserContext = createContext<ConsoleUser>({
  id: "",
  name: "",
  email: "",
  role: "viewer",
  canWrite: false,
  canReveal: false,
  canDeploy: false,
  canTest: false,
  canAdminister: false,
});

export function UserProvider({ user, children }: { user: ConsoleUser; children: ReactNode }) {
  return <UserContext value={user}>{children}</UserContext>;
}

/** Who is signed in and what the role allows here. The server checks again. */
export function useUser(): ConsoleUser {
  return useContext(UserContext);
}
