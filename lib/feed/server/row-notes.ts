/** A row whose stored values do not fit what the product reads, for example after a change by hand or by a newer version. */
export type UnreadRow = {
  model: "Workspace" | "Stage" | "RequestFilter" | "VpcLink" | "UsagePlan" | "ApiKey" | "Domain" | "RoutingRule";
  id: string;
  problem: string;
};
export type RowRef = Pick<UnreadRow, "model" | "id">;

/** Hears how reading rows for gateways went. */
export type RowListener = { onUnread(row: UnreadRow): void; onRead(row: RowRef): void };

// No more than these are kept and told apart; one is reason enough to look.
const notedMax = 1_000;

/** The rows that could not be read for gateways lately; each is logged when it is met first. */
export class RowNotes implements RowListener {
  readonly #unread = new Map<string, UnreadRow>();
  readonly #log: (message: string) => void;

  constructor(log: (message: string) => void) {
    this.#log = log;
  }

  onUnread(row: UnreadRow): void {
    const key = keyOf(row);
    if (this.#unread.get(key)?.problem === row.problem || this.#unread.size >= notedMax) return;
    this.#unread.set(key, row);
    this.#log(`The ${row.model} ${row.id} cannot be read, gateways go on with what they have of it: ${row.problem}`);
  }

  onRead(row: RowRef): void {
    if (this.#unread.size > 0) this.#unread.delete(keyOf(row));
  }

  list(): UnreadRow[] {
    return [...this.#unread.values()];
  }
}

function keyOf({ model, id }: RowRef): string {
  return `${model}/${id}`;
}
