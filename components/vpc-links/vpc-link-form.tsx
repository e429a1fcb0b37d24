"use client";
import { Trash2 } from "lucide-react";
import { useState } from "react";
import { toast } from "sonner";
import { CopyAs } from "@/components/copy-as/copy-as";
import { useWrite } from "@/components/data/use-operations";
import { useUndo } from "@/components/data/use-undo";
import { useUser } from "@/components/shell/user";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Field, Input } from "@/components/ui/field";
import type { VpcLinkDetail } from "@/lib/client/operations";
import { TargetTable } from "./target-table";
import { vpcLinkKinds } from "./vpc-link-kinds";

/** One link: its name, what it is for, and where its targets are. */
export function VpcLinkForm({ link }: { link: VpcLinkDetail }) {
  const { canWrite } = useUser();
  const saved = { name: link.name, description: link.description ?? "", targets: link.targets };
  const [form, setForm] = useState(saved);
  const write = useWrite("updateVpcLink");
  const remove = useWrite("deleteVpcLink");
  const { offer } = useUndo();
  const isDirty = JSON.stringify(form) !== JSON.stringify(saved);
  const whole = form.name.trim() !== "" && form.targets.every(({ host }) => host !== "");
  return (
    <form
      aria-label={`VPC link ${link.name}`}
      className="flex flex-col gap-4 rounded-md border border-line bg-raised p-4"
      onSubmit={(event) => {
        event.preventDefault();
        write.mutate(
          { kind: link.kind, id: link.id, ...form, expectedVersion: link.version },
          { onSuccess: ({ revision }) => offer(`Saved VPC link ${form.name}`, revision) },
        );
      }}
    >
      <div className="flex items-center gap-1">
        <span className="text-muted">Id</span> <code>{link.id}</code>
        <CopyButton text={link.id} label="Copy the id" />
        <span className="ml-2 text-muted">For</span> {vpcLinkKinds[link.kind].name}
        <span className="flex-1" />
        <CopyAs what={`VPC link ${link.name}`} size="sm" subject={{ kind: "vpcLink", vpcLinkId: link.id, of: link.kind }} hasKey />
        {canWrite ? (
          <Button
            look="danger"
            size="sm"
            busy={remove.isPending}
            onClick={() =>
              remove.mutate(
                { kind: link.kind, id: link.id },
                {
                  onSuccess: ({ revision }) => offer(`Deleted VPC link ${link.name}`, revision),
                  onError: (error) => void toast.error(`Could not delete ${link.name}.`, { description: error.message }),
                },
              )
            }
          >
            <Trash2 aria-hidden /> Delete
          </Button>
        ) : null}
      </div>
      <Field label="Name">
        {(ids) => (
          <Input {...ids} disabled={!canWrite} value={form.name} onChange={(event) => setForm({ ...form, name: event.target.value })} />
        )}
      </Field>
      {link.kind === "REST" ? (
        <Field label="Description" optional>
          {(ids) => (
            <Input
              {...ids}
              maxLength={1024}
              disabled={!canWrite}
              value={form.description}
              onChange={(event) => setForm({ ...form, description: event.target.value })}
            />
          )}
        </Field>
      ) : null}
      <TargetTable targets={form.targets} disabled={!canWrite} onChange={(targets) => setForm({ ...form, targets })} />
      <Field label={vpcLinkKinds[link.kind].entries} help="What the AWS API shows.">
        {(ids) => <Input {...ids} mono readOnly value={link.entries.join(", ")} />}
      </Field>
      {write.error ? (
        <Alert tone="error" live title={`Could not save ${link.name}.`}>
          <code>{write.error.message}</code>
        </Alert>
      ) : null}
      {canWrite ? (
        <Button type="submit" look="primary" className="self-start" busy={write.isPending} disabled={!isDirty || !whole}>
          Save VPC link
        </Button>
      ) : null}
    </form>
  );
}
