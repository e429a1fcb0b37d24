"use client";
import { Eraser } from "lucide-react";
import { useState } from "react";
import { toast } from "sonner";
import { useWrite } from "@/components/data/use-operations";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Field, Input, NativeSelect, Textarea } from "@/components/ui/field";
import type { StageDetail } from "@/lib/client/operations";
import type { Resource } from "@/lib/definition/rest-api";
import { type AnswerPart, keptMethods, partKey, requestOf } from "./answer-parts";

type Props = { stage: StageDetail; resources: readonly Resource[]; disabled: boolean };

const placeNames: Record<AnswerPart["place"], string> = {
  path: "in the path",
  querystring: "in the query string",
  header: "header",
  body: "",
};

/** Takes one answer out of the cache: that of a method, for the values that its cache keys read. */
export function ForgetAnswer({ stage, resources, disabled }: Props) {
  const { apiId, stageName, settings } = stage;
  const methods = keptMethods(resources, settings.methodSettings);
  const [label, setLabel] = useState("");
  const [values, setValues] = useState<Readonly<Record<string, string>>>({});
  const method = methods.find((each) => each.label === label) ?? methods[0];
  const flush = useWrite("flushCachedAnswer", {
    onSuccess: (_, { httpMethod, pathWithQueryString }) =>
      void toast.success(`The answer to ${httpMethod} ${pathWithQueryString} is asked for again.`),
  });
  if (method === undefined) return <p className="text-muted">No method of the stage keeps answers.</p>;
  const { resourceId, verb: httpMethod, parts } = method;
  return (
    <form
      aria-label="One answer"
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        flush.mutate({ apiId, stageName, resourceId, httpMethod, ...requestOf(method, values) });
      }}
    >
      <div className="grid gap-3 sm:grid-cols-2">
        <Field label="Method">
          {(ids) => (
            <NativeSelect {...ids} disabled={disabled} value={method.label} onChange={(event) => setLabel(event.target.value)}>
              {methods.map((each) => (
                <option key={each.label}>{each.label}</option>
              ))}
            </NativeSelect>
          )}
        </Field>
        {parts.map((part) => {
          const key = partKey(part);
          const shared = { disabled, value: values[key] ?? "", placeholder: "absent" };
          const set = (value: string) => setValues({ ...values, [key]: value });
          return (
            <Field key={key} label={part.place === "body" ? "Body" : `${part.name}, ${placeNames[part.place]}`}>
              {(ids) =>
                part.place === "body" ? (
                  <Textarea {...ids} {...shared} mono onChange={(event) => set(event.target.value)} />
                ) : (
                  <Input {...ids} {...shared} mono onChange={(event) => set(event.target.value)} />
                )
              }
            </Field>
          );
        })}
      </div>
      {parts.length === 0 && !method.isByCaller ? (
        <p className="text-muted text-sm">The method has no cache keys: all requests share one answer.</p>
      ) : null}
      {method.isByCaller ? (
        <Alert tone="info">Its cache keys read who calls, which no request can name. Empty the whole cache instead.</Alert>
      ) : null}
      {flush.error ? (
        <Alert tone="error" live title="Could not forget the answer.">
          <code>{flush.error.message}</code>
        </Alert>
      ) : null}
      {disabled ? null : (
        <Button type="submit" className="self-start" busy={flush.isPending} disabled={method.isByCaller}>
          <Eraser aria-hidden /> Forget this answer
        </Button>
      )}
    </form>
  );
}
