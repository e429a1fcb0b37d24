import { createECDH, createPrivateKey, sign } from "node:crypto";
import { asymmetricAlgorithm, derivePrivateKey } from "../asymmetric.ts";
import { canonicalPath, canonicalRequest, type SignableRequest, textToSign } from "../canonical-request.ts";
import { toAmzDate } from "../sign-request.ts";

type Options = { credentials: { accessKeyId: string; secretAccessKey: string }; service: string; nowMs: number; regionSet: string };

/** A request signed by version 4a in its headers, as a client does it. */
export function signAsymmetric(request: SignableRequest, options: Options): SignableRequest {
  const { regionSet, nowMs } = options;
  const headers: [string, string][] = [...headersOf(request), ["X-Amz-Date", toAmzDate(nowMs)], ["X-Amz-Region-Set", regionSet]];
  const names = [...new Set(headers.map(([name]) => name.toLowerCase()))].sort();
  const { credential, proof } = prove({ ...request, headers }, names, options);
  const text = `${asymmetricAlgorithm} Credential=${credential}, SignedHeaders=${names.join(";")}, Signature=${proof}`;
  return { ...request, headers: [...headers, ["Authorization", text]] };
}

/** The same in the query. */
export function presignAsymmetric(request: SignableRequest, options: Options): SignableRequest {
  const { credentials, service, regionSet, nowMs } = options;
  const date = toAmzDate(nowMs);
  const query: [string, string][] = [
    ["X-Amz-Algorithm", asymmetricAlgorithm],
    ["X-Amz-Credential", `${credentials.accessKeyId}/${date.slice(0, 8)}/${service}/aws4_request`],
    ["X-Amz-Date", date],
    ["X-Amz-Expires", "60"],
    ["X-Amz-Region-Set", regionSet],
    ["X-Amz-SignedHeaders", "host"],
  ];
  const { proof } = prove({ ...request, query }, ["host"], options);
  return { ...request, query: [...query, ["X-Amz-Signature", proof]] };
}

function prove(request: SignableRequest, names: readonly string[], { credentials, service, nowMs }: Options) {
  const { accessKeyId, secretAccessKey } = credentials;
  const date = toAmzDate(nowMs);
  const scope = `${date.slice(0, 8)}/${service}/aws4_request`;
  const canonical = canonicalRequest(request, names, canonicalPath(request.rawPath, service));
  const text = textToSign(asymmetricAlgorithm, [date, scope], canonical);
  const proof = sign("sha256", Buffer.from(text), privateKeyOf(accessKeyId, secretAccessKey)).toString("hex");
  return { credential: `${accessKeyId}/${scope}`, proof };
}

function privateKeyOf(accessKeyId: string, secret: string) {
  const bytes = derivePrivateKey(accessKeyId, secret);
  const pair = createECDH("prime256v1");
  pair.setPrivateKey(bytes);
  const point = pair.getPublicKey();
  const [x, y] = [point.subarray(1, 33).toString("base64url"), point.subarray(33).toString("base64url")];
  return createPrivateKey({ key: { kty: "EC", crv: "P-256", x, y, d: bytes.toString("base64url") }, format: "jwk" });
}

function headersOf({ headers }: SignableRequest): [string, string][] {
  return headers.map(([name, value]): [string, string] => [name, value]);
}
