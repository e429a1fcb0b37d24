import { z } from "zod";
import type { LintOperations } from "@/lib/client/lint-operations";
import { type LintFinding, type LintRuleId, lintModes, lintRuleIds } from "@/lib/definition/lint";
import { lintFixSchema } from "@/lib/definition/lint-shapes";
import { getDefinition } from "@/lib/services/draft-state";
import { applyLintFix, lintRestApi, listMissingVariables, updateLintSettings } from "@/lib/services/lint";
import { apiKey, definitionRef, id, options, version } from "./_inputs";
import type { Row } from "./_row";

/** As many of one rule as anybody reads. */
const findingsMax = 200;

/** The design lint. */
export const lintOperations: { [N in keyof LintOperations]: Row<N> } = {
  lint: {
    kind: "query",
    input: apiKey.extend({ stageName: id.optional() }),
    run: async ({ scope }, { apiId: restApiId, stageName }) => {
      const { findings, settings, entityVersion } = await lintRestApi(scope, {
        restApiId,
        ...(stageName === undefined ? {} : { stageName }),
      });
      return { ...shorten(findings), modes: settings.modes, version: entityVersion };
    },
  },
  listMissingVariables: {
    kind: "query",
    input: apiKey.extend({ of: definitionRef, stageName: id }),
    run: async ({ scope }, { apiId, of, stageName }) =>
      listMissingVariables(scope, { definition: await getDefinition(scope, apiId, of), stageName }),
  },
  setLintMode: {
    kind: "mutation",
    input: apiKey.extend({ rule: z.enum(lintRuleIds), mode: z.enum(lintModes), expectedVersion: version }),
    run: async ({ scope }, { apiId: restApiId, rule, mode, expectedVersion }) => {
      const change = ({ modes: { [rule]: _former, ...modes } }: { modes: LintModes }) => ({
        modes: mode === "report" ? modes : { ...modes, [rule]: mode },
      });
      await updateLintSettings(scope, { restApiId }, change, options(expectedVersion));
      return {};
    },
  },
  applyLintFix: {
    kind: "mutation",
    input: apiKey.extend({ fix: lintFixSchema }),
    run: async ({ scope }, { apiId: restApiId, fix }) => {
      await applyLintFix(scope, { restApiId, fix });
      return {};
    },
  },
};

type LintModes = Partial<Record<LintRuleId, (typeof lintModes)[number]>>;

function shorten(findings: readonly LintFinding[]): { findings: LintFinding[]; counts: Partial<Record<LintRuleId, number>> } {
  const counts: Partial<Record<LintRuleId, number>> = {};
  const shown = findings.filter(({ rule }) => {
    const count = (counts[rule] ?? 0) + 1;
    counts[rule] = count;
    return count <= findingsMax;
  });
  return { findings: shown, counts };
}
