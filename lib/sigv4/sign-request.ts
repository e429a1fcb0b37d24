import { algorithm, canonicalPath, canonicalRequest, type SignableRequest, signature, stringToSign } from "./canonical-request.ts";

export type Credentials = { accessKeyId: string; secretAccessKey: string; sessionToken?: string };

export type SigningOptions = { credentials: Credentials; region: string; service: string; nowMs: number };

/** The headers to add to a request so that it is signed; every header that the request already has is covered. */
export function signRequest(request: SignableRequest, options: SigningOptions): [string, string][] {
  const { credentials, region, service } = options;
  const amzDate = toAmzDate(options.nowMs);
  const scope = { date: amzDate.slice(0, 8), region, service };
  const added: [string, string][] = [["X-Amz-Date", amzDate]];
  if (credentials.sessionToken !== undefined) added.push(["X-Amz-Security-Token", credentials.sessionToken]);
  if (service === "s3") added.push(["X-Amz-Content-Sha256", request.bodyHash]);
  const complete = { ...request, headers: [...request.headers, ...added] };
  const names = [...new Set(complete.headers.map(([name]) => name.toLowerCase()))].sort();
  const canonical = canonicalRequest(complete, names, canonicalPath(request.rawPath, service));
  const proof = signature(credentials.secretAccessKey, scope, stringToSign(amzDate, scope, canonical));
  const credential = `${credentials.accessKeyId}/${scope.date}/${region}/${service}/aws4_request`;
  added.push(["Authorization", `${algorithm} Credential=${credential}, SignedHeaders=${names.join(";")}, Signature=${proof}`]);
  return added;
}

/** `20150830T123600Z` for an instant. */
export function toAmzDate(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19).replace(/[-:]/g, "")}Z`;
}
