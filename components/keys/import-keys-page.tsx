"use client";
import Link from "next/link";
import { useState } from "react";
import { useOperation, useWrite } from "@/components/data/use-operations";
import { useUndo } from "@/components/data/use-undo";
import { useUser } from "@/components/shell/user";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Field, NativeSelect } from "@/components/ui/field";
import { PageFrame } from "@/components/ui/page-frame";
import { saveFile } from "@/components/ui/save-file";
import { SwitchField } from "@/components/ui/switch";
import { writeCsv } from "@/lib/base/csv";
import type { ImportedKeyRow } from "@/lib/client/access-operations";
import { plural } from "@/lib/client/format";
import { DropFile } from "./drop-file";
import { ImportRows } from "./import-rows";

type ChosenFile = { name: string; text: string };

/** Keys from a CSV file: what would become of each row first, then all good ones as one revision. */
export function ImportKeysPage() {
  const { canWrite } = useUser();
  const plans = useOperation("listPlans", {});
  const [file, setFile] = useState<ChosenFile>();
  const [planId, setPlanId] = useState("");
  const [failOnWarnings, setFail] = useState(false);
  const preview = useWrite("previewKeyImport");
  const apply = useWrite("importKeys");
  const { offer } = useUndo();
  const planIds = planId === "" ? [] : [planId];
  const rows = preview.data?.rows;
  const done = apply.data?.rows;

  function choose(chosen: ChosenFile) {
    setFile(chosen);
    apply.reset();
    preview.mutate({ text: chosen.text, planIds });
  }
  if (!canWrite) {
    return (
      <PageFrame title="Import API keys">
        <Alert tone="info" title="Your role may not write API keys.">
          An owner or an editor of the workspace can import them.
        </Alert>
      </PageFrame>
    );
  }
  return (
    <PageFrame
      title="Import API keys"
      text="From a CSV file with the columns Name and Key, and if wanted Description, Enabled and UsagePlanIds. Up to 100,000 rows."
      actions={
        <Button asChild>
          <Link href="/keys">All keys</Link>
        </Button>
      }
    >
      <DropFile onFile={choose} />
      {preview.error ? (
        <Alert tone="error" live title={`Could not read ${file?.name ?? "the file"}.`}>
          {preview.error.message}
        </Alert>
      ) : null}
      {file && rows && done === undefined ? (
        <>
          <div className="grid gap-4 rounded-md border border-line bg-raised p-4 sm:grid-cols-2">
            <Field label="Usage plan for all keys" optional help="Besides the plans that a row names.">
              {(ids) => (
                <NativeSelect {...ids} value={planId} onChange={(event) => setPlanId(event.target.value)}>
                  <option value="">None</option>
                  {(plans.data ?? []).map(({ id, name }) => (
                    <option key={id} value={id}>
                      {name}
                    </option>
                  ))}
                </NativeSelect>
              )}
            </Field>
            <SwitchField
              label="All or nothing"
              help={failOnWarnings ? "One refused row keeps all others out." : "Refused rows are left out, the others are imported."}
              checked={failOnWarnings}
              onChange={setFail}
            />
          </div>
          <ImportSummary rows={rows} />
          {apply.error ? (
            <Alert tone="error" live title="Nothing was imported.">
              {apply.error.message}
            </Alert>
          ) : null}
          <ApplyButton
            rows={rows}
            busy={apply.isPending}
            blocked={failOnWarnings && rows.some(({ outcome }) => outcome === "refused")}
            onApply={() =>
              apply.mutate(
                { text: file.text, planIds, failOnWarnings },
                { onSuccess: (result) => offer(`Imported ${plural(countGood(result.rows), "API key")}`, result.revision) },
              )
            }
          />
          <ImportRows rows={rows} />
        </>
      ) : null}
      {preview.isPending ? <p role="status">Reading the rows …</p> : null}
      {done ? (
        <>
          <Alert
            tone="ok"
            live
            title={`${plural(countGood(done), "API key")} imported.`}
            actions={
              <Button size="sm" onClick={() => saveFile({ name: "import-result.csv", content: resultCsv(done), type: "text/csv" })}>
                Download the result as CSV
              </Button>
            }
          >
            <ImportSummary rows={done} />
          </Alert>
          <ImportRows rows={done} />
        </>
      ) : null}
    </PageFrame>
  );
}

function countGood(rows: readonly ImportedKeyRow[]): number {
  return rows.filter(({ outcome }) => outcome === "create" || outcome === "update").length;
}

function ImportSummary({ rows }: { rows: readonly ImportedKeyRow[] }) {
  const count = (wanted: ImportedKeyRow["outcome"]) => rows.filter(({ outcome }) => outcome === wanted).length;
  const parts = [
    `${plural(rows.length, "row")}:`,
    `${count("create")} new,`,
    `${count("update")} of keys that exist,`,
    `${count("repeated")} repeated,`,
    `${count("refused")} refused.`,
  ];
  return <p role="status">{parts.join(" ")}</p>;
}

type ApplyProps = { rows: readonly ImportedKeyRow[]; busy: boolean; blocked: boolean; onApply: () => void };

function ApplyButton({ rows, busy, blocked, onApply }: ApplyProps) {
  const good = countGood(rows);
  return (
    <div className="flex items-center gap-3">
      <Button look="primary" busy={busy} disabled={good === 0 || blocked} onClick={onApply}>
        Import {plural(good, "key")}
      </Button>
      {blocked ? <span className="text-muted">Refused rows stand in the way. Repair the file, or allow them to be left out.</span> : null}
      {good === 0 ? <span className="text-muted">No row can be imported.</span> : null}
    </div>
  );
}

function resultCsv(rows: readonly ImportedKeyRow[]): string {
  const words = { create: "created", update: "updated", repeated: "repeated", refused: "refused" } as const;
  return writeCsv(
    ["Row", "Name", "Result", "Key id", "Message"],
    rows.map(({ row, name, outcome, keyId = "", message = "" }) => [row, name, words[outcome], keyId, message]),
  );
}
