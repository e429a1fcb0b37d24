import { BlockList, isIP } from "node:net";

/** Addresses and networks that a setting names. */
export interface AddressList {
  has(address: string): boolean;
}

/** Reads a list such as `169.254.0.0/16, fe80::/10`; throws a sentence that names the variable for an entry that is no network. */
export function parseAddressList(variable: string, text: string): AddressList {
  const list = new BlockList();
  const entries = text.split(",").map((entry) => entry.trim());
  for (const entry of entries) if (entry !== "") addNetwork(list, variable, entry);
  return {
    has(address) {
      const bare = address.split("%")[0] ?? "";
      const family = isIP(bare);
      return family !== 0 && list.check(bare, family === 4 ? "ipv4" : "ipv6");
    },
  };
}

function addNetwork(list: BlockList, variable: string, entry: string): void {
  const [address = "", prefixText] = entry.split("/");
  const family = isIP(address);
  const widest = family === 4 ? 32 : 128;
  const prefix = prefixText === undefined ? widest : Number(prefixText);
  if (family === 0 || !Number.isInteger(prefix) || prefix < 0 || prefix > widest) {
    throw new Error(`${variable}: ${entry} is no network such as 169.254.0.0/16.`);
  }
  list.addSubnet(address, prefix, family === 4 ? "ipv4" : "ipv6");
  // IPv4 addresses can also be reached through their IPv6 forms: mapped ones are known to BlockList, NAT64 ones are added.
  if (family === 4) list.addSubnet(`64:ff9b::${address}`, 96 + prefix, "ipv6");
}
