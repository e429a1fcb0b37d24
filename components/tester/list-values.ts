/** As many as one looks through. */
const valuesMax = 100;

/** Paths of the plain values in a JSON text, each with its JSON; nothing for other texts. */
export function listValues(body: string): { path: string; json: string }[] {
  const found: { path: string; json: string }[] = [];
  const visit = (value: unknown, path: string) => {
    if (found.length >= valuesMax) return;
    if (typeof value !== "object" || value === null) found.push({ path, json: JSON.stringify(value) });
    else if (Array.isArray(value)) for (const [index, item] of value.entries()) visit(item, `${path}[${index}]`);
    else for (const [name, member] of Object.entries(value)) visit(member, path + step(name));
  };
  try {
    visit(JSON.parse(body), "$");
  } catch {
    // Other texts have no values to name.
  }
  return found;
}

function step(name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) ? `.${name}` : `['${name.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}']`;
}
