const areas = 40;
const perArea = 49;
const verbs = ["get", "put", "delete"] as const;

/** An OpenAPI document of 2,000 resources with three methods each, all of them mocks. */
export function makeLargeDocument(): string {
  const operation = {
    responses: { "200": { description: "done" } },
    "x-amazon-apigateway-integration": {
      type: "mock",
      requestTemplates: { "application/json": '{"statusCode": 200}' },
      responses: { default: { statusCode: "200" } },
    },
  };
  const item = Object.fromEntries(verbs.map((verb) => [verb, operation]));
  const paths: Record<string, typeof item> = {};
  for (let area = 0; area < areas; area++) {
    paths[`/area${area}`] = item;
    for (let index = 0; index < perArea; index++) paths[`/area${area}/id${area * perArea + index}`] = item;
  }
  return JSON.stringify({ openapi: "3.0.1", info: { title: "large", version: "1" }, paths });
}
