import { type LookupAddress, type LookupOptions, lookup } from "node:dns";
import type { LookupFunction } from "node:net";
import type { AddressList } from "./address-list.ts";

/** Code of the error that a denied address gives. */
export const deniedCode = "ERR_ADDRESS_DENIED";

export class AddressDeniedError extends Error {
  readonly code = deniedCode;

  constructor(host: string) {
    super(`${host} is at an address that INTEGRATION_DENY forbids`);
  }
}

/** Resolves names as usual, without the addresses that are denied: what is checked is what the socket connects to. */
export function guardedLookup(denyList: AddressList): LookupFunction {
  return (hostname, options, callback) => {
    const all: LookupOptions & { all: true } = { ...options, all: true };
    lookup(hostname, all, (error, addresses) => {
      if (error !== null) {
        callback(error, "", 0);
        return;
      }
      const allowed = addresses.filter(({ address }) => !denyList.has(address));
      const first: LookupAddress | undefined = allowed[0];
      if (first === undefined) callback(new AddressDeniedError(hostname), "", 0);
      else if (options.all === true) callback(null, allowed);
      else callback(null, first.address, first.family);
    });
  };
}
