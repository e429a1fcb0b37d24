import type { ApiKeyDraft } from "../../services/api-keys.ts";
import { badRequest, notFound } from "../../services/errors.ts";
import type { WorkspaceSettings } from "../../services/rows.ts";
import type { UsagePlanDraft } from "../../services/usage-plans.ts";
import type { VpcLinkDraft } from "../../services/vpc-links.ts";
import { flag, inside, parseDecimal, parseInteger, requiredText, set, text, without } from "./edits.ts";
import { type Change, type Edit, patchTable } from "./patch-table.ts";

const replace = ["replace"] as const;
const addReplace = ["add", "replace"] as const;
const each = ["add", "replace", "remove"] as const;

export const accountPatch = patchTable<WorkspaceSettings>({
  "/cloudwatchRoleArn": { ops: each, at: text("cloudwatchRoleArn") },
});

export const apiKeyPatch = patchTable<ApiKeyDraft>({
  "/customerId": { ops: replace, at: text("customerId") },
  "/description": { ops: replace, at: text("description") },
  "/enabled": { ops: replace, at: flag("enabled") },
  "/name": { ops: replace, at: requiredText("name") },
});

export const descriptionPatch = patchTable<{ description?: string | undefined }>({
  "/description": { ops: replace, at: text("description") },
});

export const vpcLinkPatch = patchTable<VpcLinkDraft>({
  "/description": { ops: replace, at: text("description") },
  "/name": { ops: replace, at: requiredText("name") },
});

export const usagePatch = patchTable<{ remaining: number }>({
  "/remaining": { ops: replace, at: (draft, { value, path }) => set(draft, "remaining", parseInteger(value, path)) },
});

type PlanStages = UsagePlanDraft["apiStages"];

/** `add` and `remove` of `{apiId}:{stage}`. */
const apiStages: Edit<UsagePlanDraft> = (draft, { op, value }) => {
  const [apiId, stage] = splitStage(value);
  const isNamed = (known: PlanStages[number]) => known.apiId === apiId && known.stage === stage;
  if (op === "add") return { ...draft, apiStages: [...draft.apiStages, { apiId, stage }] };
  if (!draft.apiStages.some(isNamed)) throw notFound(`API Stage not found: ${value}`);
  return { ...draft, apiStages: draft.apiStages.filter((known) => !isNamed(known)) };
};

function splitStage(value: string | undefined): [string, string] {
  const [apiId, stage, ...rest] = value?.split(":") ?? [];
  if (apiId === undefined || stage === undefined || rest.length > 0) throw badRequest(`Invalid API Stage specified: ${value ?? ""}`);
  return [apiId, stage];
}

/** The throttle of one method of a stage; `member` is undefined for all of it. */
function stageThrottle(member?: "rateLimit" | "burstLimit"): Edit<UsagePlanDraft> {
  return (draft, change) => {
    const [apiId, stage] = splitStage(change.names.stage);
    const index = draft.apiStages.findIndex((known) => known.apiId === apiId && known.stage === stage);
    const known = draft.apiStages[index];
    if (known === undefined) throw notFound(`API Stage not found: ${change.names.stage}`);
    const changed = { ...known, throttle: editThrottle(known.throttle ?? {}, member, change) };
    return { ...draft, apiStages: draft.apiStages.with(index, changed) };
  };
}

function editThrottle(
  throttle: NonNullable<PlanStages[number]["throttle"]>,
  member: "rateLimit" | "burstLimit" | undefined,
  change: Change,
) {
  // Paths come unescaped here: `/apiStages/id:prod/throttle//pets/GET/rateLimit` names `/pets/GET`.
  const key = change.names.method ?? "";
  if (member === undefined) return without(throttle, key);
  const limits = throttle[key] ?? {};
  const parse = member === "rateLimit" ? parseDecimal : parseInteger;
  return { ...throttle, [key]: change.op === "remove" ? without(limits, member) : set(limits, member, parse(change.value, change.path)) };
}

type Quota = NonNullable<UsagePlanDraft["quota"]>;
type Throttle = NonNullable<UsagePlanDraft["throttle"]>;

const quotaNumber = (member: "limit" | "offset"): Edit<UsagePlanDraft> =>
  inside("quota", (quota: Quota, { value, path }) => set(quota, member, parseInteger(value, path)));

export const usagePlanPatch = patchTable<UsagePlanDraft>({
  "/name": { ops: replace, at: requiredText("name") },
  "/description": { ops: ["replace", "remove"], at: text("description") },
  "/productCode": { ops: each, at: text("productCode") },
  "/apiStages": { ops: ["add", "remove"], at: apiStages },
  "/apiStages/{stage}/throttle": { ops: ["remove"], at: (draft, change) => dropThrottle(draft, change) },
  "/apiStages/{stage}/throttle/{method+}": { ops: ["remove"], at: stageThrottle() },
  "/apiStages/{stage}/throttle/{method+}/rateLimit": { ops: each, at: stageThrottle("rateLimit") },
  "/apiStages/{stage}/throttle/{method+}/burstLimit": { ops: each, at: stageThrottle("burstLimit") },
  "/quota": { ops: ["remove"], at: (draft) => without(draft, "quota") },
  "/quota/limit": { ops: addReplace, at: quotaNumber("limit") },
  "/quota/offset": { ops: addReplace, at: quotaNumber("offset") },
  "/quota/period": { ops: addReplace, at: inside("quota", requiredText<Quota>("period")) },
  "/throttle": { ops: ["remove"], at: (draft) => without(draft, "throttle") },
  "/throttle/rateLimit": {
    ops: addReplace,
    at: inside("throttle", (throttle: Throttle, { value, path }) => set(throttle, "rateLimit", parseDecimal(value, path))),
  },
  "/throttle/burstLimit": {
    ops: addReplace,
    at: inside("throttle", (throttle: Throttle, { value, path }) => set(throttle, "burstLimit", parseInteger(value, path))),
  },
});

function dropThrottle(draft: UsagePlanDraft, change: Change): UsagePlanDraft {
  const apiStages = draft.apiStages.map((stage) =>
    `${stage.apiId}:${stage.stage}` === change.names.stage ? without(stage, "throttle") : stage,
  );
  return { ...draft, apiStages };
}
