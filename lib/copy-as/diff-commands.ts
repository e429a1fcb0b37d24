import { canonicalJson } from "../base/canonical-json.ts";
import type { DefinitionChange } from "../definition/diff.ts";
import type { Authorizer, RequestValidator, RestApiDefinition, RestApiSettings } from "../definition/rest-api.ts";
import type { Command } from "./command.ts";
import type { Script } from "./render-aws-cli.ts";
import { commandMaker, type Make, nameRest, type RestCopy, type RestNames, restCommands } from "./rest-commands.ts";
import { nothingSelected, type RestSelection } from "./rest-selection.ts";

/** Two definitions of an API, and how the second differs. */
export type RestDiff = {
  from: RestApiDefinition;
  to: RestApiDefinition;
  changes: readonly DefinitionChange[];
  defaultModels: RestCopy["defaultModels"];
};

/** Commands that make an API, which is as `from` says, what `to` says. */
export function diffScript({ from, to, changes, defaultModels }: RestDiff): Script {
  const names = nameBoth(from, to);
  const make = commandMaker(names);
  const of = (kind: DefinitionChange["kind"], entity: DefinitionChange["entity"]) =>
    changes.filter((change) => change.kind === kind && change.entity === entity);
  const commands = [
    ...settingPatches(from.settings, to.settings, make),
    ...of("changed", "method").map(({ path = "", verb }) => make("delete-method", { resourceId: idOfPath(from, path), httpMethod: verb })),
    ...removals(from, to, make),
    ...of("changed", "model").map(({ name = "" }) => modelPatch(to, name, make)),
    ...of("changed", "requestValidator").map(({ name = "" }) => validatorPatch(to, name, make)),
    ...of("changed", "authorizer").flatMap(({ name = "" }) => authorizerPatch(from, to, name, make)),
    ...restCommands({ definition: to, selection: selectionOf(changes, to), defaultModels }, names),
  ];
  return { known: names.known, commands };
}

/** What a diff adds, and of what it changes the things that are made anew. */
export function selectionOf(changes: readonly DefinitionChange[], to: RestApiDefinition): RestSelection {
  const added = changes.filter(({ kind }) => kind === "added");
  const rewritten = changes.filter(
    ({ kind, entity }) => kind === "added" || (kind === "changed" && (entity === "method" || entity === "gatewayResponse")),
  );
  const named = (entity: DefinitionChange["entity"]) =>
    new Set(added.flatMap((change) => (change.entity === entity ? [change.name ?? ""] : [])));
  const validators = named("requestValidator");
  const authorizers = named("authorizer");
  return {
    ...nothingSelected,
    resources: new Set(added.flatMap(({ entity, path }) => (entity === "resource" && path !== undefined ? [path] : []))),
    methods: new Set(rewritten.flatMap(({ entity, path, verb }) => (entity === "method" ? [`${verb} ${path}`] : []))),
    models: named("model"),
    validators: new Set(to.requestValidators.filter(({ id, name }) => validators.has(name ?? id)).map(({ id }) => id)),
    authorizers: new Set(to.authorizers.filter(({ name }) => authorizers.has(name)).map(({ id }) => id)),
    gatewayResponses: new Set(rewritten.flatMap(({ entity, name }) => (entity === "gatewayResponse" ? [name ?? ""] : []))),
  };
}

/** Names of both sides: what is gone is named by the first. */
function nameBoth(from: RestApiDefinition, to: RestApiDefinition): RestNames {
  const names = nameRest({
    ...to,
    resources: [...to.resources, ...from.resources.filter(({ id }) => !to.resources.some((other) => other.id === id))],
    requestValidators: [
      ...to.requestValidators,
      ...from.requestValidators.filter(({ id }) => !to.requestValidators.some((other) => other.id === id)),
    ],
    authorizers: [...to.authorizers, ...from.authorizers.filter(({ id }) => !to.authorizers.some((other) => other.id === id))],
  });
  return names;
}

function idOfPath({ resources }: RestApiDefinition, path: string): string {
  return resources.find((resource) => resource.path === path)?.id ?? "";
}

/** Methods before what they need; below a resource that goes nothing is removed one by one. */
function removals(from: RestApiDefinition, to: RestApiDefinition, make: Make): Command[] {
  const kept = new Set(to.resources.map(({ path }) => path));
  const goneResources = from.resources.filter(({ path }) => !kept.has(path));
  const tops = goneResources.filter(({ parentId }) => !goneResources.some(({ id }) => id === parentId));
  const goneMethods = from.resources.flatMap(({ id, path, resourceMethods }) => {
    const after = to.resources.find((resource) => resource.path === path)?.resourceMethods;
    const verbs = after === undefined ? [] : Object.keys(resourceMethods).filter((verb) => !Object.hasOwn(after, verb));
    return verbs.map((httpMethod) => make("delete-method", { resourceId: id, httpMethod }));
  });
  const missing = <Item>(before: readonly Item[], after: readonly Item[], keyOf: (item: Item) => string) =>
    before.filter((item) => !after.some((other) => keyOf(other) === keyOf(item)));
  return [
    ...goneMethods,
    ...tops.map(({ id }) => make("delete-resource", { resourceId: id })),
    ...missing(from.gatewayResponses, to.gatewayResponses, ({ responseType }) => responseType).map(({ responseType }) =>
      make("delete-gateway-response", { responseType }),
    ),
    ...missing(from.models, to.models, ({ name }) => name).map(({ name }) => make("delete-model", { modelName: name })),
    ...missing(from.requestValidators, to.requestValidators, ({ id }) => id).map(({ id }) =>
      make("delete-request-validator", { requestValidatorId: id }),
    ),
    ...missing(from.authorizers, to.authorizers, ({ id }) => id).map(({ id }) => make("delete-authorizer", { authorizerId: id })),
  ];
}

