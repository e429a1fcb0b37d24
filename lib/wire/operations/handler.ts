import type { RuntimeCore } from "../../services/runtime-scope.ts";
import type { Scope } from "../../services/scope.ts";
import type { V1Inputs } from "../generated/v1.ts";
import type { V1Operation } from "../wire-table.ts";

/** What some services need of the process beside the scope. */
export type Tools = Pick<RuntimeCore, "ports" | "sealer" | "gatewayUrl">;

/** Members that the service demands were checked before, so they are there. */
export type Checked<Input> = { [Member in keyof Input]: undefined extends Input[Member] ? MemberOf<Input, Member> : Input[Member] };
type MemberOf<Input, Member extends keyof Input> = object extends Pick<Input, Member> ? Input[Member] : Exclude<Input[Member], undefined>;

export type Handler<Name extends V1Operation> = (scope: Scope, input: Checked<V1Inputs[Name]>, tools: Tools) => Promise<unknown>;

/** Some operations; together the parts must have all of them. */
export type Handlers<Names extends V1Operation> = { [Name in Names]: Handler<Name> };
