import type { Method } from "./rest-api.ts";

/** The names of the models that a method has. */
export function modelsIn({ requestModels, methodResponses = {} }: Method): Set<string> {
  const maps = [requestModels, ...Object.values(methodResponses).map((response) => response.responseModels)];
  return new Set(maps.flatMap((models) => Object.values(models ?? {})));
}

/** The names of the models that a schema refers to. */
export function referencesIn(schema = ""): Set<string> {
  return new Set([...schema.matchAll(/"\$ref"\s*:\s*"[^"]*\/models\/([a-zA-Z0-9]+)(?:[#/][^"]*)?"/g)].flatMap(([, name]) => name ?? []));
}
