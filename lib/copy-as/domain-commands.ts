import type { DomainMapping, DomainSettings, RoutingCondition, RoutingRule } from "../definition/domain.ts";
import { type Command, optionsOf, type Text, type Variable, variableName } from "./command.ts";
import type { Script } from "./render-aws-cli.ts";

/** A domain name with everything that leads from it. */
export type CopiedDomain = {
  name: string;
  /** Its settings, and the mode in the words of the first API. */
  settings: Omit<DomainSettings, "routingMode" | "certificateUploadDate" | "truststore">;
  routingMode: string;
  /** What was uploaded, as PEM; the key that belongs to it is asked for. */
  certificate?: string | undefined;
  mappings: readonly DomainMapping[];
  rules: readonly RoutingRule[];
  /** Endpoints of private networks that may call a private domain. */
  accessSources: readonly string[];
  tags?: Readonly<Record<string, string>> | undefined;
  /** Names of the APIs that it leads to, by their ids. */
  apiNames: ReadonlyMap<string, string>;
};

const domainId: Variable = { variable: "DOMAIN_NAME_ID" };
const domainArn: Variable = { variable: "DOMAIN_NAME_ARN" };
const privateKey: Variable = { variable: "CERTIFICATE_PRIVATE_KEY" };

/** Commands that make a domain, and lead from it to the same stages. */
export function domainScript(domain: CopiedDomain): Script {
  const { known, ids } = nameApis(domain);
  const key = isPrivate(domain) ? { domainName: domain.name, domainNameId: [domainId] } : { domainName: domain.name };
  const make = (service: Command["service"], operation: string, input: Readonly<Record<string, unknown>>): Command => ({
    service,
    operation,
    options: optionsOf({ ...key, ...input }, ids),
  });
  const commands = [
    ...creation(domain),
    // The first rule is looked at first in the text too.
    ...[...domain.rules]
      .sort((a, b) => a.priority - b.priority)
      .map((rule) => make("apigatewayv2", "create-routing-rule", ruleInput(rule))),
    ...domain.mappings.map(({ basePath, apiId, stage }) =>
      isV2Mapping(domain, stage)
        ? make("apigatewayv2", "create-api-mapping", { apiId, stage, apiMappingKey: basePath || undefined })
        : make("apigateway", "create-base-path-mapping", {
            ...{ restApiId: apiId, basePath: basePath || undefined, stage: stage || undefined },
          }),
    ),
    ...accessCommands(domain),
  ];
  return { known, asked: new Map([[privateKey.variable, `set it to the private key of ${domain.name} as PEM`]]), commands };
}

/** The second API maps regional names to stages; whatever else a mapping is, the first one makes it. */
export function isV2Mapping({ settings }: CopiedDomain, stage: string): boolean {
  return settings.endpointConfiguration.types[0] === "REGIONAL" && stage !== "";
}

export function isPrivate({ settings }: CopiedDomain): boolean {
  return settings.endpointConfiguration.types[0] === "PRIVATE";
}

function nameApis({ mappings, rules, apiNames }: CopiedDomain) {
  const known = new Map<string, string>();
  const ids = new Map<string, Variable>();
  for (const { apiId } of [...rules, ...mappings]) {
    if (ids.has(apiId)) continue;
    const variable = variableName(new Set(known.keys()), "API", apiNames.get(apiId) ?? "", "ID");
    known.set(variable, apiId);
    ids.set(apiId, { variable });
  }
  return { known, ids };
}

function creation(domain: CopiedDomain): Command[] {
  const { name, settings, routingMode, tags } = domain;
  const { managementPolicy, policy, ...members } = settings;
  const input = { domainName: name, ...members, routingMode, policy, ...certificateInput(domain), tags };
  const create: Command = {
    service: "apigateway",
    operation: "create-domain-name",
    options: optionsOf(input, new Map()),
    ...(isPrivate(domain) ? { capture: { variable: domainId.variable, query: "domainNameId" } } : {}),
  };
  if (managementPolicy === undefined) return [create];
  const patchOperations = [{ op: "replace", path: "/managementPolicy", value: managementPolicy }];
  const key = isPrivate(domain) ? { domainName: name, domainNameId: [domainId] } : { domainName: name };
  return [create, { service: "apigateway", operation: "update-domain-name", options: optionsOf({ ...key, patchOperations }, new Map()) }];
}

/** The domain's own certificate, those that issued it, and a variable for the key. */
function certificateInput({ certificate }: CopiedDomain): Record<string, string | Text | undefined> {
  if (certificate === undefined) return {};
  const end = "-----END CERTIFICATE-----\n";
  const [own = "", ...chain] = certificate.split(end).filter((text) => text.trim() !== "");
  return {
    certificateBody: own + end,
    certificateChain: chain.length === 0 ? undefined : chain.map((text) => text + end).join(""),
    certificatePrivateKey: [privateKey],
  };
}

/** The second API writes members of structures with a capital. */
function ruleInput({ priority, conditions, apiId, stage, stripBasePath }: RoutingRule): Record<string, unknown> {
  const actions = [{ InvokeApi: { ApiId: apiId, Stage: stage, StripBasePath: stripBasePath } }];
  return { priority, conditions: conditions.map(conditionInput), actions };
}

function conditionInput({ matchBasePaths, matchHeaders }: RoutingCondition): object {
  if (matchHeaders === undefined) return { MatchBasePaths: { AnyOf: matchBasePaths?.anyOf ?? [] } };
  return { MatchHeaders: { AnyOf: matchHeaders.anyOf.map(({ header, valueGlob }) => ({ Header: header, ValueGlob: valueGlob })) } };
}

function accessCommands({ name, accessSources }: CopiedDomain): Command[] {
  if (accessSources.length === 0) return [];
  const find: Command = {
    service: "apigateway",
    operation: "get-domain-name",
    options: optionsOf({ domainName: name, domainNameId: [domainId] }, new Map()),
    capture: { variable: domainArn.variable, query: "domainNameArn" },
  };
  const input = { domainNameArn: [domainArn], accessAssociationSourceType: "VPCE" };
  const admit = (accessAssociationSource: string): Command => ({
    service: "apigateway",
    operation: "create-domain-name-access-association",
    options: optionsOf({ ...input, accessAssociationSource }, new Map()),
  });
  return [find, ...accessSources.map(admit)];
}
