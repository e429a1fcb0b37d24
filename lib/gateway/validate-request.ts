import type { Method, RestApiDefinition } from "../definition/rest-api.ts";
import { parseMethodParameter } from "../expressions/parse-expression.ts";
import type { CompiledSchema } from "../jsonschema/validation.ts";
import { compileModel, findBodyFault, type ModelSource, servedBodyMax } from "./body-jobs.ts";
import type { Exchange } from "./exchange.ts";
import { mediaTypeOf } from "./media-types.ts";
import { findHeader } from "./message.ts";
import { Refusal } from "./refusal.ts";

type RequiredParameter = { location: "header" | "querystring" | "path"; name: string };

/** What a method's request validator looks at. */
export type RequestChecks = {
  parameters: readonly RequiredParameter[];
  /** By media type; undefined when bodies are not checked. */
  schemas: ReadonlyMap<string, BodyModel> | undefined;
};

/** What bodies of a media type have to fit. */
type BodyModel = { source: ModelSource; schema: CompiledSchema };

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

function compileModels(definition: RestApiDefinition, method: Method): ReadonlyMap<string, BodyModel> | undefined {
  const models = modelTexts(definition);
  const entries = Object.entries(method.requestModels ?? {}).map(([contentType, name]): [string, BodyModel] => {
    const source = { name, models };
    return [mediaTypeOf(contentType), { source, schema: compileModel(source) }];
  });
  return entries.length === 0 ? undefined : new Map(entries);
}

const knownTexts = new WeakMap<RestApiDefinition, Readonly<Record<string, string>>>();

/** The models of an API as texts; all its methods share them. */
function modelTexts(definition: RestApiDefinition): Readonly<Record<string, string>> {
  let texts = knownTexts.get(definition);
  if (texts === undefined) {
    texts = Object.fromEntries(definition.models.map(({ name, schema }) => [name, schema ?? "{}"]));
    knownTexts.set(definition, texts);
  }
  return texts;
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

async function checkBody(schemas: ReadonlyMap<string, BodyModel>, exchange: Exchange): Promise<void> {
  const contentType = mediaTypeOf(findHeader(exchange.request.headers, "content-type") ?? "application/json");
  const model = schemas.get(contentType) ?? schemas.get("$default");
  // Content types without a model are not checked, as documented.
  if (model === undefined) return;
  const body = await exchange.request.body.collect();
  const isLong = body.length > servedBodyMax;
  const fault = isLong
    ? await exchange.ports.bodies.run("validate", { model: model.source, body })
    : findBodyFault(model.schema, body.toString("utf8"));
  if (fault === undefined) return;
  const { words, pointer } = fault;
  throw new Refusal({
    responseType: "BAD_REQUEST_BODY",
    reason: "BODY_INVALID",
    evidence: { contentType, pointer, message: words.slice(0, 1024) },
    validationError: words,
    logLine: `Request body does not match model schema for content type ${contentType}: ${words}`,
  });
}
