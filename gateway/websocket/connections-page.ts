import { findHeader, type RequestBody } from "../../lib/gateway/message.ts";
import type { Reply, RequestHead } from "../listener.ts";
import { isSame, sendJson } from "../own-pages.ts";
import { stageKey } from "../stage-table.ts";
import type { ConnectionAnswer, ConnectionCall, ConnectionList, ListQuestion } from "./connection-calls.ts";

/** Where the console looks at open connections, sends to one and ends one. */
export const connectionsPath = "/_gatehouse/connections";

type Serving = {
  feedToken: string;
  ask(call: ConnectionCall): Promise<ConnectionAnswer>;
  list(question: ListQuestion): Promise<ConnectionList>;
};

/** Answers a question of the console about connections. Only who has the feed token may ask. */
export function serveConnectionsPage(serving: Serving, asked: { head: RequestHead; body: RequestBody }, reply: Reply): void {
  if (!isSame(findHeader(asked.head.headers, "authorization") ?? "", `Bearer ${serving.feedToken}`)) {
    sendJson(reply, 403, { message: "Forbidden" });
    return;
  }
  answer(serving, asked.body).then(
    ({ status, value }) => sendJson(reply, status, value),
    (error: unknown) => sendJson(reply, 400, { message: error instanceof Error ? error.message : "The question cannot be read." }),
  );
}

async function answer({ ask, list }: Serving, body: RequestBody): Promise<{ status: number; value: object }> {
  const question: unknown = JSON.parse((await body.collect()).toString("utf8"));
  if (typeof question !== "object" || question === null) throw new Error("The question is no object.");
  const textOf = (name: string): string => {
    const value: unknown = Reflect.get(question, name);
    if (typeof value !== "string") throw new Error(`The question's ${name} cannot be read.`);
    return value;
  };
  const key = stageKey(textOf("apiId"), textOf("stageName"));
  const verb = textOf("verb");
  if (verb === "LIST") {
    const filter: unknown = Reflect.get(question, "filter");
    return { status: 200, value: await list({ stageKey: key, filter: typeof filter === "string" ? filter : "" }) };
  }
  const target = { connectionId: textOf("connectionId"), stageKey: key };
  const call: ConnectionCall = verb === "POST" ? { ...target, verb, data: textOf("data"), isBase64: false } : { ...target, verb: "DELETE" };
  const { kind } = await ask(call);
  return kind === "gone" ? { status: 410, value: { message: "The connection is gone" } } : { status: 200, value: {} };
}
