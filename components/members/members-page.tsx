"use client";
import { KeyRound, Link2, Plus, Trash2 } from "lucide-react";
import { parseAsBoolean, useQueryState } from "nuqs";
import { useState } from "react";
import { toast } from "sonner";
import { useOperation, useWrite } from "@/components/data/use-operations";
import { useUser } from "@/components/shell/user";
import { Alert } from "@/components/ui/alert";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { ConfirmDialog, Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { PageFrame } from "@/components/ui/page-frame";
import { QueryState } from "@/components/ui/query-state";
import { Time } from "@/components/ui/time";
import { plural } from "@/lib/client/format";
import type { InvitationSummary, MemberSummary } from "@/lib/client/member-operations";
import { InviteDialog } from "./invite-dialog";
import { OneTimeLink } from "./one-time-link";
import { RoleChoice, roleName, roleSentences } from "./role-choice";

export function MembersPage() {
  const people = useOperation("listMembers", {});
  const { canAdminister } = useUser();
  const [isInviting, setInviting] = useQueryState("invite", parseAsBoolean.withDefault(false));
  const invite = canAdminister ? (
    <Button look="primary" onClick={() => void setInviting(true)}>
      <Plus aria-hidden /> Invite
    </Button>
  ) : null;
  return (
    <PageFrame title="Members" text="Who can sign in, and what each may do. Access keys have the rights of their member." actions={invite}>
      {canAdminister ? null : (
        <Alert tone="info" title="Owners invite people and change roles.">
          You see who works here.
        </Alert>
      )}
      <QueryState query={people} what="the members">
        {({ members, invitations }) => (
          <>
            <ul aria-label="Members" className="divide-y divide-line rounded-md border border-line bg-raised">
              {members.map((member) => (
                <MemberRow key={member.userId} member={member} />
              ))}
            </ul>
            {invitations.length > 0 ? (
              <section aria-label="Open links" className="flex flex-col gap-2">
                <h2 className="text-lg">Open links</h2>
                <ul className="divide-y divide-line rounded-md border border-line bg-raised">
                  {invitations.map((invitation) => (
                    <InvitationRow key={invitation.email} invitation={invitation} />
                  ))}
                </ul>
              </section>
            ) : null}
          </>
        )}
      </QueryState>
      {isInviting && canAdminister ? <InviteDialog onClose={() => void setInviting(null)} /> : null}
    </PageFrame>
  );
}

function MemberRow({ member }: { member: MemberSummary }) {
  const user = useUser();
  const { name, email, role, joinedAt, accessKeys, userId } = member;
  const [open, setOpen] = useState<"role" | "remove" | "link">();
  const close = () => setOpen(undefined);
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 px-3 py-2">
      <div className="min-w-48 flex-1">
        <p className="flex items-center gap-2 font-medium">
          {name} {userId === user.id ? <Badge>You</Badge> : null}
        </p>
        <p className="text-muted text-sm">{email}</p>
      </div>
      <span className="w-44 text-muted text-sm">
        joined <Time date={joinedAt} />
      </span>
      <span className="flex w-32 items-center gap-1 text-muted text-sm">
        <KeyRound aria-hidden className="size-4" /> {plural(accessKeys, "access key")}
      </span>
      <span className="w-24" title={roleSentences[role]}>
        {roleName(role)}
      </span>
      {user.canAdminister ? (
        <span className="flex items-center gap-1">
          <Button size="sm" aria-label={`Change the role of ${name}`} onClick={() => setOpen("role")}>
            Change role
          </Button>
          <Button look="ghost" size="icon" aria-label={`New sign-in link for ${name}`} onClick={() => setOpen("link")}>
            <Link2 />
          </Button>
          <Button look="ghost" size="icon" aria-label={`Remove ${name}`} onClick={() => setOpen("remove")}>
            <Trash2 />
          </Button>
        </span>
      ) : null}
      {open === "role" ? <RoleDialog member={member} onClose={close} /> : null}
      {open === "remove" ? <RemoveDialog member={member} onClose={close} /> : null}
      {open === "link" ? <LinkDialog member={member} onClose={close} /> : null}
    </li>
  );
}

