import type { LintFinding } from "../definition/lint.ts";
import type { Integration, Method, Resource, RestApiDefinition } from "../definition/rest-api.ts";

/** A policy that a Lambda authorizer answered with lately. */
export type SeenPolicy = {
  authorizerId: string;
  accountId: string;
  region: string;
  stageName: string;
  principalId: string;
  /** The document, as JSON. */
  policy: string;
};

/** What rules look at. */
export type LintSubject = {
  definition: RestApiDefinition;
  stages: readonly { stageName: string; variables: Readonly<Record<string, string>> }[];
  policies: readonly SeenPolicy[];
};

/** What one rule finds; it does not name itself. */
export type Found = Omit<LintFinding, "rule">;
export type FindProblems = (subject: LintSubject) => Found[];

export type PlacedMethod = { resource: Resource; method: Method; label: string };

/** Every method with its resource and its name. */
export function methodsOf({ resources }: RestApiDefinition): PlacedMethod[] {
  return resources.flatMap((resource) =>
    Object.values(resource.resourceMethods).map((method) => ({ resource, method, label: `${method.httpMethod} ${resource.path}` })),
  );
}

/** The place of a method's part. */
export function placeOf(
  { resource, method }: PlacedMethod,
  box: "method-request" | "integration" | "integration-response" | "method-response",
) {
  return { kind: "method", path: resource.path, resourceId: resource.id, httpMethod: method.httpMethod, box } as const;
}

/** A proxy answers clients as it is: it has no integration responses that count. */
export function isProxy({ type }: Integration): boolean {
  return type === "HTTP_PROXY" || type === "AWS_PROXY";
}
