import { createServer } from "node:net";

// Below the ports that outgoing connections take by themselves.
const first = 20_000;
const count = 10_000;
/** How many ports a process goes through before it reaches those of the process that was started after it. */
const perProcess = 37;

let given = 0;

/**
 * A port of loopback that nothing listens on. No port is given twice: between the answer and the moment somebody listens
 * there, another caller, in this process or one beside it, would find it free too.
 */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < 200; attempt++) {
    const port = first + ((process.pid * perProcess + given++) % count);
    if (await isFree(port)) return port;
  }
  throw new Error(`no free port between ${first} and ${first + count}`);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}
