"use client";
import { useEffect, useState } from "react";
import { useOperation } from "@/components/data/use-operations";
import { makeResolver } from "@/components/editor/model-references";
import { testerKey, useTester } from "@/components/tester/use-tester";
import type { Method } from "@/lib/definition/rest-api";

type Place = { apiId: string; path: string; method: Method };

const seed = 1;

/** A body to preview request templates with: that of the last test, else a sample of the method's model. The latter types completion. */
export function useSampleRequest({ apiId, path, method }: Place): { sampleBody: string | undefined; modelBody: string | undefined } {
  const run = useTester((state) => state.runs[testerKey(apiId, path, method.httpMethod)]);
  const models = useOperation("listModels", { apiId });
  const modelName = method.requestModels?.["application/json"];
  const model = models.data?.find((each) => each.name === modelName);
  const modelBody = useModelSample(model?.schema, models.data);
  return { sampleBody: run?.request.body || modelBody, modelBody };
}

/** A sample of a model, once the code that makes one is loaded; a schema that cannot be read has none, and the model's page says why. */
function useModelSample(schema: string | undefined, models: Parameters<typeof makeResolver>[0] | undefined): string | undefined {
  const [sample, setSample] = useState<string>();
  useEffect(() => {
    let isGone = false;
    setSample(undefined);
    if (schema === undefined || models === undefined) return;
    void import("@/components/editor/read-schema")
      .then(({ makeSampleText }) => makeSampleText(schema, { seed, resolveRef: makeResolver(models) }))
      .then(
        (text) => isGone || setSample(text),
        () => undefined,
      );
    return () => {
      isGone = true;
    };
  }, [schema, models]);
  return sample;
}

/** A body to preview response templates with: what the backend answered in the last test. */
export function useSampleAnswer({ apiId, path, method }: Place): string | undefined {
  const run = useTester((state) => state.runs[testerKey(apiId, path, method.httpMethod)]);
  return run?.result.trace.steps.find((step) => step.kind === "integration")?.out?.body;
}
