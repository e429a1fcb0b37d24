import { expect } from "vitest";
import type { Call } from "./aws-client.ts";

/** What a client does that compares the service's state with what it sent: reads without a member it does not compare, and deletes for good. */
export function readBack(call: Call) {
  return {
    /** The members of an answer besides those named, which only need to be there. */
    async read(path: string, ...computed: string[]) {
      const { status, body } = await call("GET", path);
      expect(status).toBe(200);
      for (const name of computed) expect(body[name]).toBeDefined();
      return Object.fromEntries(Object.entries(body).filter(([name]) => !computed.includes(name)));
    },

    async gone(path: string, status: number): Promise<void> {
      expect((await call("DELETE", path)).status).toBe(status);
      expect(await call("GET", path)).toMatchObject({ status: 404, code: "NotFoundException" });
      expect(await call("DELETE", path)).toMatchObject({ status: 404, code: "NotFoundException" });
    },
  };
}
