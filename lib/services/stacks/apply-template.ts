import { ServiceError } from "../../base/service-error.ts";
import type { StackParameter } from "../../cloudformation/parameters.ts";
import { demand, type Scope } from "../scope.ts";
import { read } from "../write.ts";
import { describeStack, type StackDescription } from "./describe-stacks.ts";
import type { Preview } from "./preview-stack.ts";
import type { StackTools } from "./resource-handler.ts";
import { checkStackName, findStackRow, inReview } from "./stack-rows.ts";
import { createStack, currentParameters, deleteStack, newStackRow, previewOf, type StackInput, updateStack } from "./stacks.ts";
import { summarizeTemplate, type TemplateSummary } from "./summarize-template.ts";

/** A template with the texts of its parameters; those that are not given keep what the stack has, or their defaults. */
export type TemplateInput = { stackName: string; templateBody: string; parameters: readonly StackParameter[] };

export type TemplatePreview = TemplateSummary &
  Preview & {
    /** Whether a stack of the name is there already. */
    isUpdate: boolean;
    /** Why the template cannot be applied as it is: a parameter without a value, say. */
    problem?: string;
  };

/** What a template declares and what applying it would do. */
export async function previewTemplate(scope: Scope, input: TemplateInput): Promise<TemplatePreview> {
  // What is wrong with a value may be told with the value, and parameters of the stack may be secret.
  demand(scope, "write", "stack:preview");
  const name = checkStackName(input.stackName);
  const summary = summarizeTemplate(scope, input.templateBody);
  return read(scope, async (source) => {
    const known = await findStackRow(source, scope, name);
    const isUpdate = known !== undefined && !isEmptied(known.status);
    const row = known ?? newStackRow(scope, name);
    const before = new Map(currentParameters(scope, row).map(({ key, value }) => [key, value]));
    const shown = summary.parameters.map((parameter) => {
      const value = before.get(parameter.key);
      return value === undefined || parameter.noEcho ? parameter : { ...parameter, defaultValue: value };
    });
    const shared = { ...summary, parameters: shown, isUpdate };
    try {
      const preview = await previewOf(source, scope, row, stackInput(input, [...before.keys()], summary));
      return { ...shared, ...preview };
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      return { ...shared, changes: [], skipped: [], isSame: false, problem: error.message };
    }
  });
}

/** A stack that made nothing, or no more has what it made. */
function isEmptied(status: string): boolean {
  return status === inReview || status === "ROLLBACK_COMPLETE";
}

function stackInput(
  { stackName, templateBody, parameters }: TemplateInput,
  known: readonly string[],
  summary: TemplateSummary,
): StackInput {
  const given = new Set(parameters.map(({ key }) => key));
  const kept = summary.parameters.filter(({ key }) => !given.has(key) && known.includes(key));
  return { stackName, templateBody, parameters: [...parameters, ...kept.map(({ key }) => ({ key, usePreviousValue: true }))] };
}

/** Makes a stack of a template, or makes one what the template says; what came of it is in the answer. */
export async function applyTemplate(scope: Scope, tools: StackTools, input: TemplateInput): Promise<StackDescription> {
  const { stackName } = input;
  const known = await read(scope, (source) => findStackRow(source, scope, stackName));
  const summary = summarizeTemplate(scope, input.templateBody);
  const keys = known === undefined ? [] : currentParameters(scope, known).map(({ key }) => key);
  const stack = stackInput(input, keys, summary);
  if (known?.status === "ROLLBACK_COMPLETE") await deleteStack(scope, tools, { stackName });
  if (known === undefined || isEmptied(known.status)) await createStack(scope, tools, stack);
  else await updateStack(scope, tools, stack);
  return describeStack(scope, { stackName });
}
