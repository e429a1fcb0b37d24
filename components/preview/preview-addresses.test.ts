import { expect, test } from "vitest";
import { previewAddresses } from "./preview-addresses";

const made = {
  url: "http://abc.execute-api.us-east-1.localhost:8080/_draft",
  token: "claims.signature",
  parameter: "gatehouse-preview",
  header: "x-gatehouse-preview",
  expiresAt: "2026-11-22T10:00:00.000Z",
};

test.each([
  { path: "/pets", link: `${made.url}/pets?gatehouse-preview=claims.signature`, address: `${made.url}/pets` },
  { path: "pets?x=1", link: `${made.url}/pets?x=1&gatehouse-preview=claims.signature`, address: `${made.url}/pets?x=1` },
  { path: "/it's", link: `${made.url}/it's?gatehouse-preview=claims.signature`, address: `${made.url}/it%27s` },
])("$path has its addresses", ({ path, link, address }) => {
  expect(previewAddresses(made, path)).toEqual({ link, curl: `curl -H 'x-gatehouse-preview: claims.signature' '${address}'` });
});
