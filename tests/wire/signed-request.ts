import { algorithm, canonicalPath, canonicalRequest, sha256Hex, signature, stringToSign } from "@/lib/sigv4/canonical-request.ts";
import { signRequest, toAmzDate } from "@/lib/sigv4/sign-request.ts";

/** A signed call of STS GetCallerIdentity. */
export function getCallerIdentityRequest(): Request {
  return queryRequest("sts", { Action: "GetCallerIdentity", Version: "2011-06-15" });
}

/** A signed call of a service of the query protocol. */
export function queryRequest(service: string, parameters: Readonly<Record<string, string>>, accessKeyId = "test"): Request {
  const body = new URLSearchParams(parameters).toString();
  const headers: [string, string][] = [
    ["host", "localhost:3000"],
    ["content-type", "application/x-www-form-urlencoded"],
  ];
  const signable = { method: "POST", rawPath: "/aws/", query: [], headers, bodyHash: sha256Hex(body) };
  const credentials = { accessKeyId, secretAccessKey: "test" };
  const signed = signRequest(signable, { credentials, region: "us-east-1", service, nowMs: Date.now() });
  return new Request("http://localhost:3000/aws/", { method: "POST", headers: [...headers, ...signed], body });
}

/** A GET that is signed in its query, good for `lifeSeconds` from `nowMs`. */
export function presignedRequest(path: string, options: { nowMs: number; lifeSeconds: number }): Request {
  const scope = { date: toAmzDate(options.nowMs).slice(0, 8), region: "us-east-1", service: "apigateway" };
  const query: [string, string][] = [
    ["X-Amz-Algorithm", algorithm],
    ["X-Amz-Credential", `test/${scope.date}/${scope.region}/${scope.service}/aws4_request`],
    ["X-Amz-Date", toAmzDate(options.nowMs)],
    ["X-Amz-Expires", String(options.lifeSeconds)],
    ["X-Amz-SignedHeaders", "host"],
  ];
  const signable = { method: "GET", rawPath: path, query, headers: [["host", "localhost:3000"] as const], bodyHash: sha256Hex("") };
  const canonical = canonicalRequest(signable, ["host"], canonicalPath(path, scope.service));
  const proof = signature("test", scope, stringToSign(toAmzDate(options.nowMs), scope, canonical));
  const search = new URLSearchParams([...query, ["X-Amz-Signature", proof]]);
  return new Request(`http://localhost:3000${path}?${search}`, { headers: { host: "localhost:3000" } });
}
