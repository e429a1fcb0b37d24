import { expect, test } from "vitest";
import { parseEnvironment } from "./environment.ts";

const provider = { OIDC_ISSUER: "https://id.example.com", OIDC_CLIENT_ID: "gatehouse" };

test.each([
  { given: { OIDC_ISSUER: provider.OIDC_ISSUER }, says: "OIDC_CLIENT_ID: OIDC_ISSUER and OIDC_CLIENT_ID belong together" },
  { given: { OIDC_CLIENT_ID: "gatehouse" }, says: "OIDC_ISSUER: OIDC_ISSUER and OIDC_CLIENT_ID belong together" },
  { given: { ...provider, OIDC_ISSUER: "http://id.example.com" }, says: "OIDC_ISSUER: needs https:// unless it is on this machine" },
  { given: { ...provider, OIDC_SCOPES: "email" }, says: "OIDC_SCOPES: has to have openid" },
  { given: { ...provider, OIDC_ALLOW: "a b" }, says: "OIDC_ALLOW: is a list of domains and addresses with commas between" },
  { given: { ...provider, OIDC_ROLE: "boss" }, says: "OIDC_ROLE: " },
])("$given stops the start with a sentence", ({ given, says }) => {
  expect(() => parseEnvironment(given)).toThrow(says);
});

test.each([
  provider,
  {
    ...provider,
    OIDC_ISSUER: "http://127.0.0.1:9000/realms/x",
    OIDC_ALLOW: "example.com, @example.org,ada@example.net",
    OIDC_ROLE: "editor",
  },
  { ...provider, OIDC_ISSUER: "http://localhost:9000" },
])("a provider is taken: $OIDC_ISSUER", (given) => {
  expect(parseEnvironment(given)).toMatchObject(given);
});
