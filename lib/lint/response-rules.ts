import type { Integration, IntegrationResponse } from "../definition/rest-api.ts";
import { makePatternReader, type PatternReader, statuses } from "./pattern-reader.ts";
import { type FindProblems, isProxy, methodsOf, type PlacedMethod, placeOf } from "./subject.ts";

type Answered = { placed: PlacedMethod; integration: Integration; responses: readonly IntegrationResponse[] };

/** Methods whose integration responses decide what clients get. */
function answeredMethods(definition: Parameters<typeof methodsOf>[0]): Answered[] {
  return methodsOf(definition).flatMap((placed) => {
    const { methodIntegration: integration } = placed.method;
    if (integration === undefined || isProxy(integration)) return [];
    return [{ placed, integration, responses: Object.values(integration.integrationResponses ?? {}) }];
  });
}

export const findMissingMethodResponses: FindProblems = ({ definition }) =>
  answeredMethods(definition).flatMap(({ placed, responses }) =>
    responses
      .filter(({ statusCode }) => placed.method.methodResponses?.[statusCode] === undefined)
      .map(({ statusCode }) => ({
        place: placeOf(placed, "method-response"),
        label: placed.label,
        text: `The integration response ${statusCode} has no method response ${statusCode}: calls that end there are answered with 500.`,
        fix: {
          title: `Add the method response ${statusCode}`,
          change: {
            kind: "add-method-response" as const,
            resourceId: placed.resource.id,
            httpMethod: placed.method.httpMethod,
            statusCode,
          },
        },
      })),
  );

export const findInvalidPatterns: FindProblems = ({ definition }) => {
  const reader = makePatternReader();
  return answeredMethods(definition).flatMap(({ placed, responses }) =>
    responses.flatMap(({ statusCode, selectionPattern }) => {
      const error = selectionPattern ? reader.findError(selectionPattern) : undefined;
      if (error === undefined) return [];
      return [
        {
          place: placeOf(placed, "integration-response"),
          label: placed.label,
          text: `The pattern ${selectionPattern} of response ${statusCode} cannot be read: ${error}.`,
        },
      ];
    }),
  );
};

export const findMissingDefaults: FindProblems = ({ definition }) => {
  const reader = makePatternReader();
  return answeredMethods(definition).flatMap(({ placed, integration, responses }) => {
    const place = placeOf(placed, "integration-response");
    const { label } = placed;
    if (responses.length === 0)
      return [{ place, label, text: "It has no integration response at all, so every call is answered with 500." }];
    if (responses.some(({ selectionPattern }) => !selectionPattern)) return [];
    const covered = new Set(responses.flatMap(({ selectionPattern = "" }) => reader.statusesOf(selectionPattern)));
    if (selectsByStatus(integration) && statuses.every((status) => covered.has(status))) return [];
    const what = selectsByStatus(integration) ? "status" : "result, a success too,";
    return [{ place, label, text: `A ${what} that no pattern matches is answered with 500, as no response is the default one.` }];
  });
};

export const findOverlappingPatterns: FindProblems = ({ definition }) => {
  const reader = makePatternReader();
  return answeredMethods(definition).flatMap(({ placed, integration, responses }) => {
    const place = placeOf(placed, "integration-response");
    const texts = [...describeDefaults(responses), ...describeOverlaps(responses, selectsByStatus(integration), reader)];
    return texts.map((text) => ({ place, label: placed.label, text }));
  });
};

function describeDefaults(responses: readonly IntegrationResponse[]): string[] {
  const [first, ...others] = responses.filter(({ selectionPattern }) => !selectionPattern).map(({ statusCode }) => statusCode);
  if (first === undefined || others.length === 0) return [];
  return [`${[first, ...others].join(" and ")} have no pattern: ${first} is the default one, and ${others.join(" and ")} never answers.`];
}

function describeOverlaps(responses: readonly IntegrationResponse[], byStatus: boolean, reader: PatternReader): string[] {
  const patterns = responses.flatMap(({ statusCode, selectionPattern }) =>
    selectionPattern && reader.findError(selectionPattern) === undefined ? [{ statusCode, pattern: selectionPattern }] : [],
  );
  return patterns.flatMap((first, index) =>
    patterns.slice(index + 1).flatMap((later) => {
      const common = byStatus ? reader.commonStatuses(first.pattern, later.pattern) : reader.commonSamples(first.pattern, later.pattern);
      const [example] = common;
      if (example === undefined) return [];
      const shown = example === "" ? "an empty message" : example;
      const more = byStatus && common.length > 1 ? ` and ${common.length - 1} more` : "";
      return [
        `${first.pattern} (${first.statusCode}) and ${later.pattern} (${later.statusCode}) both match ${shown}${more}: ${first.statusCode} is answered.`,
      ];
    }),
  );
}

/** Functions are asked by their error message, everything else by the status of its answer. */
function selectsByStatus({ type, uri = "" }: Integration): boolean {
  return type !== "AWS" || !uri.includes(":lambda:");
}
