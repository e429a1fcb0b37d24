import { z } from "zod";
import { httpVerbs } from "./http-verbs.ts";
import { lintModes, lintRuleIds } from "./lint.ts";

const id = z.string().min(1).max(128);
const method = { resourceId: id, httpMethod: z.enum(httpVerbs) };

/** A repair that needs no decision: one write, which can be undone. */
export const lintFixSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("delete-model"), name: id }),
  z.object({ kind: z.literal("delete-authorizer"), authorizerId: id }),
  z.object({ kind: z.literal("delete-validator"), requestValidatorId: id }),
  z.object({ kind: z.literal("add-method-response"), ...method, statusCode: z.string().regex(/^[1-5]\d\d$/) }),
  z.object({ kind: z.literal("map-path-parameter"), ...method, name: id }),
  z.object({ kind: z.literal("set-validator"), ...method, requestValidatorId: id }),
  z.object({ kind: z.literal("rename-resource"), resourceId: id, pathPart: z.string().min(1).max(1_024) }),
  z.object({ kind: z.literal("stop-policy-cache"), authorizerId: id }),
]);
export type LintFix = z.infer<typeof lintFixSchema>;

/** The rules that an API treats in another way than by telling what they find. */
export const lintSettingsSchema = z.object({ modes: z.partialRecord(z.enum(lintRuleIds), z.enum(lintModes)) });
export type LintSettings = z.infer<typeof lintSettingsSchema>;
