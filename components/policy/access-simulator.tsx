"use client";
import { Play } from "lucide-react";
import { useCallback } from "react";
import { useOperation, useWrite } from "@/components/data/use-operations";
import { GateList } from "@/components/keys/gate-list";
import { useShortcut } from "@/components/shell/use-shortcut";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Field, Input, NativeSelect, Textarea } from "@/components/ui/field";
import type { ApiDetail } from "@/lib/client/operations";
import { parseHeaders } from "@/lib/definition/fill-request";
import type { Gate } from "@/lib/definition/gates";
import type { HttpVerb } from "@/lib/definition/rest-api";

export type CallerTexts = {
  of: string;
  method: string;
  target: string;
  sourceIp: string;
  vpceId: string;
  key: string;
  signer: string;
  headers: string;
};
/** An address that documents use as an example. */
export const firstCaller: CallerTexts = {
  of: "draft",
  method: "",
  target: "",
  sourceIp: "192.0.2.10",
  vpceId: "",
  key: "",
  signer: "",
  headers: "",
};

type Props = {
  api: ApiDetail;
  caller: CallerTexts;
  onCaller: (caller: CallerTexts) => void;
  /** The text of the editor, when it is not saved. */
  policy?: string;
};

const noStage = "prod";

/** A described caller, and what every gate says: resource policy by statement, authorizer, key, plan, quota. */
export function AccessSimulator({ api, caller: form, onCaller, policy }: Props) {
  const resources = useOperation("listResources", { apiId: api.id });
  const set = (part: Partial<CallerTexts>) => onCaller({ ...form, ...part });
  const keys = useOperation("listKeys", { limit: 8, ...(form.key.trim() === "" ? {} : { text: form.key.trim() }) }, { keepPrevious: true });
  const signers = useOperation("listAccessKeys", {});
  const { mutate, data, error, isPending } = useWrite("simulateAccess");
  const methods = (resources.data ?? []).flatMap(({ path, methods: own }) => own.map(({ httpMethod }) => `${httpMethod} ${path}`));
  const method = methods.includes(form.method) ? form.method : (methods[0] ?? "");
  const path = method.slice(method.indexOf(" ") + 1);
  const key =
    form.key.trim() === "" ? undefined : keys.data?.items.find(({ id, name }) => id === form.key.trim() || name === form.key.trim());
  const isUnknownKey = form.key.trim() !== "" && keys.data !== undefined && !keys.isPlaceholderData && key === undefined;
  const stageName = form.of === "draft" ? (api.stages[0]?.stageName ?? noStage) : form.of.slice("stage ".length);

  const ask = useCallback(() => {
    if (method === "") return;
    mutate({
      apiId: api.id,
      stageName,
      of: form.of === "draft" ? "draft" : "stage",
      ...(policy === undefined || form.of !== "draft" ? {} : { policy }),
      resourcePath: path,
      // The list has the verbs of the API; the server parses it again.
      httpMethod: method.slice(0, method.indexOf(" ")) as HttpVerb,
      target: form.target.trim() === "" ? path : form.target.trim(),
      headers: parseHeaders(form.headers),
      sourceIp: form.sourceIp.trim(),
      ...(form.vpceId.trim() === "" ? {} : { vpceId: form.vpceId.trim() }),
      ...(key === undefined ? {} : { keyId: key.id }),
      ...(form.signer === "" ? {} : { accessKeyId: form.signer }),
    });
  }, [mutate, api.id, stageName, form, policy, method, path, key]);
  useShortcut("send", ask);

  return (
    <section aria-label="Access simulator" className="flex flex-col gap-4 rounded-md border border-line bg-raised p-4">
      <header>
        <h2 className="text-lg">Access simulator</h2>
        <p className="text-muted">
          Describe a caller and see what every gate says. {policy === undefined ? "" : "The text above counts, though it is not saved."}
        </p>
      </header>
      <form
        aria-label="Described caller"
        className="grid gap-4 sm:grid-cols-2"
        onSubmit={(event) => {
          event.preventDefault();
          ask();
        }}
      >
        <Field label="Definition">
          {(ids) => (
            <NativeSelect {...ids} value={form.of} onChange={(event) => set({ of: event.target.value })}>
              <option value="draft">The draft{api.stages[0] ? `, as stage ${api.stages[0].stageName}` : ""}</option>
              {api.stages.map((stage) => (
                <option key={stage.stageName} value={`stage ${stage.stageName}`}>
                  What {stage.stageName} serves
                </option>
              ))}
            </NativeSelect>
          )}
        </Field>
        <Field label="Method" error={resources.error?.message}>
          {(ids) => (
            <NativeSelect {...ids} value={method} onChange={(event) => set({ method: event.target.value })}>
              {methods.length === 0 ? <option value="">No method yet</option> : null}
              {methods.map((each) => (
                <option key={each} value={each}>
                  {each}
                </option>
              ))}
            </NativeSelect>
          )}
        </Field>
        <Field label="IP address">
          {(ids) => <Input {...ids} mono value={form.sourceIp} onChange={(event) => set({ sourceIp: event.target.value })} />}
        </Field>
        <Field label="VPC endpoint" optional>
          {(ids) => (
            <Input
              {...ids}
              mono
              placeholder="vpce-0123456789abcdef0"
              maxLength={128}
              value={form.vpceId}
              onChange={(event) => set({ vpceId: event.target.value })}
            />
          )}
        </Field>
        <Field label="API key" optional help="Name or id." error={isUnknownKey ? "There is no API key with this name or id." : undefined}>
          {(ids) => (
            <>
              <Input
                {...ids}
                list={`${ids.id}-keys`}
                maxLength={200}
                value={form.key}
                onChange={(event) => set({ key: event.target.value })}
              />
              <datalist id={`${ids.id}-keys`}>
                {(keys.data?.items ?? []).map(({ id, name }) => (
                  <option key={id} value={name || id} />
                ))}
              </datalist>
            </>
          )}
        </Field>
        <Field label="Signed with" optional help="Your access keys; methods with AWS_IAM ask for one." error={signers.error?.message}>
          {(ids) => (
            <NativeSelect {...ids} value={form.signer} onChange={(event) => set({ signer: event.target.value })}>
              <option value="">Not signed</option>
              {(signers.data ?? []).map(({ id, description }) => (
                <option key={id} value={id}>
                  {description === undefined ? id : `${id}, ${description}`}
                </option>
              ))}
            </NativeSelect>
          )}
        </Field>
        <Field label="Path" optional help={`With query string; else ${path}.`}>
          {(ids) => (
            <Input {...ids} mono placeholder={path} value={form.target} onChange={(event) => set({ target: event.target.value })} />
          )}
        </Field>
        <Field label="Headers" optional help="One on each line, the token too: Authorization: allow." className="sm:col-span-2">
          {(ids) => <Textarea {...ids} mono value={form.headers} onChange={(event) => set({ headers: event.target.value })} />}
        </Field>
        <Button
          type="submit"
          look="primary"
          className="self-start justify-self-start"
          busy={isPending}
          disabled={method === "" || isUnknownKey}
        >
          <Play aria-hidden /> Ask every gate
        </Button>
      </form>
      {error ? (
        <Alert tone="error" live title="The gates were not asked.">
          <code>{error.message}</code>
        </Alert>
      ) : null}
      {data ? (
        <div className="flex flex-col gap-2" aria-live="polite">
          <p className="font-medium">{verdictOf(data.gates)}</p>
          <GateList label="Gates" gates={data.gates} />
        </div>
      ) : null}
    </section>
  );
}

function verdictOf(gates: readonly Gate[]): string {
  const refusing = gates.find(({ verdict }) => verdict === "refuses");
  return refusing === undefined ? "The call is let through." : `The call is refused: ${refusing.name}.`;
}
