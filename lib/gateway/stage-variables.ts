import { secretMask } from "../definition/secret-variables.ts";
import { compileHiding, type HideSecrets } from "./hide-secrets.ts";

/** Variables as they are shown, and the values of the secret ones among them. */
type Layer = {
  shown?: Readonly<Record<string, string>> | undefined;
  secret?: Readonly<Record<string, string>> | undefined;
};

/** What requests read as stage variables, later layers over earlier ones, and what hides the secret values from those who look on. */
export function stageVariables(...layers: readonly Layer[]): { variables: Record<string, string>; hide: HideSecrets | undefined } {
  const variables: Record<string, string> = {};
  for (const { shown = {}, secret = {} } of layers) {
    for (const [name, value] of Object.entries(shown)) {
      if (value !== secretMask) variables[name] = value;
      // A secret that could not be opened is missing: its mask is no value.
      else if (secret[name] === undefined) delete variables[name];
      else variables[name] = secret[name];
    }
  }
  return { variables, hide: compileHiding(layers.flatMap(({ secret = {} }) => Object.values(secret))) };
}
