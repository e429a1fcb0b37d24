import { hash, verify } from "@node-rs/argon2";

export const passwordLengthMin = 10;
/** Longer texts only cost time to hash. */
export const passwordLengthMax = 200;

/** Argon2id with the library's parameters, salt included. */
export function hashPassword(password: string): Promise<string> {
  return hash(password);
}

export function verifyPassword(passwordHash: string, password: string): Promise<boolean> {
  return verify(passwordHash, password);
}
