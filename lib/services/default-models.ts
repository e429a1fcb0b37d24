import type { Model } from "../definition/rest-api.ts";

const schemaOf = (title: string, members: object) =>
  JSON.stringify({ $schema: "http://json-schema.org/draft-04/schema#", title, type: "object", ...members }, null, 2);

/** The models that the service gives every new REST API. */
export const defaultModels: readonly Omit<Model, "id">[] = [
  {
    name: "Empty",
    description: "This is a default empty schema model",
    contentType: "application/json",
    schema: schemaOf("Empty Schema", {}),
  },
  {
    name: "Error",
    description: "This is a default error schema model",
    contentType: "application/json",
    schema: schemaOf("Error Schema", { properties: { message: { type: "string" } } }),
  },
];
