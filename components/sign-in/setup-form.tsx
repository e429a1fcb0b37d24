"use client";
import { signIn } from "next-auth/react";
import { useState } from "react";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Field, Input } from "@/components/ui/field";
import { useIsClient } from "@/components/ui/use-is-client";
import { SignInFrame } from "./frame";

type Failure = { message: string; fields?: Record<string, string> };

export function SetupForm({ token, accountId, region }: { token: string; accountId: string; region: string }) {
  const [form, setForm] = useState({ name: "", email: "", password: "" });
  const [busy, setBusy] = useState(false);
  const isClient = useIsClient();
  const [failure, setFailure] = useState<Failure>();
  const set = (name: keyof typeof form) => (event: React.ChangeEvent<HTMLInputElement>) => setForm({ ...form, [name]: event.target.value });

  async function submit() {
    setBusy(true);
    setFailure(undefined);
    try {
      const response = await fetch("/api/setup", {
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
    <SignInFrame
      title="Make the owner account"
      text={
        <>
          It owns the workspace of account <code>{accountId}</code> in <code>{region}</code>. This link works once.
        </>
      }
    >
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
          {(ids) => <Input {...ids} type="email" autoComplete="username" required value={form.email} onChange={set("email")} />}
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
          Create owner and sign in
        </Button>
      </form>
    </SignInFrame>
  );
}
