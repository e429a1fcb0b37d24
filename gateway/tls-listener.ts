import { constants, type X509Certificate } from "node:crypto";
import { createServer as createHttpsServer, type Server as HttpsServer } from "node:https";
import { createServer, type Socket } from "node:net";
import { createSecureContext, type SecureContext, type TLSSocket } from "node:tls";
import { tlsRulesOf } from "../lib/definition/security-policies.ts";
import { openInGateway } from "../lib/feed/seal-for-gateways.ts";
import type { ClientCert } from "../lib/gateway/message.ts";
import { readClientHello } from "./client-hello.ts";
import type { DomainTable, ServedDomain } from "./domain-table.ts";
import type { Listener, Takers, TlsFacts } from "./listener.ts";
import { log } from "./log.ts";
import { listenOn, serverOptions, stopServers, takeRequests } from "./node-listener.ts";

// A client that does not finish its greeting in this time holds a connection for nothing.
const handshakeTimeoutMs = 10_000;
// A resumed session is as old as this at most; then certificates are checked anew.
const sessionSeconds = 300;

type Options = {
  domains: DomainTable;
  feedToken: string;
  /** A client that speaks no version of TLS which the domain takes. */
  onTooOld(domain: ServedDomain, refused: { version: string; needed: string; remoteAddress: string }): void;
};

/**
 * A listener over TLS. OpenSSL settles on a version, and on whether to ask for a certificate, before it looks at the name that the client
 * wants; so that name is read first, and the connection goes to a server that is set up as the name's domain asks for.
 */
export function createTlsListener(takers: Takers, { domains, feedToken, onTooOld }: Options): Listener {
  let isStopping = false;
  const contexts = new Contexts(feedToken);
  const servers = new Map<string, HttpsServer>();

  /** One server for each way to greet clients; there are few. */
  function serverFor(domain: ServedDomain | undefined): HttpsServer {
    const { minVersion, isForwardSecret } = domain === undefined ? strictest : tlsRulesOf(domain.facts.securityPolicy);
    const requestCert = domain?.facts.truststore !== undefined;
    const key = `${minVersion} ${isForwardSecret} ${requestCert}`;
    const known = servers.get(key);
    if (known !== undefined) return known;
    const server = createHttpsServer({
      ...serverOptions,
      minVersion,
      ciphers: ciphersOf({ minVersion, isForwardSecret }),
      requestCert,
      // A session that is resumed would not be asked for its certificate again, and it may be one of another name.
      ...(requestCert ? { secureOptions: constants.SSL_OP_NO_TICKET } : {}),
      // Who is not trusted gets an answer that says so, and a line in the log.
      rejectUnauthorized: false,
      handshakeTimeout: handshakeTimeoutMs,
      sessionTimeout: sessionSeconds,
      ALPNProtocols: ["http/1.1"],
      SNICallback: (name, done) => done(null, contexts.of(domains.find(name.toLowerCase()))),
    });
    takeRequests(server, takers, { isStopping: () => isStopping, tlsOf: (socket) => tlsFactsOf(socket as TLSSocket) });
    // Node watches the times of requests from the moment that a server listens; these get their connections from the one below.
    server.emit("listening");
    servers.set(key, server);
    return server;
  }

  const front = createServer({ noDelay: true }, (socket) => {
    greet(socket, ({ serverName, version }) => {
      const domain = serverName === undefined ? undefined : domains.find(serverName);
      if (domain !== undefined && versionName(version) < domain.minVersion) {
        const remoteAddress = socket.remoteAddress ?? "";
        onTooOld(domain, { version: versionName(version), needed: domain.minVersion, remoteAddress });
      }
      serverFor(domain).emit("connection", socket);
    });
  });

  return {
    listen: (address) => listenOn(front, address),
    stop(deadlineMs) {
      isStopping = true;
      return stopServers(front, [...servers.values()], deadlineMs);
    },
  };
}

const strictest = { minVersion: "TLSv1.3", isForwardSecret: true } as const;

