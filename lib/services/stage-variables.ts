import { notFound } from "./errors.ts";
import { type Source, table } from "./rows.ts";
import type { Scope } from "./scope.ts";
import { openSecrets } from "./stage-secrets.ts";
import { read, write } from "./write.ts";

type StageId = { apiId: string; stageName: string };

/** The value of a secret variable for those who may reveal secrets; the history says who saw it. */
export function revealStageVariable(scope: Scope, input: StageId & { name: string }): Promise<{ value: string }> {
  const { apiId, stageName, name } = input;
  const summary = `Show the secret variable ${name} of stage ${stageName}`;
  const intent = { action: "stage:reveal-variable", permission: "reveal", api: apiId, summary, isAlwaysKept: true } as const;
  return write(scope, intent, async ({ source }) => {
    const value = (await secretsOf(source, scope, input))[name];
    if (value === undefined) throw notFound("The stage has no secret variable of this name that can be opened here.");
    return { value };
  });
}

/** The values of a stage's secret variables, by name: for what runs here, never for anybody to see. */
export function loadStageSecrets(scope: Scope, input: StageId): Promise<Record<string, string>> {
  return read(scope, (source) => secretsOf(source, scope, input));
}

/** Of APIs of every kind. */
async function secretsOf(source: Source, scope: Scope, { apiId, stageName }: StageId): Promise<Record<string, string>> {
  const api = await table(source, "Api").findUnique({ where: { id: apiId } });
  const stage = await table(source, "Stage").findUnique({ where: { id: `${apiId}/${stageName}` } });
  if (api?.workspaceId !== scope.workspace.id || stage === null) throw notFound("Invalid stage identifier specified");
  return openSecrets(scope, { apiId, stageName }, stage.settings.secretVariables);
}
