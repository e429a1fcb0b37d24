import type { StageFacts } from "../exchange.ts";
import { fillStageVariables } from "../integration-url.ts";
import { configurationError } from "../refusal.ts";

/** An AWS service and what of it an integration calls; `{name}` parts are filled in per request. */
export type ServiceTarget = {
  region: string;
  /** The service as the URI names it, a name in front of it included: `sqs`, `runtime.sagemaker`. */
  service: string;
  /** What is called: an action by its name, or nothing when the path says it all. */
  action: string | undefined;
  /** Path with its placeholders. */
  path: string;
  /** Parameters that the URI itself has, with their placeholders. */
  query: string;
};

const uriPattern = /^arn:[\w-]+:apigateway:([\w-]+):([\w.-]+):(path|action)\/([^?&]*)(?:[?&](.*))?$/s;
// A path may hold an ampersand.
const pathPattern = /^([^?]*)(?:\?(.*))?$/s;

/** Reads `arn:aws:apigateway:{region}:{service}:path/...` or `...:action/...`, stage variables filled in. */
export function compileServiceTarget(uri: string | undefined, stage: StageFacts): ServiceTarget {
  const { text, missing } = fillStageVariables(uri ?? "", stage);
  const match = uriPattern.exec(text);
  const variable = missing[0];
  if (match === null) {
    if (variable === undefined) throw configurationError("Invalid AWS service integration URI", { evidence: { uri: text } });
    const evidence = { variable, uri: text };
    throw configurationError("Invalid AWS service integration URI", { reason: "STAGE_VARIABLE_MISSING", evidence });
  }
  const [, region = "", service = "", kind, name = "", parameters = ""] = match;
  if (kind === "action") return { region, service, action: name, path: "/", query: parameters };
  const [, path = "", query = ""] = pathPattern.exec(text.slice(text.indexOf(":path/") + ":path/".length)) ?? [];
  // Both `path/endpoints/x` and `path//endpoints/x` are in use.
  return { region, service, action: undefined, path: `/${path.replace(/^\/+/, "")}`, query };
}
