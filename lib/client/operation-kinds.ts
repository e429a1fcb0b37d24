/** A moment as JSON carries it: ISO 8601 text. */
export type Moment = string;

/** A version that a form was opened with; a write on an older one is refused with ConflictException. */
export type Versioned = { expectedVersion?: number };

/** JSON merge patch (RFC 7396): members that are absent stay, null unsets. */
export type Patch<T> = { [K in keyof T]?: T[K] extends object | undefined ? Patch<NonNullable<T[K]>> | null : T[K] | null };

/** A write says which revision it made, so that a toast can offer to undo it. */
export type Written<T = object> = T & { revision: number };

export type Query<Input, Output> = { kind: "query"; input: Input; output: Output };
export type Mutation<Input, Output = object> = { kind: "mutation"; input: Input; output: Written<Output> };
/** Runs something without writing a definition. */
export type Action<Input, Output> = { kind: "mutation"; input: Input; output: Output };
