import type { WireEntry } from "./cache-messages.ts";

/** Where the caches of several nodes have a part in common. */
export interface FarCache {
  /** Undefined when there is none, or when it cannot be asked. */
  read(spaceId: string, key: string): Promise<WireEntry | undefined>;
  write(spaceId: string, key: string, entry: WireEntry): void;
  /** Puts an entry in the place of whatever was there, and tells the other nodes. */
  renew(spaceId: string, key: string, entry: WireEntry): Promise<void>;
}
