import type { Method, RestApiDefinition } from "./rest-api.ts";

/** A change that a client which worked before may stumble over. */
export type BreakingChange = { method: string; resourceId?: string; httpMethod?: string; text: string };

/** As many as anybody reads; there is no need to count on. */
const changesMax = 200;
const depthMax = 12;
/** Schemas and names that are compared at all: a few models that refer to each other make more paths than a process can walk. */
const stepsMax = 500_000;

/** What of `from` clients rely on and `to` takes away or asks for besides. */
export function findBreakingChanges(from: RestApiDefinition, to: RestApiDefinition): BreakingChange[] {
  const found: BreakingChange[] = [];
  const after = methodsOf(to);
  const models = { schemasBefore: schemasOf(from), schemasAfter: schemasOf(to), budget: { steps: stepsMax } };
  for (const [name, { method }] of methodsOf(from)) {
    const now = after.get(name);
    if (now === undefined) found.push({ method: name, text: "The method is gone." });
    else {
      const texts = [...compareRequest(method, now.method), ...compareBodies(method, now.method, models)];
      const { resourceId, method: changed } = now;
      for (const text of texts.slice(0, changesMax)) found.push({ method: name, resourceId, httpMethod: changed.httpMethod, text });
    }
    if (found.length >= changesMax) break;
  }
  return found.slice(0, changesMax);
}

type PlacedMethod = { resourceId: string; method: Method };

function methodsOf({ resources }: RestApiDefinition): Map<string, PlacedMethod> {
  return new Map(
    resources.flatMap(({ id, path, resourceMethods }) =>
      Object.values(resourceMethods).map((method) => [`${method.httpMethod} ${path}`, { resourceId: id, method }] as const),
    ),
  );
}

function compareRequest(before: Method, after: Method): string[] {
  const texts: string[] = [];
  for (const [name, isRequired] of Object.entries(after.requestParameters ?? {})) {
    if (isRequired && before.requestParameters?.[name] !== true) texts.push(`${readable(name)} is required now.`);
  }
  if (after.apiKeyRequired && !before.apiKeyRequired) texts.push("An API key is required now.");
  if (before.authorizationType === "NONE" && after.authorizationType !== "NONE")
    texts.push(`Authorization ${after.authorizationType} is required now.`);
  for (const status of Object.keys(before.methodResponses ?? {})) {
    if (after.methodResponses?.[status] === undefined) texts.push(`The response ${status} is gone.`);
  }
  return texts;
}

/** `method.request.querystring.page` as people say it. */
function readable(parameter: string): string {
  const [, , place = "", ...name] = parameter.split(".");
  const places: Record<string, string> = { querystring: "query parameter", header: "header", path: "path parameter" };
  return `The ${places[place] ?? place} ${name.join(".")}`;
}

type Schema = Readonly<Record<string, unknown>>;
type Schemas = ReadonlyMap<string, Schema>;
type Models = { schemasBefore: Schemas; schemasAfter: Schemas; budget: { steps: number } };

function schemasOf({ models }: RestApiDefinition): Schemas {
  return new Map(
    models.flatMap(({ name, schema }) => {
      const parsed = parse(schema ?? "");
      return parsed === undefined ? [] : [[name, parsed] as const];
    }),
  );
}

function parse(text: string): Schema | undefined {
  try {
    return asSchema(JSON.parse(text));
  } catch {
    // A model that cannot be read has no fields to compare; its own page says what is wrong with it.
    return undefined;
  }
}

