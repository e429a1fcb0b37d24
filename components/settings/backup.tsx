"use client";
import { useMutation } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { useState } from "react";
import { toast } from "sonner";
import { useUser } from "@/components/shell/user";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Field, Input } from "@/components/ui/field";
import { saveFile } from "@/components/ui/save-file";
import { SwitchField } from "@/components/ui/switch";
import { CallError, callForFile } from "@/lib/client/call";
import { formatBytes } from "@/lib/client/format";

const passphraseMin = 10;
const passphraseMax = 200;

/** The whole installation as one file, for owners. */
export function Backup() {
  const { canAdminister } = useUser();
  return (
    <section aria-label="Backup" className="flex flex-col gap-3 rounded-md border border-line bg-raised p-4">
      <div>
        <h2 className="text-lg">Backup</h2>
        <p className="text-muted">
          Everything that this installation keeps as one file, of all workspaces: APIs, deployments, stages, keys with their counters,
          domains, members and history. It restores on SQLite and PostgreSQL.
        </p>
      </div>
      {canAdminister ? <BackupForm /> : <p className="text-muted text-sm">Owners download it.</p>}
    </section>
  );
}

function BackupForm() {
  const [passphrase, setPassphrase] = useState("");
  const [hasLogs, setHasLogs] = useState(true);
  const download = useMutation({
    mutationFn: (input: { passphrase?: string; hasLogs: boolean }) => callForFile("/api/backup", input),
    onSuccess: (content) => {
      const name = `gatehouse-${new Date().toISOString().slice(0, 16).replace(/[-:]/g, "")}.backup`;
      saveFile({ name, content, type: "application/octet-stream" });
      toast.success(`Downloaded ${name}, ${formatBytes(content.size)}`);
    },
  });
  const failure = download.error instanceof CallError ? download.error : undefined;
  return (
    <form
      aria-label="Backup"
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        download.mutate({ hasLogs, ...(passphrase === "" ? {} : { passphrase }) });
      }}
    >
      <Field
        label="Passphrase"
        optional
        className="max-w-[480px]"
        error={failure?.fields.passphrase}
        help={
          passphrase === ""
            ? "Secrets in the file stay sealed with the secret of this installation. Without a passphrase, keep that too: AUTH_SECRET, or the file auth-secret in DATA_DIR."
            : "The file carries the secret of this installation under the passphrase: file and passphrase are enough to restore it anywhere."
        }
      >
        {(ids) => (
          <Input
            {...ids}
            type="password"
            autoComplete="new-password"
            minLength={passphraseMin}
            maxLength={passphraseMax}
            value={passphrase}
            onChange={(event) => setPassphrase(event.target.value)}
          />
        )}
      </Field>
      <SwitchField
        label="Logs and metrics too"
        help={
          hasLogs
            ? "Log entries, traces, metrics and test runs are in the file."
            : "The history stays in the file; logs, metrics and test runs do not."
        }
        checked={hasLogs}
        onChange={setHasLogs}
      />
      {failure !== undefined && failure.fields.passphrase === undefined ? (
        <Alert tone="error" live title="There is no backup.">
          <code>{failure.message}</code>
        </Alert>
      ) : null}
      <div className="flex items-center gap-3">
        <Button type="submit" look="primary" busy={download.isPending}>
          <Download aria-hidden /> Download backup
        </Button>
        <p className="text-muted text-sm">
          Restore it with <code>npm run restore -- FILE</code> while Gatehouse is stopped.
        </p>
      </div>
    </form>
  );
}
