import type { Scope } from "../../services/scope.ts";
import type { V2Inputs } from "../generated/v2.ts";
import type { V2Operation } from "../wire-table.ts";
import type { Checked } from "./handler.ts";

/** The SDK's types with the names of the wire: members begin with a small letter, keys of maps stay as they are. */
export type WireNames<T> = T extends Date | Uint8Array
  ? T
  : T extends (infer Item)[]
    ? WireNames<Item>[]
    : T extends object
      ? { [Member in keyof T as Member extends string ? Uncapitalize<Member> : Member]: WireNames<T[Member]> }
      : T;

export type V2Handler<Name extends V2Operation> = (scope: Scope, input: WireNames<Checked<V2Inputs[Name]>>) => Promise<unknown>;
export type V2Handlers<Names extends V2Operation> = { [Name in Names]: V2Handler<Name> };
