"use client";
import { useOperation } from "@/components/data/use-operations";
import { MapTable } from "@/components/ui/map-table";
import type { MethodResponse } from "@/lib/definition/rest-api";
import { type FormProps, withMap } from "./form-props";
import { ResponseList } from "./response-list";

const headerPrefix = "method.response.header.";

export function MethodResponseForm({ apiId, method, edit, disabled }: FormProps) {
  const models = useOperation("listModels", { apiId });
  return (
    <ResponseList
      disabled={disabled}
      responses={method.methodResponses ?? {}}
      onChange={(responses) => edit((old) => withMap(old, "methodResponses", responses))}
      create={(statusCode): MethodResponse => ({ statusCode })}
      summaryOf={(response) =>
        [
          ...Object.values(response.responseModels ?? {}),
          ...Object.keys(response.responseParameters ?? {}).map((name) => name.slice(headerPrefix.length)),
        ].join(", ")
      }
    >
      {(response, change) => (
        <>
          <MapTable
            label="Headers that may reach the client"
            keyLabel="Header"
            valueLabel="Required"
            keyPlaceholder="X-Request-Id"
            valuePlaceholder="false"
            valueSuggestions={["true", "false"]}
            addLabel="Add a header"
            disabled={disabled}
            values={Object.fromEntries(
              Object.entries(response.responseParameters ?? {}).map(([name, required]) => [
                name.replace(headerPrefix, ""),
                String(required),
              ]),
            )}
            onChange={(values) =>
              change((old) =>
                withMap(
                  old,
                  "responseParameters",
                  Object.fromEntries(
                    Object.entries(values).map(([name, required]) => [
                      name.startsWith(headerPrefix) ? name : `${headerPrefix}${name}`,
                      required === "true",
                    ]),
                  ),
                ),
              )
            }
          />
          <MapTable
            label="Model of the body by content type"
            keyLabel="Content type"
            valueLabel="Model"
            keyPlaceholder="application/json"
            keySuggestions={["application/json", "application/xml"]}
            valueSuggestions={(models.data ?? []).map((model) => model.name)}
            addLabel="Add a model"
            disabled={disabled}
            values={response.responseModels ?? {}}
            onChange={(values) => change((old) => withMap(old, "responseModels", values))}
          />
        </>
      )}
    </ResponseList>
  );
}
