"use client";
import { testerKey, useTester } from "@/components/tester/use-tester";
import type { HttpVerb } from "@/lib/definition/rest-api";
import { listMappingValues } from "./list-mapping-values";
import { MappingValueTable } from "./mapping-value-table";

type Props = {
  apiId: string;
  path: string;
  httpMethod: HttpVerb;
  parameters: Readonly<Record<string, string>>;
  /** Of mappings of a response: they have values only where the test was answered with it. */
  statusCode?: string;
};

/** What each mapping read and wrote in the last test of the method; nothing before there is one. */
export function MappingValues({ apiId, path, httpMethod, parameters, statusCode }: Props) {
  const run = useTester((state) => state.runs[testerKey(apiId, path, httpMethod)]);
  if (run === undefined || Object.keys(parameters).length === 0) return null;
  if (statusCode !== undefined && run.result.status !== Number(statusCode)) return null;
  const { trace, headers } = run.result;
  const values = listMappingValues(parameters, { resourcePath: path, trace, replyHeaders: headers });
  return (
    <MappingValueTable
      rows={values.map((value) => ({
        ...value,
        label: value.to.split(".").slice(2).join("."),
        noResult: value.to.includes(".path.") ? "in the path" : "nothing",
      }))}
    />
  );
}
