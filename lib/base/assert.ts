/** Our own bug: logged with its stack, answered as 500, never shown to a user. */
export class AssertionError extends Error {
  override readonly name = "AssertionError";
}

/** Throws {@link AssertionError} unless `condition` holds; `what` says what must hold. */
export function assert(condition: unknown, what: string): asserts condition {
  if (!condition) throw new AssertionError(what);
}

/** Proves at compile time that a switch covers every member of a union. */
export function unreachable(value: never): never {
  throw new AssertionError(`no case for ${JSON.stringify(value)}`);
}
