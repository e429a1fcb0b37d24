/** Prisma's codes of a database that cannot be reached or does not answer in time start with P10; P2024 and P2028 are its own queues. */
export function isUnavailable(error: unknown): boolean {
  return error instanceof Error && "code" in error && typeof error.code === "string" && /^(P10|P2024|P2028|ECONN)/.test(error.code);
}
