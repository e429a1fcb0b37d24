import type { ReactNode } from "react";

type Props = { label: string; columns: readonly string[]; rows: readonly { key: string; cells: readonly ReactNode[] }[]; empty: string };

/** A table of facts, or a sentence where there are none. */
export function FactTable({ label, columns, rows, empty }: Props) {
  if (rows.length === 0) return <p className="p-3 text-muted">{empty}</p>;
  return (
    <table aria-label={label} className="w-full border-collapse text-left">
      <thead>
        <tr className="h-9 border-line border-b text-muted text-sm [&_th]:px-3 [&_th]:font-medium">
          {columns.map((column) => (
            <th key={column} scope="col">
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, cells }) => (
          <tr key={key} className="border-line border-b align-top last:border-b-0 [&_td]:px-3 [&_td]:py-1.5">
            {cells.map((cell, index) => (
              <td key={columns[index]}>{cell}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
