"use client";
import { Field, Input } from "@/components/ui/field";
import { Section } from "@/components/ui/section";
import { SwitchField } from "@/components/ui/switch";
import { ContentHandlingField } from "../boxes/content-handling-field";
import { withText } from "../boxes/form-props";
import { timeoutMaxMs } from "./integration-kinds";
import type { KindProps } from "./kind-props";

const streamTimeoutMaxMs = 900_000;

/** What every kind that calls somebody has: patience, bytes, certificates, and what tells cached answers apart. */
export function IntegrationSettings({ method, integration, change, disabled, errors }: KindProps) {
  const isHttp = integration.type.startsWith("HTTP");
  const keys = Object.keys(method.requestParameters ?? {});
  return (
    <div className="flex flex-col">
      {integration.type === "MOCK" ? null : (
        <Section title="Timeout" open={false} summary={`${integration.timeoutInMillis / 1000} s`}>
          <Field
            label="Timeout, ms"
            error={errors["methodIntegration.timeoutInMillis"]}
            help={`Answers 504 after ${integration.timeoutInMillis / 1000} s.`}
          >
            {(ids) => (
              <Input
                {...ids}
                type="number"
                min={50}
                max={integration.responseTransferMode === "STREAM" ? streamTimeoutMaxMs : timeoutMaxMs}
                disabled={disabled}
                value={integration.timeoutInMillis}
                onChange={(event) => change((old) => ({ ...old, timeoutInMillis: event.target.valueAsNumber || 0 }))}
              />
            )}
          </Field>
        </Section>
      )}
      {integration.type === "AWS_PROXY" ? null : (
        <Section title="Binary bodies" open={false} summary={integration.contentHandling ?? "as they come"}>
          <ContentHandlingField
            value={integration.contentHandling}
            disabled={disabled}
            onChange={(contentHandling) =>
              change(({ contentHandling: _old, ...old }) => (contentHandling ? { ...old, contentHandling } : old))
            }
          />
        </Section>
      )}
      {isHttp ? (
        <Section title="TLS" open={false} summary={integration.tlsConfig?.insecureSkipVerification ? "not checked" : "checked"}>
          <SwitchField
            label="Accept any certificate of the backend"
            disabled={disabled}
            checked={integration.tlsConfig?.insecureSkipVerification ?? false}
            onChange={(insecureSkipVerification) =>
              change((old) => ({ ...old, tlsConfig: { ...old.tlsConfig, insecureSkipVerification } }))
            }
            help={integration.tlsConfig?.insecureSkipVerification ? "Certificates are not checked." : "Certificates are checked."}
          />
        </Section>
      ) : null}
      <Section
        title="Cache key"
        open={false}
        summary={integration.cacheKeyParameters.length === 0 ? "path only" : integration.cacheKeyParameters.length}
      >
        {keys.length === 0 ? (
          <p className="text-muted text-sm">Parameters that the method declares can tell cached answers apart.</p>
        ) : (
          <fieldset className="flex flex-col gap-1" disabled={disabled}>
            <legend className="mb-1 text-muted text-sm">Answers are cached per path, and per value of</legend>
            {keys.map((key) => (
              <label key={key} className="flex min-h-6 items-center gap-2">
                <input
                  type="checkbox"
                  className="size-4 accent-(--accent)"
                  checked={integration.cacheKeyParameters.includes(key)}
                  onChange={(event) => {
                    const { checked } = event.target;
                    change((old) => ({
                      ...old,
                      cacheKeyParameters: checked
                        ? [...old.cacheKeyParameters, key]
                        : old.cacheKeyParameters.filter((each) => each !== key),
                    }));
                  }}
                />
                <code>{key}</code>
              </label>
            ))}
          </fieldset>
        )}
        <Field label="Cache namespace" optional help="Methods with one namespace share cached answers.">
          {(ids) => (
            <Input
              {...ids}
              mono
              disabled={disabled}
              value={integration.cacheNamespace}
              onChange={(event) =>
                change((old) => ({ ...old, ...withText({ cacheNamespace: old.cacheNamespace }, "cacheNamespace", event.target.value) }))
              }
            />
          )}
        </Field>
      </Section>
    </div>
  );
}
