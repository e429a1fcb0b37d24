"use client";
import { testerKey, useTester } from "@/components/tester/use-tester";
import type { HttpVerb } from "@/lib/definition/rest-api";
import { listMappingValues } from "./list-mapping-values";

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
    <div className="mt-2 overflow-x-auto rounded-md border border-line bg-raised p-2">
      <table className="w-full text-sm">
        <caption className="pb-1 text-left text-muted">In the last test</caption>
        <thead>
          <tr className="text-left text-muted">
            <th className="pr-3 font-normal">To</th>
            <th className="pr-3 font-normal">Value of the source</th>
            <th className="font-normal">Result</th>
          </tr>
        </thead>
        <tbody>
          {values.map(({ to, from, source, result }) => (
            <tr key={to} className="border-line border-t align-top">
              <th className="py-1 pr-3 text-left font-mono font-normal">{to.split(".").slice(2).join(".")}</th>
              <td className="py-1 pr-3">
                <Value text={source} title={from} none="not there" />
              </td>
              <td className="py-1">
                <Value text={result} title={to} none={to.includes(".path.") ? "in the path" : "nothing"} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const shownMax = 200;

function Value({ text, title, none }: { text: string | undefined; title: string; none: string }) {
  if (text === undefined) return <span className="text-muted">{none}</span>;
  return (
    <code title={title} className="break-all">
      {text.length > shownMax ? `${text.slice(0, shownMax)} …` : text}
    </code>
  );
}
