export const documentationPartTypes = [
  "API",
  "AUTHORIZER",
  "MODEL",
  "RESOURCE",
  "METHOD",
  "PATH_PARAMETER",
  "QUERY_PARAMETER",
  "REQUEST_HEADER",
  "REQUEST_BODY",
  "RESPONSE",
  "RESPONSE_HEADER",
  "RESPONSE_BODY",
] as const;
export type DocumentationPartType = (typeof documentationPartTypes)[number];

export type DocumentationLocation = { type: DocumentationPartType; path?: string; method?: string; statusCode?: string; name?: string };
export type DocumentationPart = { location: DocumentationLocation; properties: string };
export type DocumentationVersionSettings = { description?: string; parts: DocumentationPart[] };
