/** A stage to connect to as a client of it, and what the handshake brings. */
export type WatchedCall = {
  apiId: string;
  stageName: string;
  query: string;
  headers: readonly (readonly [string, string])[];
  protocols: readonly string[];
};

const listMax = 100;

/** Reads a call by hand: a schema would cost the start of every worker. Undefined when it is none. */
export function parseWatchedCall(frame: Readonly<Record<string, unknown>> | undefined): WatchedCall | undefined {
  const { kind, apiId, stageName, query = "", headers = [], protocols = [] } = frame ?? {};
  if (kind !== "connect" || typeof apiId !== "string" || typeof stageName !== "string" || typeof query !== "string") return undefined;
  if (!isListOf(headers, isPair) || !isListOf(protocols, isText)) return undefined;
  return { apiId, stageName, query, headers, protocols };
}

function isListOf<Item>(value: unknown, isItem: (item: unknown) => item is Item): value is Item[] {
  return Array.isArray(value) && value.length <= listMax && value.every(isItem);
}

const isText = (value: unknown): value is string => typeof value === "string";

function isPair(value: unknown): value is [string, string] {
  return Array.isArray(value) && value.length === 2 && value.every(isText);
}
