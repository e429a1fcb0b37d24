import { splitVariables } from "../definition/secret-variables.ts";
import { substitute, type Text, type Variable, variableName } from "./command.ts";
import { type HclBlock, type HclValue, Reference } from "./hcl.ts";

type Variables = {
  variables?: Readonly<Record<string, string>> | undefined;
  secretVariables?: Readonly<Record<string, string>> | undefined;
};

/** The variables of a stage for a command: secret values are asked for where it runs. Undefined when there are none. */
export function variablesText(settings: Variables): { text: Text | string | undefined; asked: ReadonlyMap<string, string> } {
  const { plain, secretNames } = splitVariables(settings);
  const names = new Map<string, Variable>();
  const asked = new Map<string, string>();
  for (const name of secretNames) {
    const variable = variableName(new Set(asked.keys()), "SECRET", name);
    // No variable has a value like this one.
    names.set(`{{secret ${name}}}`, { variable });
    asked.set(variable, `set it to the stage variable ${name}`);
  }
  const all = { ...plain, ...Object.fromEntries(secretNames.map((name) => [name, `{{secret ${name}}}`])) };
  if (Object.keys(all).length === 0) return { text: undefined, asked };
  const text = JSON.stringify(all);
  // A list without a variable would count as a value of its own.
  return { text: names.size === 0 ? text : substitute(text, names), asked };
}

/** The same for Terraform: secret values are variables of the module. */
export function variablesHcl(settings: Variables): { value: HclValue | undefined; blocks: HclBlock[] } {
  const { plain, secretNames } = splitVariables(settings);
  const taken = new Set<string>();
  const labels = secretNames.map((name): [string, string] => {
    const label = variableName(taken, "SECRET", name).toLowerCase();
    taken.add(label.toUpperCase());
    return [name, label];
  });
  const all = { ...plain, ...Object.fromEntries(labels.map(([name, label]) => [name, new Reference(`var.${label}`)])) };
  const blocks = labels.map(
    ([, label]): HclBlock => ({ keyword: "variable", labels: [label], body: { type: new Reference("string"), sensitive: true } }),
  );
  return { value: Object.keys(all).length === 0 ? undefined : all, blocks };
}
