"use client";
import { signIn } from "next-auth/react";
import { type ReactNode, useState } from "react";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Field, Input } from "@/components/ui/field";
import { useIsClient } from "@/components/ui/use-is-client";
import { SignInFrame } from "./frame";

type Failure = { message: string; fields?: Record<string, string> };

type Props = {
  title: string;
  text: ReactNode;
  action: string;
  /** Where the form goes, with the token of the link. */
  url: string;
  token: string;
  /** The address that the link is for; undefined where people choose theirs. */
  email?: string;
  name?: string;
};

/** Name and password of somebody who came by a one-time link, and the first sign-in. */
export function AccountForm({ title, text, action, url, token, email: fixedEmail, name = "" }: Props) {
  const [form, setForm] = useState({ name, email: fixedEmail ?? "", password: "" });
  const [busy, setBusy] = useState(false);
  const isClient = useIsClient();
  const [failure, setFailure] = useState<Failure>();
  const set = (field: keyof typeof form) => (event: React.ChangeEvent<HTMLInputElement>) =>
    setForm({ ...form, [field]: event.target.value });

  async function submit() {
    setBusy(true);
    setFailure(undefined);
    try {
      const response = await fetch(url, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ token, ...form }),
      });
      if (response.ok) {
        await signIn("credentials", { email: form.email, password: form.password, redirect: false });
        window.location.assign("/apis");
        return;
      }
      setFailure(await response.json());
    } catch {
      setFailure({ message: "The console's server does not answer. Try again when it is back." });
    }
    setBusy(false);
  }

  return (
    <SignInFrame title={title} text={text}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        {failure ? (
          <Alert tone="error" live>
            {failure.message}
          </Alert>
        ) : null}
        <Field label="Name" error={failure?.fields?.name}>
          {(ids) => <Input {...ids} autoComplete="name" autoFocus required maxLength={100} value={form.name} onChange={set("name")} />}
        </Field>
        <Field label="E-mail" error={failure?.fields?.email}>
          {(ids) => (
            <Input
              {...ids}
              type="email"
              autoComplete="username"
              required
              readOnly={fixedEmail !== undefined}
              value={form.email}
              onChange={set("email")}
            />
          )}
        </Field>
        <Field label="Password" help="At least 10 characters." error={failure?.fields?.password}>
          {(ids) => (
            <Input
              {...ids}
              type="password"
              autoComplete="new-password"
              required
              minLength={10}
              maxLength={200}
              value={form.password}
              onChange={set("password")}
            />
          )}
        </Field>
        <Button type="submit" look="primary" busy={busy} disabled={!isClient}>
          {action}
        </Button>
      </form>
    </SignInFrame>
  );
}
