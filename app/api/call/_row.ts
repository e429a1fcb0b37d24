import type { z } from "zod";
import type { Operations } from "@/lib/client/operations";
import type { Runtime } from "@/lib/services/runtime";
import type { Scope } from "@/lib/services/scope";

/** What an operation runs with. */
export type CallContext = { scope: Scope; runtime: Runtime };

type Stated<T> = T extends { revision: number } ? Omit<T, "revision"> : T;

/** One operation: what it takes, and the service it calls. A mutation that writes gets its revision from the route. */
export type Row<N extends keyof Operations> = {
  kind: Operations[N]["kind"];
  input: z.ZodType;
  // The route parses with `input` before it runs; the types of both come from the one list in lib/client.
  run: (context: CallContext, input: Operations[N]["input"]) => Promise<Stated<Operations[N]["output"]>>;
};
