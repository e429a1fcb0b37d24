import { hkdfSync, randomBytes, scrypt } from "node:crypto";
import { makeSealer } from "./seal.ts";

/** The secret of an installation as a backup carries it: under a passphrase. */
export type SealedSecret = { salt: string; sealed: string };

const owner = "auth-secret";
const keyBytes = 32;
const saltBytes = 16;
// A guess costs 128 MB and about a third of a second.
const cost = { N: 131_072, r: 8, p: 1, maxmem: 192 * 1_048_576 };

/** What tells whether a secret opens what a backup has sealed, without telling the secret. */
export function fingerprintSecret(authSecret: string): string {
  return derive(authSecret, "backup-fingerprint");
}

/** What a command of this machine shows the console: it knows the secret, so it may read everything anyhow. */
export function commandToken(authSecret: string): string {
  return derive(authSecret, "commands");
}

function derive(authSecret: string, purpose: string): string {
  return Buffer.from(hkdfSync("sha256", authSecret, "gatehouse", purpose, keyBytes)).toString("base64url");
}

export async function sealSecret(authSecret: string, passphrase: string): Promise<SealedSecret> {
  const salt = randomBytes(saltBytes).toString("base64url");
  return { salt, sealed: makeSealer(await stretch(passphrase, salt), "backup").seal(authSecret, owner) };
}

/** The secret again; undefined when the passphrase is another one. */
export async function openSecret({ salt, sealed }: SealedSecret, passphrase: string): Promise<string | undefined> {
  return makeSealer(await stretch(passphrase, salt), "backup").open(sealed, owner);
}

function stretch(passphrase: string, salt: string): Promise<string> {
  return new Promise((resolve, reject) => {
    scrypt(passphrase, Buffer.from(salt, "base64url"), keyBytes, cost, (error, key) =>
      error === null ? resolve(key.toString("base64url")) : reject(error),
    );
  });
}