type DialogProps = { member: MemberSummary; onClose: () => void };

// Not a select in the row: arrow keys would give every role on the way.
function RoleDialog({ member: { userId, name, role }, onClose }: DialogProps) {
  const [chosen, setChosen] = useState(role);
  const write = useWrite("changeRole", { onSuccess: () => void toast.success(`${name} is ${roleName(chosen).toLowerCase()} now.`) });
  return (
    <Dialog
      open
      width="sm"
      onOpenChange={(open) => !open && onClose()}
      title={`Role of ${name}`}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            look="primary"
            busy={write.isPending}
            disabled={chosen === role}
            onClick={() => write.mutate({ userId, role: chosen }, { onSuccess: onClose })}
          >
            Change role
          </Button>
        </>
      }
    >
      {write.error ? (
        <Alert tone="error" live title={`${name} stays ${roleName(role).toLowerCase()}.`}>
          {write.error.message}
        </Alert>
      ) : null}
      <Field label="Role" help={roleSentences[chosen]}>
        {(ids) => <RoleChoice {...ids} value={chosen} onChoose={setChosen} />}
      </Field>
    </Dialog>
  );
}

function RemoveDialog({ member: { userId, name, accessKeys }, onClose }: DialogProps) {
  const write = useWrite("removeMember", { onSuccess: () => void toast.success(`${name} is no member any more.`) });
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Remove ${name}?`}
      action="Remove member"
      busy={write.isPending}
      onConfirm={() => write.mutate({ userId }, { onSuccess: onClose })}
    >
      <p>
        {name} is signed out everywhere at once
        {accessKeys > 0 ? `, and ${plural(accessKeys, "access key")} stop${accessKeys === 1 ? "s" : ""} working` : ""}. What was made stays.
        There is no undo; you can invite {name} again.
      </p>
      {write.error ? <Alert tone="error">{write.error.message}</Alert> : null}
    </ConfirmDialog>
  );
}

function LinkDialog({ member: { userId, name }, onClose }: DialogProps) {
  const write = useWrite("makeSignInLink");
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`New sign-in link for ${name}`}
      footer={
        write.data ? (
          <Button look="primary" onClick={onClose}>
            Done
          </Button>
        ) : (
          <>
            <Button onClick={onClose}>Cancel</Button>
            <Button look="primary" busy={write.isPending} onClick={() => write.mutate({ userId })}>
              Make link
            </Button>
          </>
        )
      }
    >
      {write.error ? (
        <Alert tone="error" live>
          {write.error.message}
        </Alert>
      ) : null}
      {write.data ? (
        <OneTimeLink link={write.data} title={`${name} can set a new password.`} />
      ) : (
        <p>For somebody who lost the password. The present one works until the link is used.</p>
      )}
    </Dialog>
  );
}

function InvitationRow({ invitation: { email, role, invitedBy, expiresAt, isNewPassword } }: { invitation: InvitationSummary }) {
  const { canAdminister } = useUser();
  const write = useWrite("withdrawInvitation", {
    onSuccess: () => void toast.success(`The link of ${email} works no more.`),
    onError: (error) => void toast.error("Could not withdraw it.", { description: error.message }),
  });
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 px-3 py-2">
      <div className="min-w-48 flex-1">
        <p className="font-medium">{email}</p>
        <p className="text-muted text-sm">
          {isNewPassword ? `new password, link made by ${invitedBy}` : `as ${roleName(role).toLowerCase()}, invited by ${invitedBy}`}, until{" "}
          <Time date={expiresAt} />
        </p>
      </div>
      {canAdminister ? (
        <Button size="sm" busy={write.isPending} aria-label={`Withdraw the link of ${email}`} onClick={() => write.mutate({ email })}>
          Withdraw
        </Button>
      ) : null}
    </li>
  );
}
