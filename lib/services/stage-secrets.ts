import { isSealed } from "../auth/seal.ts";
import { secretLengthMin, secretMask, secretVariableOwner } from "../definition/secret-variables.ts";
import type { StageSettings } from "../definition/stage.ts";
import { badRequest } from "./errors.ts";
import type { Scope } from "./scope.ts";

/** Variables of a stage with the secret ones beside them, sealed; the former have the mask in the places of the latter. */
type Variables = { plain: Readonly<Record<string, string>>; secret: Readonly<Record<string, string>> };

type StageId = { apiId: string; stageName: string };

function ownerOf({ apiId, stageName }: StageId, name: string): string {
  return secretVariableOwner(`${apiId}/${stageName}`, name);
}

/**
 * Seals what is given for secret variables. A mask leaves a secret as it is, whoever writes it back; what has no variable any more is
 * no secret either.
 */
export function sealVariables(scope: Scope, stage: StageId, { plain, secret }: Variables): Variables {
  const sealed: Record<string, string> = {};
  const shown = { ...plain };
  for (const name of Object.keys(secret)) {
    const value = plain[name];
    if (value === undefined) continue;
    sealed[name] = value === secretMask ? keptSecret(name, secret[name] ?? "") : sealValue(scope, stage, { name, value });
    shown[name] = secretMask;
  }
  const unsealed = Object.entries(shown).find(([name, value]) => value === secretMask && sealed[name] === undefined);
  if (unsealed !== undefined)
    throw badRequest(`The stage variable ${unsealed[0]} needs a value: ${secretMask} only stands for a secret one.`);
  return { plain: shown, secret: sealed };
}

function keptSecret(name: string, kept: string): string {
  // A mask in the place of a sealed text comes from somebody who never saw a value.
  if (isSealed(kept)) return kept;
  throw badRequest(`The secret stage variable ${name} needs a value.`);
}

function sealValue({ apiKeys }: Scope, stage: StageId, { name, value }: { name: string; value: string }): string {
  if (value.length < secretLengthMin) {
    throw badRequest(
      `The secret stage variable ${name} needs at least ${secretLengthMin} characters: shorter values cannot be masked in traces and logs.`,
    );
  }
  return apiKeys.seal(value, ownerOf(stage, name));
}

/** The names of secret variables, with a mask for each, as everybody may see them. */
export function maskSecrets(secret: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.keys(secret).map((name) => [name, secretMask]));
}

/** Settings of a stage as everybody may see them. */
export function showSettings<Settings extends Pick<StageSettings, "secretVariables" | "canarySettings">>(settings: Settings): Settings {
  const { secretVariables, canarySettings } = settings;
  return {
    ...settings,
    ...(secretVariables && { secretVariables: maskSecrets(secretVariables) }),
    ...(canarySettings?.secretOverrides && {
      canarySettings: { ...canarySettings, secretOverrides: maskSecrets(canarySettings.secretOverrides) },
    }),
  };
}

/** The values of the secret variables that open; those under another installation's key do not. */
export function openSecrets({ apiKeys }: Scope, stage: StageId, secret: Readonly<Record<string, string>> = {}): Record<string, string> {
  return Object.fromEntries(
    Object.entries(secret).flatMap(([name, sealed]): [string, string][] => {
      const value = isSealed(sealed) ? apiKeys.open(sealed, ownerOf(stage, name)) : undefined;
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
