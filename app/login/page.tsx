import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { findUser } from "@/app/_session";
import { LoginForm } from "@/components/sign-in/login-form";
import { isSetupNeeded } from "@/lib/auth/users";
import { getRuntime } from "@/lib/services/runtime";
import { signInTarget } from "./_target";

export const metadata: Metadata = { title: "Sign in" };
export const dynamic = "force-dynamic";

export default async function LoginPage({
  searchParams,
}: {
  searchParams: Promise<Record<"callbackUrl" | "error", string | string[] | undefined>>;
}) {
  if (await findUser()) redirect("/apis");
  const { db, environment } = await getRuntime();
  const { callbackUrl, error } = await searchParams;
  return (
    <LoginForm
      target={signInTarget(callbackUrl)}
      setupNeeded={await isSetupNeeded(db)}
      {...(environment.OIDC_ISSUER === undefined ? {} : { provider: environment.OIDC_NAME })}
      {...(typeof error === "string" ? { error } : {})}
    />
  );
}
