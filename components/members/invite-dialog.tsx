"use client";
import { useState } from "react";
import { useWrite } from "@/components/data/use-operations";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field, Input } from "@/components/ui/field";
import type { Role } from "@/lib/base/roles";
import { OneTimeLink } from "./one-time-link";
import { RoleChoice, roleSentences } from "./role-choice";

/** Asks for an address and a role, and shows the link. */
export function InviteDialog({ onClose }: { onClose: () => void }) {
  const [email, setEmail] = useState("");
  const [role, setRole] = useState<Role>("editor");
  const write = useWrite("inviteMember");
  const link = write.data;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Invite a member"
      footer={
        link ? (
          <Button look="primary" onClick={onClose}>
            Done
          </Button>
        ) : (
          <>
            <Button onClick={onClose}>Cancel</Button>
            <Button look="primary" type="submit" form="invite-member" busy={write.isPending} disabled={email.trim() === ""}>
              Make invitation link
            </Button>
          </>
        )
      }
    >
      {link ? (
        <OneTimeLink link={link} title={`${email.trim()} can join.`} />
      ) : (
        <form
          id="invite-member"
          className="flex flex-col gap-4"
          onSubmit={(event) => {
            event.preventDefault();
            write.mutate({ email: email.trim(), role });
          }}
        >
          {write.error ? (
            <Alert tone="error" live title="Could not invite.">
              {write.error.message}
            </Alert>
          ) : null}
          <Field label="E-mail">
            {(ids) => (
              <Input
                {...ids}
                type="email"
                required
                autoFocus
                maxLength={200}
                value={email}
                onChange={(event) => setEmail(event.target.value)}
              />
            )}
          </Field>
          <Field label="Role" help={roleSentences[role]}>
            {(ids) => <RoleChoice {...ids} value={role} onChoose={setRole} />}
          </Field>
        </form>
      )}
    </Dialog>
  );
}
