import type { LookupAddress } from "node:dns";
import { lookup } from "node:dns/promises";
import { connect as connectPlain, isIP, type Socket } from "node:net";
import { connect as connectTls, type TLSSocket } from "node:tls";
import type { AddressList } from "./address-list.ts";

/** What a look at a backend found, step by step; the first one that fails is the last one. */
export type BackendStep = { name: "DNS" | "Connect" | "TLS" | "HTTP"; ok: boolean; ms: number; detail: string };

type Target = { url: URL; timeoutMs: number; skipsCertificateCheck: boolean };

/** Looks a backend up, connects, shakes hands and asks for its headers; denied addresses are not touched. */
export async function checkBackend(target: Target, denyList: AddressList): Promise<BackendStep[]> {
  const steps: BackendStep[] = [];
  const signal = AbortSignal.timeout(target.timeoutMs);
  const run = async <Value>(
    name: BackendStep["name"],
    look: () => Promise<{ value: Value; detail: string }>,
  ): Promise<Value | undefined> => {
    const startedMs = performance.now();
    try {
      const { value, detail } = await untilAborted(look(), signal);
      steps.push({ name, ok: true, ms: performance.now() - startedMs, detail });
      return value;
    } catch (error) {
      steps.push({ name, ok: false, ms: performance.now() - startedMs, detail: wordsOf(error, target.timeoutMs) });
      return undefined;
    }
  };
  const address = await run("DNS", () => resolve(target.url, denyList));
  if (address === undefined) return steps;
  const plain = await run("Connect", () => open(target.url, address, signal));
  if (plain === undefined) return steps;
  let socket: Socket = plain;
  try {
    if (target.url.protocol === "https:") {
      const secured = await run("TLS", () => secure(plain, target));
      if (secured === undefined) return steps;
      socket = secured;
    }
    await run("HTTP", () => ask(socket, target.url));
  } finally {
    socket.destroy();
    plain.destroy();
  }
  return steps;
}

type Found<Value> = { value: Value; detail: string };

async function resolve(url: URL, denyList: AddressList): Promise<Found<LookupAddress>> {
  const host = bareHost(url);
  const addresses = isIP(host) === 0 ? await lookup(host, { all: true }) : [{ address: host, family: isIP(host) }];
  const value = addresses.find(({ address }) => !denyList.has(address));
  if (value === undefined) throw new Error(`${host} is at an address that INTEGRATION_DENY forbids`);
  return { value, detail: value.address };
}

function bareHost(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, "");
}

function portOf(url: URL): number {
  if (url.port !== "") return Number(url.port);
  return url.protocol === "https:" ? 443 : 80;
}

function open(url: URL, { address }: LookupAddress, signal: AbortSignal): Promise<Found<Socket>> {
  const port = portOf(url);
  return new Promise((done, fail) => {
    const socket = connectPlain({ host: address, port, signal });
    socket.once("error", fail);
    socket.once("connect", () => done({ value: socket, detail: `${address} port ${port}` }));
  });
}

function secure(socket: Socket, { url, skipsCertificateCheck }: Target): Promise<Found<TLSSocket>> {
  const host = bareHost(url);
  return new Promise((done, fail) => {
    const secured = connectTls({
      socket,
      rejectUnauthorized: !skipsCertificateCheck,
      ...(isIP(host) === 0 ? { servername: host } : { host }),
    });
    secured.once("error", fail);
    secured.once("secureConnect", () => {
      const { subject, valid_to: until } = secured.getPeerCertificate();
      const name = subject === undefined ? "no certificate" : `${[subject.CN].flat().join(", ")}, valid until ${until}`;
      done({ value: secured, detail: `${secured.getProtocol() ?? "TLS"}, ${name}` });
    });
  });
}

const headMaxBytes = 4_096;

/** Asks with HEAD: the status is all that counts, and no backend does anything for it. */
function ask(socket: Socket, url: URL): Promise<Found<number>> {
  return new Promise((done, fail) => {
    let head = "";
    socket.once("error", fail);
    socket.once("close", () => fail(new Error("The backend closed the connection without an answer.")));
    socket.on("data", (chunk: Buffer) => {
      head += chunk.toString("latin1");
      const status = /^HTTP\/1\.[01] (\d{3})[^\r\n]*\r?\n/.exec(head);
      if (status !== null) done({ value: Number(status[1]), detail: `answers HEAD with ${status[1]}` });
      else if (head.length > headMaxBytes) fail(new Error("What answers there does not speak HTTP."));
    });
    socket.write(`HEAD ${url.pathname}${url.search} HTTP/1.1\r\nhost: ${url.host}\r\nconnection: close\r\n\r\n`);
  });
}

function untilAborted<Value>(work: Promise<Value>, signal: AbortSignal): Promise<Value> {
  return new Promise((done, fail) => {
    const onAbort = () => fail(signal.reason);
    signal.addEventListener("abort", onAbort, { once: true });
    if (signal.aborted) onAbort();
    work.then(done, fail).finally(() => signal.removeEventListener("abort", onAbort));
  });
}

function wordsOf(error: unknown, timeoutMs: number): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === "TimeoutError" || error.name === "AbortError") return `No answer within ${timeoutMs / 1000} s.`;
  return error.message;
}