function compareBodies(before: Method, after: Method, { schemasBefore, schemasAfter, budget }: Models): string[] {
  const texts: string[] = [];
  const place = { before: schemasBefore, after: schemasAfter, at: "", depth: 0, within: [], budget };
  for (const [type, name] of Object.entries(after.requestModels ?? {})) {
    const [old, now] = [schemasBefore.get(before.requestModels?.[type] ?? ""), schemasAfter.get(name)];
    // What nobody validates breaks nobody.
    if (now === undefined || after.requestValidatorId === undefined) continue;
    for (const text of newlyRequired(old ?? {}, now, place)) texts.push(text);
  }
  for (const [status, response] of Object.entries(before.methodResponses ?? {})) {
    for (const [type, name] of Object.entries(response.responseModels ?? {})) {
      const old = schemasBefore.get(name);
      const now = schemasAfter.get(after.methodResponses?.[status]?.responseModels?.[type] ?? "");
      if (old === undefined || now === undefined) continue;
      for (const text of noLongerThere(old, now, place)) texts.push(`Response ${status}: ${text}`);
    }
  }
  return [...new Set(texts)];
}

type Walk = { before: Schemas; after: Schemas; at: string; depth: number; within: readonly Schema[]; budget: { steps: number } };

/** Whether there is no more to say of a pair: a model inside of itself was compared on the way to it. */
function isEnough(from: Schema, to: Schema, { depth, within, budget }: Walk): boolean {
  budget.steps -= 1 + requiredOf(from).length + requiredOf(to).length;
  return budget.steps < 0 || depth > depthMax || (within.includes(from) && within.includes(to));
}

/** Fields that a request has to have now and did not before. */
function newlyRequired(old: Schema, now: Schema, walk: Walk): string[] {
  const [from, to] = [resolve(old, walk.before), resolve(now, walk.after)];
  if (isEnough(from, to, walk)) return [];
  const known = new Set(requiredOf(from));
  const added = requiredOf(to).filter((name) => !known.has(name));
  return [
    ...added.map((name) => `The field ${walk.at}${name} of the body is required now.`),
    ...eachChild(from, to, walk).flatMap(([oldChild, nowChild, next]) => newlyRequired(oldChild, nowChild, next)),
  ];
}

/** Fields that a response always had and need not have any more. */
function noLongerThere(old: Schema, now: Schema, walk: Walk): string[] {
  const [from, to] = [resolve(old, walk.before), resolve(now, walk.after)];
  if (isEnough(from, to, walk)) return [];
  const left = new Set(requiredOf(to));
  const gone = requiredOf(from).filter((name) => !left.has(name));
  const has = propertiesOf(to);
  return [
    ...gone.map((name) =>
      has[name] === undefined ? `the field ${walk.at}${name} is gone.` : `the field ${walk.at}${name} may be missing.`,
    ),
    ...eachChild(from, to, walk).flatMap(([oldChild, nowChild, next]) => noLongerThere(oldChild, nowChild, next)),
  ];
}

/** Parts that both schemas have: equal properties, and the items of lists. */
function eachChild(from: Schema, to: Schema, walk: Walk): [Schema, Schema, Walk][] {
  const old = propertiesOf(from);
  const inner = { ...walk, depth: walk.depth + 1, within: [...walk.within, from, to] };
  const named = Object.entries(propertiesOf(to)).flatMap(([name, child]): [Schema, Schema, Walk][] => {
    const before = Object.hasOwn(old, name) ? asSchema(old[name]) : undefined;
    const after = asSchema(child);
    return before && after ? [[before, after, { ...inner, at: `${walk.at}${name}.` }]] : [];
  });
  const [oldItems, nowItems] = [asSchema(from.items), asSchema(to.items)];
  const at = `${walk.at.replace(/\.$/, "")}[].`;
  return oldItems && nowItems ? [...named, [oldItems, nowItems, { ...inner, at }]] : named;
}

/** `$ref` names a model by the end of its address. */
function resolve(schema: Schema, models: Schemas): Schema {
  const name = typeof schema.$ref === "string" ? /\/models\/([^/]+)$/.exec(schema.$ref)?.[1] : undefined;
  return name === undefined ? schema : (models.get(name) ?? schema);
}

function requiredOf({ required }: Schema): string[] {
  return Array.isArray(required) ? required.filter((name) => typeof name === "string") : [];
}

function propertiesOf({ properties }: Schema): Schema {
  return asSchema(properties) ?? {};
}

function asSchema(value: unknown): Schema | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : undefined;
}
