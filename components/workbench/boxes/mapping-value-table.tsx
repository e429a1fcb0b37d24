import type { MappingValue } from "./list-mapping-values";

type Row = MappingValue & {
  label: string;
  /** What stands in the place of a source or a result that is not known. */
  noSource?: string | undefined;
  noResult: string;
};

/** What each mapping read and wrote in a test. */
export function MappingValueTable({ rows }: { rows: readonly Row[] }) {
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
          {rows.map(({ to, from, source, result, label, noSource, noResult }) => (
            <tr key={to} className="border-line border-t align-top">
              <th className="py-1 pr-3 text-left font-mono font-normal">{label}</th>
              <td className="py-1 pr-3">
                <Value text={source} title={from} none={noSource ?? "not there"} />
              </td>
              <td className="py-1">
                <Value text={result} title={to} none={noResult} />
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
