"use client";
import { signIn } from "next-auth/react";
import { useState } from "react";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Field, Input } from "@/components/ui/field";
import { useIsClient } from "@/components/ui/use-is-client";
import { SignInFrame } from "./frame";

const sentences: Record<string, string> = {
  CredentialsSignin: "No account has this e-mail and password.",
  TooManyAttempts: "Too many attempts. Wait five minutes and try again.",
};

export function LoginForm({ target, setupNeeded }: { target: string; setupNeeded: boolean }) {
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [busy, setBusy] = useState(false);
  const isClient = useIsClient();
  const [problem, setProblem] = useState<string>();

  async function submit() {
    setBusy(true);
    setProblem(undefined);
    try {
      const result = await signIn("credentials", { email, password, redirect: false });
      if (result?.ok) {
        window.location.assign(target);
        return;
      }
      setProblem(sentences[result?.error ?? ""] ?? "Signing in failed. Try again.");
    } catch {
      setProblem("The console's server does not answer. Try again when it is back.");
    }
    setBusy(false);
  }

  return (
    <SignInFrame title="Sign in" text="With the account that an owner made for you.">
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        {setupNeeded ? (
          <Alert tone="info" title="There is no account yet">
            Open the first sign-in link that the start printed in the terminal.
          </Alert>
        ) : null}
        {problem ? (
          <Alert tone="error" live>
            {problem}
          </Alert>
        ) : null}
        <Field label="E-mail">
          {(ids) => (
            <Input
              {...ids}
              type="email"
              autoComplete="username"
              autoFocus
              required
              value={email}
              onChange={(event) => setEmail(event.target.value)}
            />
          )}
        </Field>
        <Field label="Password">
          {(ids) => (
            <Input
              {...ids}
              type="password"
              autoComplete="current-password"
              required
              value={password}
              onChange={(event) => setPassword(event.target.value)}
            />
          )}
        </Field>
        <Button type="submit" look="primary" busy={busy} disabled={!isClient}>
          Sign in
        </Button>
      </form>
    </SignInFrame>
  );
}