/** Waits for the greeting of a client and puts it back, for OpenSSL to read. */
function greet(socket: Socket, proceed: (hello: { serverName: string | undefined; version: number }) => void): void {
  let bytes: Buffer = Buffer.alloc(0);
  const drop = () => socket.destroy();
  const onData = (chunk: Buffer) => {
    bytes = bytes.length === 0 ? chunk : Buffer.concat([bytes, chunk]);
    const read = readClientHello(bytes);
    if (read.kind === "more") return;
    socket.off("data", onData).off("error", drop).off("timeout", drop).setTimeout(0);
    if (read.kind === "none") {
      drop();
      return;
    }
    socket.pause();
    socket.unshift(bytes);
    proceed(read.hello);
  };
  socket.setTimeout(handshakeTimeoutMs);
  socket.on("data", onData).on("error", drop).on("timeout", drop);
}

const versionNames: Readonly<Record<number, string>> = { 769: "TLSv1", 770: "TLSv1.1", 771: "TLSv1.2", 772: "TLSv1.3" };

function versionName(version: number): string {
  return versionNames[version] ?? (version < 769 ? "SSLv3" : "TLSv1.3");
}

function ciphersOf({ minVersion, isForwardSecret }: { minVersion: string; isForwardSecret: boolean }): string {
  const modern = "TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256";
  const forwardSecret = `${modern}:ECDHE+AESGCM:ECDHE+CHACHA20`;
  if (isForwardSecret) return forwardSecret;
  const older = `${forwardSecret}:ECDHE+AES:AESGCM:AES:!aNULL:!PSK:!SRP`;
  // OpenSSL lets the signatures of the old versions through at its lowest level only.
  return minVersion === "TLSv1" ? `${older}:@SECLEVEL=0` : older;
}

/** The keys of domains as OpenSSL wants them, made when the first client asks for the name. */
class Contexts {
  readonly #feedToken: string;
  readonly #made = new WeakMap<ServedDomain, SecureContext | undefined>();

  constructor(feedToken: string) {
    this.#feedToken = feedToken;
  }

  /** Undefined for a name without a certificate: the handshake fails. */
  of(domain: ServedDomain | undefined): SecureContext | undefined {
    if (domain === undefined) return undefined;
    if (!this.#made.has(domain)) this.#made.set(domain, this.#make(domain));
    return this.#made.get(domain);
  }

  #make({ facts }: ServedDomain): SecureContext | undefined {
    const { certificate, truststore } = facts;
    const key = certificate === undefined ? undefined : openInGateway(certificate.privateKey, this.#feedToken);
    if (certificate === undefined || key === undefined) return undefined;
    try {
      return createSecureContext({
        cert: certificate.pem,
        key,
        ...(truststore ? { ca: truststore } : {}),
      });
    } catch (error) {
      // OpenSSL is stricter than the check at the upload, about weak keys for example.
      log("error", `The certificate of ${facts.name} cannot be used: ${error instanceof Error ? error.message : String(error)}`);
      return undefined;
    }
  }
}

const factsOfSockets = new WeakMap<TLSSocket, TlsFacts>();

function tlsFactsOf(socket: TLSSocket): TlsFacts {
  const known = factsOfSockets.get(socket);
  if (known !== undefined) return known;
  // `false` when the client named no server; the types do not know it.
  const { servername } = socket as { servername?: string | false };
  const facts = {
    serverName: (servername || "").toLowerCase(),
    version: socket.getProtocol() ?? "",
    client: clientOf(socket),
  };
  factsOfSockets.set(socket, facts);
  return facts;
}

function clientOf(socket: TLSSocket): TlsFacts["client"] {
  const shown = socket.getPeerX509Certificate();
  return shown === undefined ? undefined : { cert: clientCertOf(shown), isTrusted: socket.authorized };
}

function clientCertOf(shown: X509Certificate): ClientCert {
  return {
    clientCertPem: shown.toString(),
    subjectDN: distinguishedName(shown.subject),
    issuerDN: distinguishedName(shown.issuer),
    serialNumber: (shown.serialNumber.toLowerCase().match(/../g) ?? []).join(":"),
    validity: { notBefore: shown.validFrom, notAfter: shown.validTo },
  };
}

/** `CN=client,O=Example`: the most special part first. */
function distinguishedName(lines: string): string {
  return (lines ?? "").split("\n").reverse().join(",");
}
