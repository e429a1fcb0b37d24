import { connect } from "node:net";

/** Sends bytes as they are and returns everything that comes back until the other side closes, or `until` is in it. */
export function rawRequest(port: number, text: string, until?: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1", () => socket.write(text));
    let answer = "";
    socket.setEncoding("latin1");
    socket.setTimeout(10_000, () => socket.destroy(new Error(`no answer to ${text.slice(0, 80)}`)));
    socket.on("data", (chunk: string) => {
      answer += chunk;
      if (until !== undefined && answer.includes(until)) socket.destroy();
    });
    socket.on("error", (error) => (answer === "" ? reject(error) : resolve(answer)));
    socket.on("close", () => resolve(answer));
  });
}
