/** What an answer can be held to. */
export const assertionKinds = ["status", "header", "json", "contains"] as const;