const replace = (path: string, value: unknown) => ({ op: "replace", path, value: typeof value === "string" ? value : String(value) });

function modelPatch(to: RestApiDefinition, modelName: string, make: Make): Command {
  const { schema = "", description = "" } = to.models.find(({ name }) => name === modelName) ?? {};
  return make("update-model", { modelName, patchOperations: [replace("/schema", schema), replace("/description", description)] });
}

function validatorPatch(to: RestApiDefinition, label: string, make: Make): Command {
  const isIt = ({ id, name }: RequestValidator) => (name ?? id) === label;
  const { id, validateRequestBody, validateRequestParameters } = to.requestValidators.find(isIt) ?? {};
  const patchOperations = [
    replace("/validateRequestBody", validateRequestBody),
    replace("/validateRequestParameters", validateRequestParameters),
  ];
  return make("update-request-validator", { requestValidatorId: id, patchOperations });
}

const authorizerPaths = [
  "type",
  "authType",
  "authorizerUri",
  "authorizerCredentials",
  "identitySource",
  "identityValidationExpression",
  "authorizerResultTtlInSeconds",
] as const satisfies readonly (keyof Authorizer)[];

function authorizerPatch(from: RestApiDefinition, to: RestApiDefinition, label: string, make: Make): Command[] {
  const after = to.authorizers.find(({ name }) => name === label);
  const before = from.authorizers.find(({ id }) => id === after?.id);
  if (after === undefined || before === undefined) return [];
  const members = authorizerPaths.filter((member) => before[member] !== after[member]);
  const arns = (one: Authorizer, other: Authorizer) => (one.providerARNs ?? []).filter((arn) => !other.providerARNs?.includes(arn));
  const patchOperations = [
    ...(before.name === after.name ? [] : [replace("/name", after.name)]),
    ...members.map((member) => replace(`/${member}`, after[member] ?? "")),
    ...arns(after, before).map((value) => ({ op: "add", path: "/providerARNs", value })),
    ...arns(before, after).map((value) => ({ op: "remove", path: "/providerARNs", value })),
  ];
  return patchOperations.length === 0 ? [] : [make("update-authorizer", { authorizerId: after.id, patchOperations })];
}

const plainSettings = ["name", "description", "minimumCompressionSize", "apiKeySource", "policy", "disableExecuteApiEndpoint"] as const;

function settingPatches(from: RestApiSettings, to: RestApiSettings, make: Make): Command[] {
  const plain = plainSettings.filter((name) => from[name] !== to[name]).map((name) => replace(`/${name}`, to[name] ?? ""));
  const [before, after] = [from.binaryMediaTypes ?? [], to.binaryMediaTypes ?? []];
  const pathOf = (type: string) => `/binaryMediaTypes/${type.replaceAll("/", "~1")}`;
  const types = [
    ...after.filter((type) => !before.includes(type)).map((type) => ({ op: "add", path: pathOf(type) })),
    ...before.filter((type) => !after.includes(type)).map((type) => ({ op: "remove", path: pathOf(type) })),
  ];
  const patchOperations = [...plain, ...types, ...endpointPatches(from.endpointConfiguration, to.endpointConfiguration)];
  return patchOperations.length === 0 ? [] : [make("update-rest-api", { patchOperations })];
}

type Endpoint = RestApiSettings["endpointConfiguration"];

function endpointPatches(from: Endpoint, to: Endpoint) {
  if (canonicalJson(from) === canonicalJson(to)) return [];
  const [before, after] = [from.vpcEndpointIds ?? [], to.vpcEndpointIds ?? []];
  return [
    ...(from.types[0] === to.types[0] ? [] : [replace(`/endpointConfiguration/types/${from.types[0]}`, to.types[0])]),
    ...(from.ipAddressType === to.ipAddressType ? [] : [replace("/endpointConfiguration/ipAddressType", to.ipAddressType)]),
    ...after.filter((id) => !before.includes(id)).map((value) => ({ op: "add", path: "/endpointConfiguration/vpcEndpointIds", value })),
    ...before.filter((id) => !after.includes(id)).map((value) => ({ op: "remove", path: "/endpointConfiguration/vpcEndpointIds", value })),
  ];
}
