import { createPrivateKey, X509Certificate } from "node:crypto";
import { badRequest } from "./errors.ts";
import type { RuntimeCore } from "./runtime-scope.ts";
import type { Scope } from "./scope.ts";
import { makeSelfSigned } from "./self-signed-certificate.ts";

/** A certificate as PEM, as it is uploaded. */
export type CertificateUpload = { certificateBody: string; certificatePrivateKey: string; certificateChain?: string | undefined };
/** The columns of a domain that hold it; the key is sealed. */
export type StoredCertificate = { certificate: string; privateKey: string };

/** What may be told about a certificate. */
export type CertificateFacts = {
  subject: string;
  issuer: string;
  names: string[];
  validFrom: Date;
  validTo: Date;
  isSelfSigned: boolean;
};

const pemMaxLength = 65_536;
const chainMax = 10;
const truststoreMaxLength = 1_048_576;
const truststoreMax = 1_000;

const pemPattern = /-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+?-----END CERTIFICATE-----/g;

export function isPem(text: string): boolean {
  return text.trimStart().startsWith("-----BEGIN");
}

/** Checks that certificate and key belong together, are for this name and are still good, and seals the key. */
export function storeCertificate(
  scope: Scope,
  { sealer }: Pick<RuntimeCore, "sealer">,
  domain: { id: string; name: string },
  upload: CertificateUpload,
): StoredCertificate {
  const { certificateBody, certificatePrivateKey, certificateChain = "" } = upload;
  const [own, ...rest] = parseCertificates("The certificate", `${certificateBody}\n${certificateChain}`, {
    max: chainMax,
    length: pemMaxLength,
  });
  if (own === undefined) throw badRequest("The certificate is no PEM text: it begins with -----BEGIN CERTIFICATE-----");
  if (!own.checkPrivateKey(parseKey(certificatePrivateKey))) throw badRequest("The private key does not belong to the certificate");
  if (!covers(own, domain.name)) throw badRequest(`The certificate does not cover ${domain.name}: it is for ${namesOf(own).join(", ")}`);
  if (Date.parse(own.validTo) <= scope.clock().getTime()) throw badRequest(`The certificate expired on ${own.validTo}`);
  const certificate = [own, ...rest].map((one) => one.toString()).join("");
  const key = parseKey(certificatePrivateKey).export({ type: "pkcs8", format: "pem" }).toString();
  return { certificate, privateKey: sealer.seal(key, keyOwner(domain.id)) };
}

/** Whose secret a sealed key is; it opens for the same domain only. */
export function keyOwner(domainId: string): string {
  return `domain:${domainId}`;
}

const lifetimeMs = 365 * 24 * 60 * 60 * 1000;
const serialBytes = 16;

/** A certificate that signs itself, for trying TLS: callers have to be told to trust it. */
export async function makeDomainUpload(scope: Scope, name: string): Promise<CertificateUpload> {
  const from = scope.clock();
  const serial = scope.random(serialBytes);
  // Positive, and without a leading zero.
  serial[0] = ((serial[0] ?? 0) & 0x3f) | 0x40;
  const to = new Date(from.getTime() + lifetimeMs);
  const made = await makeSelfSigned({ commonName: name.slice(0, 64), serial, from, to, dnsNames: [name] });
  return { certificateBody: made.certificate, certificatePrivateKey: made.privateKey };
}

/** The authorities of a truststore, as they are kept. */
export function checkTruststore(text: string): string {
  const authorities = parseCertificates("The truststore", text, { max: truststoreMax, length: truststoreMaxLength });
  if (authorities.length === 0) throw badRequest("The truststore is no PEM text: it begins with -----BEGIN CERTIFICATE-----");
  return authorities.map((one) => one.toString()).join("");
}

/** The facts of each certificate in a PEM text that was checked before. */
export function readCertificates(pem: string): CertificateFacts[] {
  return (pem.match(pemPattern) ?? []).map((block) => {
    const one = new X509Certificate(block);
    return {
      subject: one.subject,
      issuer: one.issuer,
      names: namesOf(one),
      validFrom: new Date(one.validFrom),
      validTo: new Date(one.validTo),
      isSelfSigned: one.subject === one.issuer,
    };
  });
}

function parseCertificates(what: string, text: string, limits: { max: number; length: number }): X509Certificate[] {
  if (text.length > limits.length) throw badRequest(`${what} is longer than ${limits.length} characters`);
  const blocks = text.match(pemPattern) ?? [];
  if (blocks.length > limits.max) throw badRequest(`${what} has more than ${limits.max} certificates`);
  return blocks.map((block, index) => {
    try {
      return new X509Certificate(block);
    } catch (cause) {
      throw badRequest(`${what} cannot be read: block ${index + 1} is no X.509 certificate`, { cause });
    }
  });
}

function parseKey(text: string) {
  if (text.length > pemMaxLength) throw badRequest(`The private key is longer than ${pemMaxLength} characters`);
  try {
    return createPrivateKey(text);
  } catch {
    // The cause could quote the key.
    throw badRequest("The private key cannot be read: it must be PEM without a password");
  }
}

function covers(certificate: X509Certificate, name: string): boolean {
  const wildcard = name.startsWith("*.");
  if (wildcard && namesOf(certificate).includes(name)) return true;
  return !wildcard && certificate.checkHost(name, { subject: "default" }) !== undefined;
}

function namesOf(certificate: X509Certificate): string[] {
  const names = (certificate.subjectAltName ?? "").split(", ").flatMap((entry) => (entry.startsWith("DNS:") ? [entry.slice(4)] : []));
  if (names.length > 0) return names;
  return [/(?:^|\n)CN=([^\n]+)/.exec(certificate.subject)?.[1] ?? certificate.subject];
}
