/** What the console's server says when it refuses: the service's code and words, and the fields at fault. */
export type CallFailure = { code: string; message: string; fields?: Record<string, string>; requestId?: string };

/** A refused or failed call of the console's own API. */
export class CallError extends Error {
  override readonly name = "CallError";
  readonly status: number;
  readonly code: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly requestId: string | undefined;

  constructor(status: number, failure: CallFailure, options?: ErrorOptions) {
    super(failure.message, options);
    this.status = status;
    this.code = failure.code;
    this.fields = failure.fields ?? {};
    this.requestId = failure.requestId;
  }

  /** Trying again may help: the server was away or overloaded. */
  get isTemporary(): boolean {
    return this.status === 0 || this.status >= 502 || this.status === 429;
  }
}

/**
 * Calls one operation of the console. Queries go by GET with their input in the address, so that the browser may
 * repeat them; changes go by POST with a JSON body, which a form of another site cannot send.
 */
export async function call(kind: "query" | "mutation", operation: string, input: unknown, signal?: AbortSignal): Promise<unknown> {
  const address = `/api/call/${operation}`;
  const request: RequestInit =
    kind === "mutation"
      ? { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(input) }
      : { method: "GET" };
  if (signal) request.signal = signal;
  const response = await fetch(kind === "query" ? `${address}?input=${encodeURIComponent(JSON.stringify(input))}` : address, request).catch(
    (cause: unknown) => {
      if (signal?.aborted) throw cause;
      throw isAway(cause);
    },
  );
  const text = await response.text();
  const body: unknown = parseBody(text);
  if (response.ok) return body;
  throw new CallError(response.status, asFailure(body, response.status));
}

/** Asks for a file. What arrives lies in the browser's own store, so it may be large; one that breaks off is an error. */
export async function callForFile(address: string, input: unknown): Promise<Blob> {
  const headers = { "content-type": "application/json" };
  try {
    const response = await fetch(address, { method: "POST", headers, body: JSON.stringify(input) });
    if (response.ok) return await response.blob();
    throw new CallError(response.status, asFailure(parseBody(await response.text()), response.status));
  } catch (cause) {
    throw cause instanceof CallError ? cause : isAway(cause);
  }
}

function isAway(cause: unknown): CallError {
  const message = "The console's server does not answer. Your text is kept; try again when it is back.";
  return new CallError(0, { code: "Unreachable", message }, { cause });
}

function parseBody(text: string): unknown {
  try {
    return text === "" ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

function asFailure(body: unknown, status: number): CallFailure {
  if (typeof body === "object" && body !== null && "message" in body && "code" in body) {
    // The shape is the console's own error answer (app/api/call).
    return body as CallFailure;
  }
  return { code: "Unexpected", message: `The console's server answered ${status}. Try again; if it stays, look at its log.` };
}
