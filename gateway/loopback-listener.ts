import type { Listener } from "./listener.ts";
import { log } from "./log.ts";

const loopback = { ipv4: "127.0.0.1", ipv6: "::1" };
const withoutIpv6: ReadonlySet<unknown> = new Set(["EADDRNOTAVAIL", "EAFNOSUPPORT"]);

/** A listener whose loopback address answers by IPv4 and by IPv6, as `localhost` may be either. Machines without IPv6 have the one. */
export function listenOnBothLoopbacks(create: () => Listener): Listener {
  const listener = create();
  let other: Listener | undefined;
  return {
    async listen({ port, host }) {
      await listener.listen({ port, host });
      if (host !== loopback.ipv4) return;
      const second = create();
      try {
        await second.listen({ port, host: loopback.ipv6 });
        other = second;
      } catch (error) {
        const code = error instanceof Error ? Reflect.get(error, "code") : undefined;
        if (!withoutIpv6.has(code)) log("warn", `The gateway does not answer on [${loopback.ipv6}]:${port}: ${String(code)}`);
      }
    },
    async stop(deadlineMs) {
      await Promise.all([listener.stop(deadlineMs), other?.stop(deadlineMs)]);
    },
  };
}
