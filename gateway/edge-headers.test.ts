import { expect, test } from "vitest";
import { withEdgeHeaders } from "./edge-headers.ts";

const arrived = { protocol: "HTTP/1.1", scheme: "https", edgeId: "d1a2", requestId: "id-1" } as const;

function lookUp(headers: readonly string[]): Record<string, string> {
  return Object.fromEntries(headers.flatMap((name, at) => (at % 2 === 0 ? [[name, headers[at + 1] ?? ""]] : [])));
}

test("a request gets the headers of the edge, and what the caller says of them is gone", () => {
  const headers = ["Host", "a.example.com", "CloudFront-Viewer-Country", "XX", "via", "1.0 mine"];

  expect(lookUp(withEdgeHeaders({ ...arrived, headers }))).toEqual({
    Host: "a.example.com",
    "CloudFront-Forwarded-Proto": "https",
    "CloudFront-Is-Desktop-Viewer": "true",
    "CloudFront-Is-Mobile-Viewer": "false",
    "CloudFront-Is-SmartTV-Viewer": "false",
    "CloudFront-Is-Tablet-Viewer": "false",
    Via: "1.1 d1a2.cloudfront.net (CloudFront)",
    "X-Amz-Cf-Id": "id-1",
  });
});

test.each([
  { agent: "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Mobile/15E148", viewer: "Mobile" },
  { agent: "Mozilla/5.0 (Linux; Android 14; Pixel 8) Mobile Safari/537.36", viewer: "Mobile" },
  { agent: "Mozilla/5.0 (Linux; Android 14; SM-X700) Safari/537.36", viewer: "Tablet" },
  { agent: "Mozilla/5.0 (SMART-TV; Linux; Tizen 6.0)", viewer: "SmartTV" },
  { agent: "curl/8.0", viewer: "Desktop" },
])("$agent is a viewer of the kind $viewer", ({ agent, viewer }) => {
  const headers = lookUp(withEdgeHeaders({ ...arrived, headers: ["User-Agent", agent] }));

  const kinds = Object.entries(headers).filter(([name, value]) => name.endsWith("-Viewer") && value === "true");
  expect(kinds.map(([name]) => name)).toEqual([`CloudFront-Is-${viewer}-Viewer`]);
});
