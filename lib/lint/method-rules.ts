import type { Method, RequestValidator } from "../definition/rest-api.ts";
import { type FindProblems, type Found, methodsOf, type PlacedMethod, placeOf } from "./subject.ts";

export const findMethodsWithoutIntegration: FindProblems = ({ definition }) =>
  methodsOf(definition)
    .filter(({ method }) => method.methodIntegration === undefined)
    .map((placed) => ({
      place: placeOf(placed, "integration"),
      label: placed.label,
      text: "It has no integration, so nothing can answer it.",
    }));

/** What asks for CORS carries no credentials, so it is open everywhere. */
const isPreflight = ({ httpMethod }: Method) => httpMethod === "OPTIONS";

export const findMethodsWithoutAuth: FindProblems = ({ definition }) => {
  if (definition.settings.policy !== undefined) return [];
  return methodsOf(definition)
    .filter(({ method }) => method.authorizationType === "NONE" && !method.apiKeyRequired && !isPreflight(method))
    .map((placed) => ({
      place: placeOf(placed, "method-request"),
      label: placed.label,
      text: "Anybody who knows the address may call it.",
    }));
};

export const findNothingValidated: FindProblems = ({ definition }) => {
  const validators = new Map(definition.requestValidators.map((validator) => [validator.id, validator]));
  return methodsOf(definition).flatMap((placed) => {
    const { method } = placed;
    const validator = method.requestValidatorId === undefined ? undefined : validators.get(method.requestValidatorId);
    const unchecked = uncheckedParts(method, validator);
    return unchecked.length === 0 ? [] : [describeUnchecked(placed, unchecked, definition.requestValidators)];
  });
};

type Unchecked = { what: string; by: "validateRequestBody" | "validateRequestParameters" };

function uncheckedParts(method: Method, validator: RequestValidator | undefined): Unchecked[] {
  const models = [...new Set(Object.values(method.requestModels ?? {}))];
  const required = Object.entries(method.requestParameters ?? {}).flatMap(([name, isRequired]) =>
    // A path parameter is always there: the path would be another one without it.
    isRequired && !name.startsWith("method.request.path.") ? [name.split(".").slice(3).join(".")] : [],
  );
  const parts: Unchecked[] = [];
  if (models.length > 0 && !validator?.validateRequestBody)
    parts.push({ what: `model${models.length > 1 ? "s" : ""} ${models.join(", ")}`, by: "validateRequestBody" });
  if (required.length > 0 && !validator?.validateRequestParameters)
    parts.push({ what: `required parameter${required.length > 1 ? "s" : ""} ${required.join(", ")}`, by: "validateRequestParameters" });
  return parts;
}

function describeUnchecked(placed: PlacedMethod, unchecked: readonly Unchecked[], validators: readonly RequestValidator[]): Found {
  const { method, resource, label } = placed;
  const before = validators.find(({ id }) => id === method.requestValidatorId);
  // A validator that checks what is checked now and what is not, and as little else as there is.
  const fitting = validators
    .filter((each) => unchecked.every(({ by }) => each[by]))
    .filter((each) => !before?.validateRequestBody || each.validateRequestBody)
    .filter((each) => !before?.validateRequestParameters || each.validateRequestParameters)
    .sort((a, b) => breadthOf(a) - breadthOf(b))[0];
  return {
    place: placeOf(placed, "method-request"),
    label,
    text: `It declares the ${unchecked.map(({ what }) => what).join(" and the ")}, and no request validator checks that.`,
    ...(fitting === undefined
      ? {}
      : {
          fix: {
            title: `Use the validator ${fitting.name ?? fitting.id}`,
            change: {
              kind: "set-validator",
              resourceId: resource.id,
              httpMethod: method.httpMethod,
              requestValidatorId: fitting.id,
            },
          },
        }),
  };
}

const breadthOf = ({ validateRequestBody, validateRequestParameters }: RequestValidator) =>
  Number(validateRequestBody) + Number(validateRequestParameters);

export const findUnmappedPathParameters: FindProblems = ({ definition }) =>
  methodsOf(definition).flatMap((placed) => {
    const { method, resource, label } = placed;
    const integration = method.methodIntegration;
    if (integration === undefined || !integration.type.startsWith("HTTP")) return [];
    return parametersIn(integration.uri ?? "").flatMap((name) => {
      if (integration.requestParameters?.[`integration.request.path.${name}`] !== undefined) return [];
      const isOfPath = parametersIn(resource.path).includes(name);
      return [
        {
          place: placeOf(placed, "integration"),
          label,
          text: `The address of the backend has {${name}}, and nothing is mapped to integration.request.path.${name}.`,
          ...(isOfPath
            ? {
                fix: {
                  title: `Map {${name}} of the path to it`,
                  change: { kind: "map-path-parameter", resourceId: resource.id, httpMethod: method.httpMethod, name },
                } as const,
              }
            : {}),
        },
      ];
    });
  });

/** Names in braces: `{petId}` and `{proxy+}`, but not `${stageVariables.x}`. */
function parametersIn(text: string): string[] {
  return [...new Set([...text.matchAll(/(?<!\$)\{([^{}+]+)\+?\}/g)].flatMap(([, name]) => name ?? []))];
}
