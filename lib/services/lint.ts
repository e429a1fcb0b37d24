import { canonicalJson } from "../base/canonical-json.ts";
import { type LintFinding, lintModeOf } from "../definition/lint.ts";
import { type LintFix, type LintSettings, lintSettingsSchema } from "../definition/lint-shapes.ts";
import type { RestApiDefinition } from "../definition/rest-api.ts";
import { lintApi } from "../lint/lint.ts";
import { findMissingVariables } from "../lint/stage-rules.ts";
import { deleteAuthorizer, updateAuthorizer } from "./authorizers.ts";
import { changeMethod } from "./change-method.ts";
import { checkShape } from "./check-shape.ts";
import { getApiDefinition } from "./definitions.ts";
import { conflict } from "./errors.ts";
import { putMethodResponse } from "./method-responses.ts";
import { deleteModel } from "./models.ts";
import { deleteRequestValidator } from "./request-validators.ts";
import { updateResource } from "./resources.ts";
import { getApiRow } from "./rest-apis.ts";
import { type Source, table } from "./rows.ts";
import type { Scope } from "./scope.ts";
import { listSeenPolicies } from "./seen-policies.ts";
import { demandVersion, read, type UpdateOptions, write } from "./write.ts";

export type LintResult = { findings: LintFinding[]; settings: LintSettings; entityVersion: number };
type LintInput = {
  restApiId: string /** Only this stage's variables are looked at, whether it is there yet or not. */;
  stageName?: string;
};

export const noLintSettings: LintSettings = { modes: {} };

/** What the design lint finds in the draft, by the rules as the API has set them. */
export async function lintRestApi(scope: Scope, { restApiId, stageName }: LintInput): Promise<LintResult> {
  const definition = await getApiDefinition(scope, restApiId);
  const { row, stages } = await read(scope, async (source) => ({
    row: await table(source, "LintSettings").findUnique({ where: { id: restApiId } }),
    stages: await loadVariables(source, restApiId, stageName),
  }));
  const settings = row?.settings ?? noLintSettings;
  const policies = lintModeOf(settings, "CACHED_POLICY") === "off" ? [] : await listSeenPolicies(scope, definition);
  return { findings: lintApi({ definition, stages, policies }, settings), settings, entityVersion: row?.version ?? 0 };
}

/** The findings that hold a deployment to a stage up. */
export async function findBlockers(scope: Scope, input: { restApiId: string; stageName: string }): Promise<LintFinding[]> {
  const { findings, settings } = await lintRestApi(scope, input);
  return findings.filter(({ rule }) => lintModeOf(settings, rule) === "block");
}

/** Which stage variables a definition reads that a stage has no value for, in sentences. */
export async function listMissingVariables(
  scope: Scope,
  { definition, stageName }: { definition: RestApiDefinition; stageName: string },
): Promise<string[]> {
  const stages = await read(scope, (source) => loadVariables(source, definition.apiId, stageName));
  return findMissingVariables({ definition, stages, policies: [] }).map(({ text }) => text);
}

async function loadVariables(source: Source, apiId: string, stageName: string | undefined) {
  const where = { apiId, ...(stageName === undefined ? {} : { name: stageName }) };
  const rows = await table(source, "Stage").findMany({ where, orderBy: [{ name: "asc" }] });
  const stages = rows.map(({ name, settings: { variables = {} } }) => ({ stageName: name, variables }));
  // A stage that is made with the deployment has none.
  return stages.length === 0 && stageName !== undefined ? [{ stageName, variables: {} }] : stages;
}

/** Switches rules on and off, and says which of them hold deployments up. */
export async function updateLintSettings(
  scope: Scope,
  { restApiId: apiId }: { restApiId: string },
  change: (draft: LintSettings) => unknown,
  options: UpdateOptions = {},
): Promise<void> {
  await write(scope, { action: "lint:update", api: apiId, summary: "Change the rules of the lint" }, async (tx) => {
    await getApiRow(tx.source, scope, apiId);
    const row = await table(tx.source, "LintSettings").findUnique({ where: { id: apiId } });
    await demandVersion(tx.source, { version: row?.version ?? 0 }, options.expectedVersion, "The lint");
    const settings = checkShape(lintSettingsSchema, change(row?.settings ?? noLintSettings));
    if (row === null) await tx.insert("LintSettings", { id: apiId, apiId, settings });
    else await tx.update("LintSettings", row, { settings });
  });
}

/** Does what a finding offers, if the draft still has that finding. */
export async function applyLintFix(scope: Scope, { restApiId, fix }: { restApiId: string; fix: LintFix }): Promise<void> {
  const { findings } = await lintRestApi(scope, { restApiId });
  const wanted = canonicalJson(fix);
  if (!findings.some((each) => each.fix !== undefined && canonicalJson(each.fix.change) === wanted))
    throw conflict("The draft was changed since, and there is nothing left to fix here.");
  await applyFix(scope, restApiId, fix);
}

async function applyFix(scope: Scope, restApiId: string, fix: LintFix): Promise<void> {
  switch (fix.kind) {
    case "delete-model":
      return deleteModel(scope, { restApiId, modelName: fix.name });
    case "delete-authorizer":
      return deleteAuthorizer(scope, { restApiId, authorizerId: fix.authorizerId });
    case "delete-validator":
      return deleteRequestValidator(scope, { restApiId, requestValidatorId: fix.requestValidatorId });
    case "add-method-response":
      await putMethodResponse(scope, { restApiId, ...methodOf(fix), statusCode: fix.statusCode });
      return;
    case "map-path-parameter": {
      const requestParameters = { [`integration.request.path.${fix.name}`]: `method.request.path.${fix.name}` };
      await changeMethod(
        scope,
        { restApiId, ...methodOf(fix) },
        {
          // The service maps only what the method declares.
          requestParameters: { [`method.request.path.${fix.name}`]: true },
          methodIntegration: { requestParameters },
        },
      );
      return;
    }
    case "set-validator":
      await changeMethod(scope, { restApiId, ...methodOf(fix) }, { requestValidatorId: fix.requestValidatorId });
      return;
    case "rename-resource":
      await updateResource(scope, { restApiId, resourceId: fix.resourceId }, (draft) => ({ ...draft, pathPart: fix.pathPart }));
      return;
    case "stop-policy-cache":
      await updateAuthorizer(scope, { restApiId, authorizerId: fix.authorizerId }, (draft) => ({
        ...draft,
        authorizerResultTtlInSeconds: 0,
      }));
  }
}

const methodOf = ({ resourceId, httpMethod }: Extract<LintFix, { resourceId: string; httpMethod: string }>) => ({ resourceId, httpMethod });
