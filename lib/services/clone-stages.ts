import type { StageSettings } from "../definition/stage.ts";
import { controlArn, stageArn } from "./arns.ts";
import { withoutEmpty } from "./check-shape.ts";
import type { CloneIds } from "./clone-ids.ts";
import type { WriteTx } from "./journal.ts";
import type { Rows } from "./rows.ts";
import type { Scope } from "./scope.ts";
import { openSecrets, sealVariables } from "./stage-secrets.ts";
import { loadTags, putTags } from "./tags.ts";
import { insertV2, type V2Rows } from "./v2/v2-rows.ts";

type Copied = {
  from: Rows["Api"];
  stages: readonly Rows["Stage"][];
  clone: CloneIds;
  /** Deployments of the copy, by those of the API. */
  deployments: ReadonlyMap<string, string>;
};

/** Stages of a copied API with the settings, variables and tags of the ones that they are copies of. */
export async function cloneStages(tx: WriteTx, scope: Scope, { from, stages, clone, deployments }: Copied): Promise<void> {
  const { apiId } = clone;
  for (const stage of stages) {
    const { name } = stage;
    const facts = {
      ...{ id: `${apiId}/${name}`, apiId, name, deploymentId: deployments.get(stage.deploymentId) ?? "" },
      ...{ createdAt: tx.at, updatedAt: tx.at },
    };
    const [one, other] = [
      { apiId: from.id, stageName: name },
      { apiId, stageName: name },
    ];
    const reseal = (shown: Texts, sealed: Texts) => resealed(scope, [one, other], { shown, sealed });
    if (from.kind === "REST") {
      await tx.insert("Stage", { ...facts, settings: restSettings(stage.settings, deployments, reseal) });
    } else {
      // The kind of the API says what the settings of its stages are.
      const settings = stage.settings as unknown as V2Rows["Stage"]["settings"];
      await insertV2(tx, "Stage", { ...facts, settings: v2Settings(settings, reseal) });
    }
    const arnOf = (id: string) => (from.kind === "REST" ? stageArn(scope, id, name) : controlArn(scope, `/apis/${id}/stages/${name}`));
    await putTags(tx, scope, arnOf(apiId), await loadTags(tx.source, scope, arnOf(from.id)));
  }
}

type StageId = { apiId: string; stageName: string };
type Texts = Readonly<Record<string, string>> | undefined;
type Reseal = (shown: Texts, sealed: Texts) => { shown?: Record<string, string>; sealed?: Record<string, string> };

/** Without what happened to the stage: flushes, a canary that was stopped. */
function restSettings(settings: StageSettings, deployments: ReadonlyMap<string, string>, reseal: Reseal): StageSettings {
  const { cacheGeneration: _, authorizerCacheGeneration: __, flushedAnswers: ___, stoppedCanary: ____, ...kept } = settings;
  const { variables, secretVariables, canarySettings, ...members } = kept;
  const own = reseal(variables, secretVariables);
  const overrides = reseal(canarySettings?.stageVariableOverrides, canarySettings?.secretOverrides);
  return {
    ...members,
    ...withoutEmpty({ variables: own.shown, secretVariables: own.sealed }),
    ...(canarySettings && {
      canarySettings: {
        ...canarySettings,
        deploymentId: deployments.get(canarySettings.deploymentId) ?? "",
        ...withoutEmpty({ stageVariableOverrides: overrides.shown, secretOverrides: overrides.sealed }),
      },
    }),
  };
}

function v2Settings(settings: V2Rows["Stage"]["settings"], reseal: Reseal): V2Rows["Stage"]["settings"] {
  const { authorizerCacheGeneration: _, lastDeploymentStatusMessage: __, stageVariables, secretVariables, ...members } = settings;
  const { shown = {}, sealed } = reseal(stageVariables, secretVariables);
  return { ...members, stageVariables: shown, ...withoutEmpty({ secretVariables: sealed }) };
}

/** Secret values belong to one stage: they are opened and sealed for the other one. */
function resealed(
  scope: Scope,
  [from, to]: readonly [StageId, StageId],
  { shown, sealed }: { shown: Texts; sealed: Texts },
): ReturnType<Reseal> {
  if (shown === undefined || sealed === undefined) return withoutEmpty({ shown: shown && { ...shown } });
  const values = openSecrets(scope, from, sealed);
  const given = Object.fromEntries(Object.entries(shown).map(([name, text]) => [name, values[name] ?? text]));
  const { plain, secret } = sealVariables(scope, to, {
    plain: given,
    secret: Object.fromEntries(Object.keys(sealed).map((name) => [name, ""])),
  });
  return { shown: { ...plain }, sealed: { ...secret } };
}
