import type { Method, RestApiDefinition } from "../definition/rest-api.ts";
import { parseMethodParameter } from "../expressions/parse-expression.ts";
import { compileSchema } from "../jsonschema/compile-schema.ts";
import type { CompiledSchema } from "../jsonschema/validation.ts";
import type { Exchange } from "./exchange.ts";
import { mediaTypeOf } from "./media-types.ts";
import { findHeader } from "./message.ts";
import { parseJson } from "./parse-json.ts";
import { Refusal } from "./refusal.ts";

type RequiredParameter = { location: "header" | "querystring" | "path"; name: string };

/** What a method's request validator looks at. */
export type RequestChecks = {
  parameters: readonly RequiredParameter[];
  /** By media type; undefined when bodies are not checked. */
  schemas: ReadonlyMap<string, CompiledSchema> | undefined;
};

/** The checks of a method; undefined when nothing is to be checked. */
export function compileChecks(definition: RestApiDefinition, method: Method): RequestChecks | undefined {
  const validator = definition.requestValidators.find(({ id }) => id === method.requestValidatorId);
  if (validator === undefined) return undefined;
  const parameters = validator.validateRequestParameters ? requiredParameters(method) : [];
  const schemas = validator.validateRequestBody ? compileModels(definition, method) : undefined;
  return parameters.length === 0 && schemas === undefined ? undefined : { parameters, schemas };
}

function requiredParameters(method: Method): RequiredParameter[] {
  return Object.entries(method.requestParameters ?? {}).flatMap(([text, isRequired]) => {
    const parsed = parseMethodParameter(text);
    return isRequired && parsed.ok ? [parsed.value] : [];
  });
}

function compileModels(definition: RestApiDefinition, method: Method): ReadonlyMap<string, CompiledSchema> | undefined {
  const schemas = new Map<string, CompiledSchema>();
  const schemaOf = (name: string): unknown => parseJson(definition.models.find((model) => model.name === name)?.schema ?? "{}");
  // References between models are absolute addresses that end in the model's name.
  const resolveRef = (ref: string): unknown => {
    const name = /\/restapis\/[^/]+\/models\/([^/#]+)$/.exec(ref)?.[1];
    return name === undefined ? undefined : schemaOf(name);
  };
  for (const [contentType, modelName] of Object.entries(method.requestModels ?? {})) {
    schemas.set(mediaTypeOf(contentType), compileSchema(schemaOf(modelName), { resolveRef }));
  }
  return schemas.size === 0 ? undefined : schemas;
}

/** Refuses a request that lacks a required parameter or whose body does not fit its model. */
export async function validateRequest(checks: RequestChecks, exchange: Exchange): Promise<void> {
  checkParameters(checks, exchange);
  if (checks.schemas !== undefined) await checkBody(checks.schemas, exchange);
}

function checkParameters(checks: RequestChecks, exchange: Exchange): void {
  // A blank value counts as missing.
  const missing = checks.parameters.filter((parameter) => (parameterValue(parameter, exchange) ?? "").trim() === "");
  if (missing.length === 0) return;
  const names = missing.map(({ name }) => name).join(", ");
  throw new Refusal({
    responseType: "BAD_REQUEST_PARAMETERS",
    reason: "PARAM_MISSING",
    evidence: { parameters: names },
    message: `Missing required request parameters: [${names}]`,
    validationError: `Missing required request parameters: [${names}]`,
    logLine: `Execution failed due to missing required request parameters: [${names}]`,
  });
}

function parameterValue({ location, name }: RequiredParameter, exchange: Exchange): string | undefined {
  if (location === "header") return exchange.headers.get(name.toLowerCase())?.values[0];
  if (location === "querystring") return exchange.query.get(name)?.[0];
  return exchange.path.get(name);
}

async function checkBody(schemas: ReadonlyMap<string, CompiledSchema>, exchange: Exchange): Promise<void> {
  const contentType = mediaTypeOf(findHeader(exchange.request.headers, "content-type") ?? "application/json");
  const schema = schemas.get(contentType) ?? schemas.get("$default");
  // Content types without a model are not checked, as documented.
  if (schema === undefined) return;
  const text = (await exchange.request.body.collect()).toString("utf8");
  const value = text.trim() === "" ? undefined : parseJson(text);
  const failures = value === undefined ? undefined : schema.validate(value);
  if (failures?.length === 0) return;
  const words = `[${failures === undefined ? "Invalid JSON" : failures.map(({ message }) => message).join(", ")}]`;
  throw new Refusal({
    responseType: "BAD_REQUEST_BODY",
    reason: "BODY_INVALID",
    evidence: { contentType, pointer: failures?.[0]?.pointer ?? "", message: words.slice(0, 1024) },
    validationError: words,
    logLine: `Request body does not match model schema for content type ${contentType}: ${words}`,
  });
}
