/** Stands in the place of a secret stage variable wherever values are shown. The service takes no such value, so that no other one is meant. */
export const secretMask = "********";

/** Shorter values could not be told from other text when traces and logs are masked. */
export const secretLengthMin = 8;

/** Whose secret a sealed value is: it opens for the variable of this name on this stage only. The stage is named by the key of its row. */
export function secretVariableOwner(stageId: string, name: string): string {
  return `stage-variable:${stageId}/${name}`;
}

type Maskable = {
  variables?: Readonly<Record<string, string>> | undefined;
  secretVariables?: Readonly<Record<string, string>> | undefined;
};

/** The variables without the secret ones: what a copy of a stage has to ask for. */
export function splitVariables({ variables = {}, secretVariables = {} }: Maskable): {
  plain: Record<string, string>;
  secretNames: string[];
} {
  const isSecret = (name: string) => Object.hasOwn(secretVariables, name);
  return {
    plain: Object.fromEntries(Object.entries(variables).filter(([name]) => !isSecret(name))),
    secretNames: Object.keys(variables).filter(isSecret),
  };
}
