import { connect, type Socket } from "node:net";

const idle = Symbol("no answer is awaited");

/** A WebSocket client of the least memory: it sends short texts and reads frames that are shorter than 64 KiB. */
export class SocketClient {
  readonly #socket: Socket;
  #rest: Buffer = Buffer.alloc(0);
  #isOpen = false;
  #onText: (text: string) => void;
  #onOpen: (error?: Error) => void = () => undefined;
  isClosed = false;

  constructor(socket: Socket, onText: (text: string) => void) {
    this.#socket = socket;
    this.#onText = onText;
    socket.setNoDelay(true);
    socket.on("data", (chunk: Buffer) => this.#onData(chunk));
    socket.on("error", (error) => this.#onOpen(error));
    socket.on("close", () => {
      this.isClosed = true;
      this.#onOpen(new Error("closed before it was open"));
    });
  }

  /** Connects from an address of loopback, as one address has too few ports for many connections. */
  static async open(url: URL, localAddress: string, onText: (text: string) => void): Promise<SocketClient> {
    const socket = connect({ port: Number(url.port), host: "127.0.0.1", localAddress });
    const client = new SocketClient(socket, onText);
    const opened = new Promise<void>((resolve, reject) => {
      client.#onOpen = (error) => (error === undefined ? resolve() : reject(error));
    });
    const lines = [
      `GET ${url.pathname} HTTP/1.1`,
      `Host: ${url.host}`,
      "Connection: Upgrade",
      "Upgrade: websocket",
      "Sec-WebSocket-Version: 13",
      "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
    ];
    socket.write(`${lines.join("\r\n")}\r\n\r\n`);
    await opened;
    return client;
  }

  /** A text of at most 125 bytes. */
  send(text: string): void {
    const payload = Buffer.from(text);
    // A mask of zeros leaves the payload as it is.
    this.#socket.write(Buffer.concat([Buffer.from([0x81, 0x80 | payload.length, 0, 0, 0, 0]), payload]));
  }

  end(): void {
    this.#socket.destroy();
  }

  #onData(chunk: Buffer): void {
    this.#rest = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    if (!this.#isOpen && !this.#readHead()) return;
    for (let text = this.#readFrame(); text !== idle; text = this.#readFrame()) this.#onText(text);
  }

  #readHead(): boolean {
    const end = this.#rest.indexOf("\r\n\r\n");
    if (end < 0) return false;
    const head = this.#rest.toString("latin1", 0, end);
    this.#rest = this.#rest.subarray(end + 4);
    this.#isOpen = head.startsWith("HTTP/1.1 101");
    this.#onOpen(this.#isOpen ? undefined : new Error(head));
    this.#onOpen = () => undefined;
    return this.#isOpen;
  }

  #readFrame(): string | typeof idle {
    if (this.#rest.length < 2) return idle;
    const short = (this.#rest[1] ?? 0) & 0x7f;
    const start = short === 126 ? 4 : 2;
    if (this.#rest.length < start) return idle;
    const length = short === 126 ? this.#rest.readUInt16BE(2) : short;
    if (this.#rest.length < start + length) return idle;
    const text = this.#rest.toString("utf8", start, start + length);
    this.#rest = this.#rest.subarray(start + length);
    return text;
  }
}
