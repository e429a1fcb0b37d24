import { sha256Hex } from "@/lib/sigv4/canonical-request.ts";
import { signRequest } from "@/lib/sigv4/sign-request.ts";

/** A signed call of STS GetCallerIdentity. */
export function getCallerIdentityRequest(): Request {
  const body = "Action=GetCallerIdentity&Version=2011-06-15";
  const headers: [string, string][] = [
    ["host", "localhost:3000"],
    ["content-type", "application/x-www-form-urlencoded"],
  ];
  const signable = { method: "POST", rawPath: "/aws/", query: [], headers, bodyHash: sha256Hex(body) };
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  const signed = signRequest(signable, { credentials, region: "us-east-1", service: "sts", nowMs: Date.now() });
  return new Request("http://localhost:3000/aws/", { method: "POST", headers: [...headers, ...signed], body });
}
