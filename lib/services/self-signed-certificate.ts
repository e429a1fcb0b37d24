import { createSign, generateKeyPair } from "node:crypto";
import { promisify } from "node:util";

const makeKeyPair = promisify(generateKeyPair);

export type SelfSigned = { certificate: string; privateKey: string };

/**
 * A certificate that signs itself, with its key, both as PEM. Node reads certificates and makes none; of the packages that do, the good
 * ones bring twenty others along, and this one shape of certificate is a page of DER.
 */
export async function makeSelfSigned(options: {
  commonName: string;
  /** At most 20 bytes, the first below 128. */
  serial: Uint8Array;
  from: Date;
  to: Date;
  /** Names of hosts that the certificate is for. */
  dnsNames?: readonly string[];
}): Promise<SelfSigned> {
  const { publicKey, privateKey } = await makeKeyPair("rsa", { modulusLength: 2048 });
  const name = sequence(relativeName(commonNameOid, options.commonName));
  const body = sequence(
    tagged(0xa0, integer(Uint8Array.of(2))),
    integer(options.serial),
    signatureAlgorithm,
    name,
    sequence(utcTime(options.from), utcTime(options.to)),
    name,
    publicKey.export({ type: "spki", format: "der" }),
    tagged(0xa3, sequence(basicConstraints, ...alternativeNames(options.dnsNames ?? []))),
  );
  const signature = createSign("sha256").update(body).sign(privateKey);
  const certificate = sequence(body, signatureAlgorithm, tagged(0x03, Buffer.concat([Uint8Array.of(0), signature])));
  return { certificate: pem(certificate), privateKey: privateKey.export({ type: "pkcs8", format: "pem" }).toString() };
}

const hex = (text: string) => Buffer.from(text, "hex");
// Object identifiers: sha256WithRSAEncryption, commonName, and the extension that lets backends trust the certificate as its own issuer.
const signatureAlgorithm = sequence(tagged(0x06, hex("2a864886f70d01010b")), tagged(0x05, Buffer.alloc(0)));
const commonNameOid = tagged(0x06, hex("550403"));
const isAuthority = sequence(tagged(0x01, Uint8Array.of(0xff)));
const basicConstraints = sequence(tagged(0x06, hex("551d13")), tagged(0x01, Uint8Array.of(0xff)), tagged(0x04, isAuthority));

const alternativeNamesOid = tagged(0x06, hex("551d11"));

function alternativeNames(names: readonly string[]): Buffer[] {
  if (names.length === 0) return [];
  const list = sequence(...names.map((name) => tagged(0x82, Buffer.from(name))));
  return [sequence(alternativeNamesOid, tagged(0x04, list))];
}

function relativeName(oid: Buffer, value: string): Buffer {
  return tagged(0x31, sequence(oid, tagged(0x0c, Buffer.from(value))));
}

function integer(bytes: Uint8Array): Buffer {
  return tagged(0x02, bytes);
}

/** `261121134500Z`; good for years below 2050. */
function utcTime(date: Date): Buffer {
  return tagged(0x17, Buffer.from(`${date.toISOString().slice(2, 19).replace(/[-:T]/g, "")}Z`));
}

function sequence(...parts: readonly Uint8Array[]): Buffer {
  return tagged(0x30, Buffer.concat(parts));
}

function tagged(tag: number, content: Uint8Array): Buffer {
  const { length } = content;
  const head = length < 0x80 ? [tag, length] : length < 0x100 ? [tag, 0x81, length] : [tag, 0x82, length >> 8, length & 0xff];
  return Buffer.concat([Uint8Array.from(head), content]);
}

function pem(der: Buffer): string {
  const lines = der.toString("base64").match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join("\n")}\n-----END CERTIFICATE-----\n`;
}
