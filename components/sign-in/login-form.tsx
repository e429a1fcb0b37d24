"use client";
import { LogIn } from "lucide-react";
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
  OidcNotInvited: "You are not a member here. Ask an owner to invite the address that you signed in with.",
  OidcNotVerified: "The provider has not verified your e-mail address. Verify it there, then sign in again.",
  OidcNoEmail: "The provider did not say your e-mail address. Whoever runs it has to share it with Gatehouse (scope email).",
  OAuthSignin: "The sign-in provider does not answer. Try again later, or sign in with your password.",
  OAuthCallback: "The provider refused the sign-in, or its answer could not be verified. Try again.",
};
const unknownFailure = "Signing in failed. Try again.";

type Props = {
  target: string;
  setupNeeded: boolean;
  /** What people call the provider of single sign-on, where there is one. */
  provider?: string;
  /** Why the provider's sign-in led back here. */
  error?: string;
};

export function LoginForm({ target, setupNeeded, provider, error }: Props) {
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [busy, setBusy] = useState(false);
  const isClient = useIsClient();
  const [leaving, setLeaving] = useState(false);
  const [problem, setProblem] = useState(error === undefined ? undefined : sentenceOf(error));

  async function submit() {
    setBusy(true);
    setProblem(undefined);
    try {
      const result = await signIn("credentials", { email, password, redirect: false });
      if (result?.ok) {
        window.location.assign(target);
        return;
      }
      setProblem(sentenceOf(result?.error ?? ""));
    } catch {
      setProblem("The console's server does not answer. Try again when it is back.");
    }
    setBusy(false);
  }

  async function leave() {
    setLeaving(true);
    setProblem(undefined);
    try {
      // The browser goes to the provider, which sends it back.
      await signIn("oidc", { callbackUrl: target });
    } catch {
      setProblem("The console's server does not answer. Try again when it is back.");
      setLeaving(false);
    }
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
        <Button type="submit" look="primary" busy={busy} disabled={!isClient || leaving}>
          Sign in
        </Button>
        {provider === undefined ? null : (
          <>
            <p className="flex items-center gap-3 text-muted text-sm before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">
              or
            </p>
            <Button busy={leaving} disabled={!isClient || busy} onClick={() => void leave()}>
              <LogIn aria-hidden /> Sign in with {provider}
            </Button>
          </>
        )}
      </form>
    </SignInFrame>
  );
}

function sentenceOf(error: string): string {
  return Object.hasOwn(sentences, error) ? (sentences[error] ?? unknownFailure) : unknownFailure;
}
