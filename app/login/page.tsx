import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { findUser } from "@/app/_session";
import { LoginForm } from "@/components/sign-in/login-form";
import { isSetupNeeded } from "@/lib/auth/users";
import { getRuntime } from "@/lib/services/runtime";

export const metadata: Metadata = { title: "Sign in" };
export const dynamic = "force-dynamic";

export default async function LoginPage({ searchParams }: { searchParams: Promise<{ callbackUrl?: string; error?: string }> }) {
  if (await findUser()) redirect("/apis");
  const { db } = await getRuntime();
  const { callbackUrl } = await searchParams;
  // Only paths of this origin: a link must not send a person elsewhere after sign-in.
  const target = callbackUrl && /^\/(?!\/)/.test(callbackUrl) ? callbackUrl : "/apis";
  return <LoginForm target={target} setupNeeded={await isSetupNeeded(db)} />;
}
