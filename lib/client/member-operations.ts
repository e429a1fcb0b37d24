import type { Role } from "../base/roles.ts";
import type { Action, Moment, Mutation, Query } from "./operation-kinds.ts";

export type MemberSummary = { userId: string; name: string; email: string; role: Role; joinedAt: Moment; accessKeys: number };
export type InvitationSummary = { email: string; role: Role; invitedBy: string; expiresAt: Moment; isNewPassword: boolean };
/** A one-time link, complete; it is shown once. */
export type LinkView = { url: string; expiresAt: Moment };

/** What the console asks about members and invitations. */
export type MemberOperations = {
  listMembers: Query<object, { members: MemberSummary[]; invitations: InvitationSummary[] }>;
  inviteMember: Action<{ email: string; role: Role }, LinkView>;
  makeSignInLink: Action<{ userId: string }, LinkView>;
  withdrawInvitation: Mutation<{ email: string }>;
  changeRole: Mutation<{ userId: string; role: Role }>;
  removeMember: Mutation<{ userId: string }>;
};
