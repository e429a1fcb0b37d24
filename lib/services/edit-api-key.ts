import { type ApiKeyDraft, changeApiKey } from "./api-keys.ts";
import { apiKeyArn } from "./arns.ts";
import type { Scope } from "./scope.ts";
import { replaceTags, type Tags } from "./tags.ts";
import { type UpdateOptions, write } from "./write.ts";

export type ApiKeyEdit = { [Field in "name" | "description" | "enabled"]?: ApiKeyDraft[Field] | undefined } & {
  tags?: Tags | undefined;
  /** Null for a key without an end. */
  expiresAt?: string | null | undefined;
};

/** Changes what a form has of a key, its tags too, as one revision. */
export async function editApiKey(scope: Scope, key: { apiKey: string }, edit: ApiKeyEdit, options: UpdateOptions = {}): Promise<void> {
  const { tags, expiresAt, ...fields } = edit;
  const given = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
  await write(scope, { action: "api-key:update", summary: summaryOf(edit) }, async (tx) => {
    await changeApiKey(tx, scope, key, (draft) => withEnd({ ...draft, ...given }, expiresAt), options);
    if (tags !== undefined) await replaceTags(tx, scope, apiKeyArn(scope, key.apiKey), tags);
  });
}

function withEnd({ expiresAt: former, ...draft }: ApiKeyDraft, wanted: ApiKeyEdit["expiresAt"]): ApiKeyDraft {
  const end = wanted === undefined ? former : wanted;
  return { ...draft, ...(end ? { expiresAt: end } : {}) };
}

function summaryOf({ enabled, name, tags }: ApiKeyEdit): string {
  const isSwitch = enabled !== undefined && name === undefined && tags === undefined;
  return isSwitch ? `${enabled ? "Enable" : "Disable"} an API key` : "Change an API key";
}
