import type { Authorizer } from "@/lib/definition/rest-api";

/** What a method can be authorized by. */
export type AuthorizationChoice = { id: string; label: string; type: string; authorizerId?: string };

const typeOf: Readonly<Record<string, string>> = {
  TOKEN: "CUSTOM",
  REQUEST: "CUSTOM",
  COGNITO_USER_POOLS: "COGNITO_USER_POOLS",
  JWT: "JWT",
};

/** Open, IAM, and every authorizer of the API. */
export function authorizationChoices(authorizers: readonly Pick<Authorizer, "id" | "name" | "type">[]): AuthorizationChoice[] {
  return [
    { id: "NONE", label: "None", type: "NONE" },
    { id: "AWS_IAM", label: "IAM (Signature Version 4)", type: "AWS_IAM" },
    ...authorizers.map(({ id, name, type }) => ({ id, label: `${name} (${type})`, type: typeOf[type] ?? "CUSTOM", authorizerId: id })),
  ];
}
