export function HeaderTable({ headers }: { headers: readonly (readonly [string, string])[] }) {
  if (headers.length === 0) return <p className="text-muted">No headers.</p>;
  return (
    <table className="w-full table-fixed text-left text-sm">
      <tbody>
        {headers.map(([name, value], index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: headers may repeat, and the list never reorders.
          <tr key={`${name} ${index}`} className="border-line border-b align-top last:border-b-0">
            <th scope="row" className="w-2/5 break-all py-1 pr-3 font-medium font-mono text-muted">
              {name}
            </th>
            <td className="break-all py-1 font-mono">{value}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
