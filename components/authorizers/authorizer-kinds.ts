import type { AuthorizerFields } from "@/lib/client/access-operations";
import type { Authorizer } from "@/lib/definition/rest-api";

export const authorizerKinds = {
  TOKEN: { label: "Lambda, token", text: "A function gets one header and answers with a policy." },
  REQUEST: { label: "Lambda, request", text: "A function gets headers, query strings and more, and answers with a policy." },
  COGNITO_USER_POOLS: { label: "Cognito user pool", text: "Tokens of user pools are checked by their signature; scopes can be asked for." },
} as const;
export type AuthorizerKind = keyof typeof authorizerKinds;
export const kindNames = ["TOKEN", "REQUEST", "COGNITO_USER_POOLS"] as const satisfies readonly AuthorizerKind[];

/** The texts of the form. */
export type AuthorizerTexts = {
  name: string;
  type: AuthorizerKind;
  uri: string;
  credentials: string;
  identitySource: string;
  pattern: string;
  ttl: string;
  pools: string;
};

const ttlDefault = "300";
export const tokenSource = "method.request.header.Authorization";

export const emptyTexts: AuthorizerTexts = {
  name: "",
  type: "TOKEN",
  uri: "",
  credentials: "",
  identitySource: tokenSource,
  pattern: "",
  ttl: ttlDefault,
  pools: "",
};

/** Undefined for a kind that the form does not know. */
export function textsOf(authorizer: Authorizer): AuthorizerTexts | undefined {
  const type = kindNames.find((kind) => kind === authorizer.type);
  if (type === undefined) return undefined;
  return {
    name: authorizer.name,
    type,
    uri: authorizer.authorizerUri ?? "",
    credentials: authorizer.authorizerCredentials ?? "",
    identitySource: authorizer.identitySource ?? "",
    pattern: authorizer.identityValidationExpression ?? "",
    ttl: String(authorizer.authorizerResultTtlInSeconds ?? ttlDefault),
    pools: (authorizer.providerARNs ?? []).join("\n"),
  };
}

/** What is sent: the fields that the kind has. */
export function fieldsOf(texts: AuthorizerTexts): AuthorizerFields {
  const isPool = texts.type === "COGNITO_USER_POOLS";
  const given = (text: string) => (text.trim() === "" ? undefined : text.trim());
  return {
    name: texts.name.trim(),
    type: texts.type,
    identitySource: given(texts.identitySource),
    authorizerResultTtlInSeconds: Number(texts.ttl),
    ...(isPool
      ? {
          providerARNs: texts.pools
            .split("\n")
            .map((line) => line.trim())
            .filter((line) => line !== ""),
        }
      : { authorizerUri: given(texts.uri), authorizerCredentials: given(texts.credentials) }),
    ...(texts.type === "REQUEST" ? {} : { identityValidationExpression: given(texts.pattern) }),
  };
}
