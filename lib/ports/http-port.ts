import { isIP } from "node:net";
import type { Dispatcher, Pool } from "undici";
import UndiciClient from "undici/lib/dispatcher/client.js";
import UndiciPool from "undici/lib/dispatcher/pool.js";
import type { Caller, RequestBody } from "../gateway/message.ts";
import { type HttpAnswer, type HttpCall, HttpFailure, type HttpPort } from "../gateway/ports.ts";
import type { AddressList } from "./address-list.ts";
import { BackendAnswer } from "./backend-answer.ts";
import { guardedLookup } from "./guarded-lookup.ts";
import { sendPlainly } from "./plain-call.ts";

// Connections to one backend; further calls wait in the pool until their deadline.
const connectionsMax = 256;
// Backends with open pools; the one that was not used for longest is closed when there are more.
const poolsMax = 1_000;
// Bodies up to this size are read first: one write is cheaper than a stream, and the call can be repeated.
const bufferedBodyMax = 16 * 1024;

const repeatable: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS", "PUT", "DELETE"]);

export type PooledHttpPort = HttpPort & { close(): Promise<void> };

/** Calls HTTP backends over kept connections, streamed both ways. */
export function createHttpPort(denyList: AddressList): PooledHttpPort {
  const pools = new PoolTable(denyList);
  const checkAddress = addressCheck(denyList);
  return {
    async send(call) {
      // Every way out passes here.
      checkAddress(call.origin);
      const early = prepareBody(call);
      const body = early instanceof Promise ? await early : early;
      // It may have gone while its body was read, and would then never be noticed as gone.
      if (call.caller.isGone) throw new HttpFailure("gone", "the caller is gone");
      if (needsPlainCall(call.headers)) return sendPlainly({ ...call, body }, guardedLookup(denyList));
      const pool = pools.get(call);
      const first: Way = { isKept: false };
      const startedMs = performance.now();
      try {
        return await dispatch(pool, call, body, first);
      } catch (error) {
        // A kept connection may close just as it is used again; what is safe to repeat is repeated once, in the time that is left.
        const isLost = first.isKept && error instanceof HttpFailure && error.kind === "broken";
        const timeoutMs = call.timeoutMs - (performance.now() - startedMs);
        if (!isLost || !repeatable.has(call.method) || isStreamed(body) || call.caller.isGone || timeoutMs <= 0) throw error;
        // The others that the pool keeps may have closed with it.
        return sendPlainly({ ...call, timeoutMs: Math.ceil(timeoutMs), body }, guardedLookup(denyList));
      }
    },
    close: () => pools.close(),
  };
}

type PreparedBody = HttpCall["body"];

function prepareBody({ body }: HttpCall): PreparedBody | Promise<Uint8Array> {
  if (body === undefined || typeof body === "string" || body instanceof Uint8Array) return body?.length === 0 ? undefined : body;
  const { length } = body;
  // Chunked bodies are read first too: their size has to be known before the backend gets any of it.
  return length === undefined || length <= bufferedBodyMax ? body.collect() : body;
}

function isStreamed(body: PreparedBody): body is RequestBody {
  return body !== undefined && typeof body !== "string" && !(body instanceof Uint8Array);
}

/** How a call went out: over a connection that was open before, or over one of its own. */
type Way = { isKept: boolean };

/** A connection of a pool that notes on every call whether it was open before it. */
class NotingClient extends UndiciClient {
  override dispatch(options: Dispatcher.DispatchOptions & { way?: Way }, handler: Dispatcher.DispatchHandler): boolean {
    if (options.way !== undefined) options.way.isKept = this.stats.connected;
    return super.dispatch(options, handler);
  }
}

