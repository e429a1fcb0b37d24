import type { DebugPosition } from "./debug-position";

/** The variables of the template as they are; what the step before changed is marked. */
export function DebugVariables({ variables }: { variables: DebugPosition["variables"] }) {
  if (variables.length === 0) return <p className="text-muted text-sm">No variable is set here.</p>;
  return (
    <table className="w-full table-fixed text-left text-sm">
      <caption className="pb-1 text-left font-medium">Variables</caption>
      <thead className="sr-only">
        <tr>
          <th scope="col">Name</th>
          <th scope="col">Value</th>
        </tr>
      </thead>
      <tbody>
        {variables.map(({ name, value, isChanged }) => (
          <tr key={name} className="border-line border-t align-top">
            <th scope="row" className="w-1/3 break-all py-1 pr-3 font-mono font-normal">
              ${name}
            </th>
            <td className="break-all py-1 font-mono">
              {isChanged ? <mark className="rounded-sm bg-accent-bg text-fg">{value}</mark> : value}
              {isChanged ? <span className="ml-2 font-sans text-muted text-xs">changed</span> : null}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
