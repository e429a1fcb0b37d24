/** What a client says about itself before TLS begins. */
export type ClientHello = {
  /** In small letters; undefined when the client names no server. */
  serverName: string | undefined;
  /** The newest version of TLS that it speaks, as in the protocol: 0x0303 is 1.2. */
  version: number;
};

/** `more` asks for further bytes; `none` is no ClientHello, or one that nobody sends. */
export type ReadClientHello = { kind: "hello"; hello: ClientHello } | { kind: "more" } | { kind: "none" };

const [handshakeRecord, clientHelloMessage] = [22, 1];
const [serverNameExtension, versionsExtension] = [0, 43];
// Several times what the largest clients send.
const helloBytesMax = 65_536;
const recordsMax = 32;

/** Reads the ClientHello at the beginning of a connection; OpenSSL reads the same bytes again and judges them. */
export function readClientHello(bytes: Buffer): ReadClientHello {
  try {
    const message = collectHandshake(bytes);
    return message === undefined ? { kind: "more" } : { kind: "hello", hello: parseHello(new Reader(message)) };
  } catch (error) {
    if (error instanceof RangeError) return { kind: "none" };
    throw error;
  }
}

/** The body of the first handshake message, which may be cut into several records; undefined when some of it is missing. */
function collectHandshake(bytes: Buffer): Buffer | undefined {
  if (bytes.length > 0 && bytes[0] !== handshakeRecord) throw new RangeError("no handshake");
  if (bytes.length > helloBytesMax) throw new RangeError("too long");
  const parts: Buffer[] = [];
  let position = 0;
  while (position + 5 <= bytes.length) {
    if (bytes[position] !== handshakeRecord || parts.length === recordsMax) throw new RangeError("no handshake");
    const end = position + 5 + bytes.readUInt16BE(position + 3);
    parts.push(bytes.subarray(position + 5, end));
    position = end;
  }
  return findMessage(Buffer.concat(parts));
}

function findMessage(handshake: Buffer): Buffer | undefined {
  if (handshake.length < 4) return undefined;
  if (handshake[0] !== clientHelloMessage) throw new RangeError("no ClientHello");
  const length = handshake.readUIntBE(1, 3);
  if (length > helloBytesMax) throw new RangeError("too long");
  return handshake.length - 4 < length ? undefined : handshake.subarray(4, 4 + length);
}

function parseHello(reader: Reader): ClientHello {
  let version = reader.number(2);
  // Random, session id, cipher suites and compression methods.
  reader.bytes(32);
  reader.bytes(reader.number(1));
  reader.bytes(reader.number(2));
  reader.bytes(reader.number(1));
  let serverName: string | undefined;
  if (reader.isAtEnd) return { serverName, version };
  const extensions = new Reader(reader.bytes(reader.number(2)));
  while (!extensions.isAtEnd) {
    const type = extensions.number(2);
    const body = new Reader(extensions.bytes(extensions.number(2)));
    if (type === serverNameExtension) serverName = readServerName(body);
    else if (type === versionsExtension) version = Math.max(version, newestVersion(body));
  }
  return { serverName, version };
}

function readServerName(reader: Reader): string | undefined {
  const list = new Reader(reader.bytes(reader.number(2)));
  while (!list.isAtEnd) {
    const type = list.number(1);
    const name = list.bytes(list.number(2));
    if (type === 0) return name.toString("latin1").toLowerCase();
  }
  return undefined;
}

const newestKnown = 0x0304;

/** Clients put versions among theirs that nobody has, so that servers keep passing over them. */
function newestVersion(reader: Reader): number {
  const list = new Reader(reader.bytes(reader.number(1)));
  let newest = 0;
  while (!list.isAtEnd) {
    const version = list.number(2);
    if (version > newest && version <= newestKnown) newest = version;
  }
  return newest;
}

/** Reads numbers and bytes in turn; a RangeError where there are none. */
class Reader {
  readonly #bytes: Buffer;
  #position = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get isAtEnd(): boolean {
    return this.#position >= this.#bytes.length;
  }

  number(length: 1 | 2): number {
    const value = this.#bytes.readUIntBE(this.#position, length);
    this.#position += length;
    return value;
  }

  bytes(length: number): Buffer {
    const end = this.#position + length;
    if (end > this.#bytes.length) throw new RangeError("cut short");
    const part = this.#bytes.subarray(this.#position, end);
    this.#position = end;
    return part;
  }
}
