"use client";
import { useMemo } from "react";
import { useOperation } from "@/components/data/use-operations";
import { makeResolver } from "@/components/editor/model-references";
import { makeSampleText } from "@/components/editor/read-schema";
import { testerKey, useTester } from "@/components/tester/use-tester";
import type { Method } from "@/lib/definition/rest-api";

type Place = { apiId: string; path: string; method: Method };

const seed = 1;

/** A body to preview request templates with: that of the last test, else a sample of the method's model. The latter types completion. */
export function useSampleRequest({ apiId, path, method }: Place): { sampleBody: string | undefined; modelBody: string | undefined } {
  const run = useTester((state) => state.runs[testerKey(apiId, path, method.httpMethod)]);
  const models = useOperation("listModels", { apiId });
  const modelName = method.requestModels?.["application/json"];
  const modelBody = useMemo(() => {
    const model = models.data?.find((each) => each.name === modelName);
    if (!model?.schema) return undefined;
    try {
      return makeSampleText(model.schema, { seed, resolveRef: makeResolver(models.data ?? []) });
    } catch {
      // A schema that cannot be read has no sample; the page of the model says what is wrong with it.
      return undefined;
    }
  }, [models.data, modelName]);
  return { sampleBody: run?.request.body || modelBody, modelBody };
}

/** A body to preview response templates with: what the backend answered in the last test. */
export function useSampleAnswer({ apiId, path, method }: Place): string | undefined {
  const run = useTester((state) => state.runs[testerKey(apiId, path, method.httpMethod)]);
  return run?.result.trace.steps.find((step) => step.kind === "integration")?.out?.body;
}
