import type { StageRelease, StageSettings } from "../definition/stage.ts";
import { type CachedRequest, findKeptAnswer } from "../gateway/find-kept-answer.ts";
import { loadSnapshotText, parseSnapshot } from "./definitions.ts";
import { badRequest, unknownMethod } from "./errors.ts";
import { type Rows, type Source, table } from "./rows.ts";
import type { RuntimeCore } from "./runtime-scope.ts";
import type { Scope } from "./scope.ts";
import { openSecrets } from "./stage-secrets.ts";
import { getStageRow, promotedVariables, type StageKey } from "./stages.ts";
import { write } from "./write.ts";

/** Nothing is kept for longer, so that flushes of answers that old are done with; the service allows an hour, clocks may differ. */
const keptMostMs = 2 * 60 * 60 * 1_000;
const flushesMax = 200;

/** Forgets the answer that the stage's cache has for a request, on every gateway; other answers stay. */
export async function flushCachedAnswer(
  scope: Scope,
  { ports }: Pick<RuntimeCore, "ports">,
  { restApiId, stageName, ...request }: StageKey & CachedRequest,
): Promise<void> {
  const key: StageKey = { restApiId, stageName };
  const intent = { action: "stage:flush-cached-answer", permission: "release", api: restApiId } as const;
  const summary = `Flush one answer to ${request.httpMethod} from the response cache of stage ${stageName}, of`;
  await write(scope, { ...intent, summary }, async (tx) => {
    const row = await getStageRow(tx.source, scope, key);
    if (!row.settings.cacheClusterEnabled) throw badRequest(`The stage ${stageName} has no cache.`);
    const answers = await answersOf(tx.source, scope, row, { request, ports });
    tx.tellOf(request.pathWithQueryString.slice(0, pathShownMax));
    await tx.update("Stage", row, { settings: withFlushes(row.settings, answers, { change: tx.seq, atMs: tx.at.getTime() }) });
  });
}

const pathShownMax = 200;

type Asked = { request: CachedRequest; ports: RuntimeCore["ports"] };

/** The answers to the request, in what the stage serves and in its canary, which may have other cache keys and other variables in them. */
async function answersOf(source: Source, scope: Scope, row: Rows["Stage"], { request, ports }: Asked): Promise<string[]> {
  const { canarySettings } = row.settings;
  const answers = new Set<string>();
  let isKnown = false;
  for (const served of [row, ...(canarySettings === undefined ? [] : [asCanary(row, canarySettings.deploymentId)])]) {
    const deployment = await table(source, "Deployment").findUnique({ where: { id: served.deploymentId } });
    const definition = parseSnapshot((await loadSnapshotText(source, deployment?.snapshotHash ?? "")) ?? "");
    isKnown ||= definition.resources.some((resource) => resource.id === request.resourceId);
    const found = await findKeptAnswer(definition, releaseOf(scope, served), request, ports);
    if (found !== undefined) answers.add(found);
  }
  if (!isKnown) throw unknownMethod();
  if (answers.size === 0) throw badRequest(`${row.name} keeps no answers to ${request.httpMethod} of this method.`);
  return [...answers];
}

function asCanary({ settings, ...row }: Rows["Stage"], deploymentId: string): Rows["Stage"] {
  return { ...row, deploymentId, settings: { ...settings, ...promotedVariables({ ...settings, deploymentId }) } };
}

/** As much of the stage as cache keys depend on. */
function releaseOf(scope: Scope, { apiId, name: stageName, deploymentId, settings }: Rows["Stage"]): StageRelease {
  const { accountId, region } = scope.workspace;
  const secretVariables = openSecrets(scope, { apiId, stageName }, settings.secretVariables);
  const { canarySettings: _, ...own } = settings;
  return { accountId, region, apiId, stageName, deploymentId, snapshotHash: "", settings: { ...own, secretVariables } };
}

type Flush = { change: number; atMs: number };

/** The settings with these flushes; when there are more than anybody does by hand, the whole cache is flushed. */
function withFlushes(settings: StageSettings, answers: readonly string[], flush: Flush): StageSettings {
  const { flushedAnswers = {}, ...others } = settings;
  const running = Object.entries(flushedAnswers).filter(([, { atMs }]) => flush.atMs - atMs < keptMostMs);
  const all = { ...Object.fromEntries(running), ...Object.fromEntries(answers.map((id) => [id, flush])) };
  if (Object.keys(all).length <= flushesMax) return { ...others, flushedAnswers: all };
  return { ...others, cacheGeneration: (settings.cacheGeneration ?? 0) + 1 };
}
