import type { Authorizer, GatewayResponse, Integration, RestApiDefinition } from "../definition/rest-api.ts";
import { parseExpression } from "../expressions/parse-expression.ts";
import { listTemplateVariables } from "../vtl/list-template-variables.ts";
import { methodsOf } from "./subject.ts";

/** A stage variable that a part of an API reads: in an address, without which nothing can be called, or in a mapping. */
export type VariableUse = { name: string; label: string; isAddress: boolean };

/** Every use of a stage variable in a definition. */
export function findVariableUses(definition: RestApiDefinition): VariableUse[] {
  const read = rememberTemplates();
  return [
    ...methodsOf(definition).flatMap(({ method, label }) =>
      method.methodIntegration === undefined ? [] : usesOfIntegration(method.methodIntegration, label, read),
    ),
    ...definition.authorizers.flatMap(usesOfAuthorizer),
    ...definition.gatewayResponses.flatMap((response) => usesOfGatewayResponse(response, read)),
  ];
}

type ReadTemplate = (text: string) => readonly string[];

/** The methods of an API have mostly the same templates; each text is parsed once. */
function rememberTemplates(): ReadTemplate {
  const known = new Map<string, readonly string[]>();
  return (text) => {
    const names = known.get(text) ?? listTemplateVariables(text);
    known.set(text, names);
    return names;
  };
}

function usesOfIntegration(integration: Integration, label: string, read: ReadTemplate): VariableUse[] {
  const { uri, connectionId, credentials, integrationTarget, requestParameters, requestTemplates } = integration;
  const responses = Object.values(integration.integrationResponses ?? {});
  const addresses = [uri, connectionId, credentials, integrationTarget].flatMap(variablesInText);
  const mapped = [
    ...variablesInMappings(requestParameters),
    ...variablesInTemplates(requestTemplates, read),
    ...responses.flatMap(({ responseParameters }) => variablesInMappings(responseParameters)),
    ...responses.flatMap(({ responseTemplates }) => variablesInTemplates(responseTemplates, read)),
  ];
  return asUses(label, addresses, mapped);
}

function usesOfAuthorizer({ name, authorizerUri, authorizerCredentials }: Authorizer): VariableUse[] {
  return asUses(`authorizer ${name}`, [authorizerUri, authorizerCredentials].flatMap(variablesInText), []);
}

function usesOfGatewayResponse(
  { responseType, responseParameters, responseTemplates }: GatewayResponse,
  read: ReadTemplate,
): VariableUse[] {
  const mapped = [...variablesInMappings(responseParameters), ...variablesInTemplates(responseTemplates, read)];
  return asUses(`gateway response ${responseType}`, [], mapped);
}

function asUses(label: string, addresses: readonly string[], mapped: readonly string[]): VariableUse[] {
  const inAddresses = new Set(addresses);
  const elsewhere = new Set(mapped.filter((name) => !inAddresses.has(name)));
  return [
    ...[...inAddresses].map((name) => ({ name, label, isAddress: true })),
    ...[...elsewhere].map((name) => ({ name, label, isAddress: false })),
  ];
}

/** Also of texts that are no valid interpolation as a whole: what is wrong with the rest of them is told elsewhere. */
function variablesInText(text = ""): string[] {
  return [...text.matchAll(/\$\{stageVariables\.([A-Za-z0-9_]+)\}/g)].flatMap(([, name]) => name ?? []);
}

function variablesInMappings(mappings: Readonly<Record<string, string>> = {}): string[] {
  return Object.values(mappings).flatMap((text) => {
    const parsed = text.startsWith("stageVariables.") ? parseExpression(text) : undefined;
    return parsed?.ok && parsed.value.kind === "stageVariable" ? [parsed.value.name] : [];
  });
}

function variablesInTemplates(templates: Readonly<Record<string, string | null>> = {}, read: ReadTemplate): string[] {
  return Object.values(templates).flatMap((text) => (text?.includes("stageVariables") ? [...read(text)] : []));
}
