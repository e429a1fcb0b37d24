import { expect, test } from "vitest";
import { identityOf, parseAllowed } from "./oidc.ts";

test.each([
  { list: "example.com", email: "ada@example.com", is: true },
  { list: "@Example.com", email: "ada@example.com", is: true },
  { list: "example.com", email: "ada@sub.example.com", is: false },
  { list: "example.com", email: "ada@example.com.evil.test", is: false },
  { list: "other.test, ada@example.com", email: "ada@example.com", is: true },
  { list: "ada@example.com", email: "eve@example.com", is: false },
  { list: "", email: "ada@example.com", is: false },
])("$email is allowed by '$list': $is", ({ list, email, is }) => {
  expect(parseAllowed(list)(email)).toBe(is);
});

test.each([
  {
    claims: { sub: "1", email: "Ada@Example.com", email_verified: true, name: "Ada" },
    email: "ada@example.com",
    isVerified: true,
    name: "Ada",
  },
  {
    claims: { sub: "1", email: "ada@example.com", email_verified: "true" },
    email: "ada@example.com",
    isVerified: true,
    name: "ada@example.com",
  },
  { claims: { sub: "1", email: "ada@example.com" }, email: "ada@example.com", isVerified: false, name: "ada@example.com" },
  { claims: { sub: "1", email: "example.com", email_verified: true }, email: "", isVerified: true, name: "" },
  { claims: { sub: "1", email: 7, email_verified: "yes" }, email: "", isVerified: false, name: "" },
  {
    claims: { sub: "1", email: "ada@example.com", email_verified: true, name: `A\0${"a".repeat(97)}\u{1F600}` },
    email: "ada@example.com",
    isVerified: true,
    name: `A\uFFFD${"a".repeat(97)}\uFFFD`,
  },
  { claims: undefined, email: "", isVerified: false, name: "" },
])("claims $claims are $email, verified: $isVerified", ({ claims, ...identity }) => {
  expect(identityOf(claims)).toEqual(identity);
});