function dispatch(pool: Pool, call: HttpCall, body: PreparedBody, way: Way): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    const answer = new BackendAnswer({ resolve, reject }, call.timeoutMs, call.caller);
    const headers = isStreamed(body) ? [...call.headers, "content-length", String(body.length)] : call.headers;
    // undici takes any async iterable as a body, which its types say only of streams.
    const payload = isStreamed(body) ? (body.stream as NodeJS.ReadableStream & AsyncIterable<Uint8Array> as never) : (body ?? null);
    try {
      // The pool hands the options on as they are.
      const options: Dispatcher.DispatchOptions & { way: Way } = {
        path: call.path,
        method: call.method as never,
        headers,
        body: payload,
        way,
      };
      pool.dispatch(options, answer);
    } catch (error) {
      answer.onError(error instanceof Error ? error : new Error(String(error)));
    }
  });
}

// undici refuses to send some headers that mappings may set.
function needsPlainCall(headers: readonly string[]): boolean {
  for (let i = 0; i < headers.length; i += 2) {
    const name = headers[i];
    if (name?.length === 7 && name.toLowerCase() === "upgrade") return true;
  }
  return false;
}

// Origins that were checked; there are as many as backends, so the limit is only for the odd case.
const checkedMax = 10_000;

/** Refuses hosts that are written as a denied address. They are never looked up, so the guarded lookup does not see them. */
function addressCheck(denyList: AddressList): (origin: string) => void {
  const checked = new Set<string>();
  return (origin) => {
    if (checked.has(origin)) return;
    const host = new URL(origin).hostname.replace(/^\[|\]$/g, "");
    if (isIP(host) !== 0 && denyList.has(host)) throw new HttpFailure("denied", `${host} is an address that INTEGRATION_DENY forbids`);
    if (checked.size >= checkedMax) checked.clear();
    checked.add(origin);
  };
}

/** Connections that were made alike may be shared; most calls differ by their origin only. */
function poolKey({ origin, skipsCertificateCheck, servername, clientCertificate }: HttpCall): string {
  if (!skipsCertificateCheck && servername === undefined && clientCertificate === undefined) return origin;
  if (origin.startsWith("http:")) return origin;
  return [origin, skipsCertificateCheck ? "unchecked" : "", servername ?? "", clientCertificate?.certificate ?? ""].join(" ");
}

class PoolTable {
  readonly #denyList: AddressList;
  readonly #pools = new Map<string, Pool>();

  constructor(denyList: AddressList) {
    this.#denyList = denyList;
  }

  get(call: HttpCall): Pool {
    const key = poolKey(call);
    const known = this.#pools.get(key);
    if (known !== undefined) return known;
    const pool = this.#open(call);
    this.#pools.set(key, pool);
    if (this.#pools.size > poolsMax) this.#closeOldest();
    return pool;
  }

  #open({ origin, skipsCertificateCheck, servername, clientCertificate }: HttpCall): Pool {
    return new UndiciPool(origin, {
      connections: connectionsMax,
      pipelining: 1,
      factory: (url, options) => new NotingClient(url, options),
      // Calls have deadlines of their own.
      headersTimeout: 0,
      bodyTimeout: 0,
      connect: {
        lookup: guardedLookup(this.#denyList),
        rejectUnauthorized: !skipsCertificateCheck,
        ...(servername !== undefined && { servername }),
        ...(clientCertificate !== undefined && { cert: clientCertificate.certificate, key: clientCertificate.privateKey }),
      },
    });
  }

  #closeOldest(): void {
    const [key, pool] = this.#pools.entries().next().value ?? [];
    if (key === undefined || pool === undefined) return;
    this.#pools.delete(key);
    // Running calls end first; their failures reach their own callers.
    pool.close().catch(() => pool.destroy());
  }

  async close(): Promise<void> {
    await Promise.all([...this.#pools.values()].map((pool) => pool.destroy()));
    this.#pools.clear();
  }
}

/** A caller that never goes away, for calls that nobody waits for on a socket. */
export const patientCaller: Caller = { isGone: false, onGone: () => undefined };
