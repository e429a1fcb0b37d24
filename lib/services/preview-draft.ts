import { createHash } from "node:crypto";
import { isRole, mayRole } from "../base/roles.ts";
import { previewStage } from "../definition/preview.ts";
import type { ApiDefinition } from "../definition/snapshot.ts";
import type { StageRelease } from "../definition/stage.ts";
import { type PreviewPass, readPreview, signPreview } from "../feed/preview-token.ts";
import type { DraftAnswer, DraftQuestion } from "../feed/protocol.ts";
import { keySealer } from "../feed/server/feed-door.ts";
import { loadStages } from "../feed/server/load-changes.ts";
import { loadDefinition } from "./definitions.ts";
import { badRequest, notFound } from "./errors.ts";
import { type Rows, type Source, table } from "./rows.ts";
import type { Runtime } from "./runtime.ts";
import { demand, type Scope } from "./scope.ts";
import { defaultStageSettings } from "./stages.ts";
import { demandStage } from "./test-stage.ts";
import { loadV2Definition } from "./v2/load-definition.ts";
import { defaultV2StageSettings } from "./v2/stages.ts";
import { v2ApiOf } from "./v2/v2-rows.ts";

/** Long enough for an hour's work; then the console makes another link. */
const passMs = 60 * 60 * 1_000;

/** A token that shows the draft of an API to the actor, run with the variables and settings of a stage, or of none. */
export async function openPreview(
  scope: Scope,
  { feedToken }: Pick<Runtime, "feedToken">,
  { apiId, stageName }: { apiId: string; stageName: string },
): Promise<{ token: string; expiresAt: Date }> {
  demand(scope, "test", "draft:preview");
  const api = await table(scope.db.reader, "Api").findUnique({ where: { id: apiId } });
  if (api?.workspaceId !== scope.workspace.id) throw notFound("Invalid API identifier specified");
  if (api.kind === "WEBSOCKET") throw badRequest("Drafts of WebSocket APIs have no preview.");
  if (stageName !== "") await demandStage(scope, { apiId, stageName });
  const expiresAt = new Date(scope.clock().getTime() + passMs);
  const token = signPreview({ apiId, stageName, userId: scope.actor.userId, expiresAtMs: expiresAt.getTime() }, feedToken);
  return { token, expiresAt };
}

type PreviewRuntime = Pick<Runtime, "db" | "clock" | "feedToken" | "sealer" | "apiKeys">;

/** Tells a gateway what the draft of a token is now; asked again while somebody looks, so that a save or a lost membership counts at once. */
export async function answerPreview(runtime: PreviewRuntime, { token, known }: DraftQuestion): Promise<DraftAnswer> {
  const pass = readPreview(token, runtime.feedToken);
  if (pass === undefined || pass.expiresAtMs <= runtime.clock().getTime()) return refused("The preview link is over.");
  const { reader } = runtime.db;
  const api = await table(reader, "Api").findUnique({ where: { id: pass.apiId } });
  if (api === null) return refused("The API is not there any more.");
  if (!(await mayPreview(reader, api, pass))) return refused("Only members who may test APIs see their drafts.");
  const release = await releaseOf(runtime, api, pass);
  if (release === undefined) return refused(`The stage ${pass.stageName} is not there any more.`);
  const version = createHash("sha256")
    .update(`${api.draftVersion} ${JSON.stringify(release)}`)
    .digest("hex")
    .slice(0, 32);
  if (version === known) return { kind: "same" };
  return { kind: "draft", version, release, definition: await definitionOf(reader, api) };
}

const refused = (message: string): DraftAnswer => ({ kind: "refused", message });

async function mayPreview(source: Source, { workspaceId }: Rows["Api"], { userId }: PreviewPass): Promise<boolean> {
  const [accountId = ""] = workspaceId.split("/");
  const member = await source.member.findUnique({ where: { accountId_userId: { accountId, userId } }, select: { role: true } });
  return member !== null && isRole(member.role) && mayRole(member.role, "test");
}

/** The stage that the draft runs with, as gateways have it; one of its own name where nothing was deployed, or no stage was chosen. */
async function releaseOf(runtime: PreviewRuntime, api: Rows["Api"], { stageName }: PreviewPass): Promise<StageRelease | undefined> {
  const stages = (await loadStages(runtime.db.reader, [api.id], keySealer(runtime))).flatMap(({ stages: own }) => own);
  const chosen = stages.find((stage) => stage.stageName === stageName);
  if (chosen !== undefined) return withoutCanary(chosen);
  const [accountId = "", region = ""] = api.workspaceId.split("/");
  if (stageName !== "") return undefined;
  return {
    ...{ accountId, region, apiId: api.id, stageName: previewStage, deploymentId: "", snapshotHash: "" },
    settings: defaultStageSettings,
    // They are the workspace's, so every stage has the same.
    ...(stages[0]?.vpcLinks && { vpcLinks: stages[0].vpcLinks }),
    ...(api.kind === "REST" ? {} : { v2: defaultV2StageSettings }),
  };
}

function withoutCanary({ canarySnapshotHash: _, settings: { canarySettings: __, ...settings }, ...release }: StageRelease): StageRelease {
  return { ...release, settings };
}

function definitionOf(source: Source, api: Rows["Api"]): Promise<ApiDefinition> {
  return api.kind === "REST" ? loadDefinition(source, api) : loadV2Definition(source, v2ApiOf(api));
}
