import { declaredParameters, type ParameterDeclaration } from "../../cloudformation/parameters.ts";
import { readTemplate } from "../../cloudformation/read-template.ts";
import { demand, type Scope } from "../scope.ts";

export type TemplateSummary = {
  description: string | undefined;
  parameters: ParameterDeclaration[];
  resourceTypes: string[];
  transforms: string[];
};

/** What a template declares; nothing of it is looked up. */
export function summarizeTemplate(scope: Scope, templateBody: string): TemplateSummary {
  demand(scope, "read", "stack:summarize-template");
  const template = readTemplate(templateBody);
  const { Description: description, Transform: transform } = template;
  const transforms = transform === undefined ? [] : Array.isArray(transform) ? transform : [transform];
  return {
    description: typeof description === "string" ? description : undefined,
    parameters: declaredParameters(template),
    resourceTypes: [...new Set(Object.values(template.Resources).map(({ Type }) => Type))],
    transforms: transforms.filter((name) => typeof name === "string"),
  };
}
