/** The fields of the object that a plain JSONPath selects in a sample body; of a list, those of its first item. */
export function listFields(body: string, path: string): { name: string; type: string }[] {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    // A sample that is not JSON has no fields.
    return [];
  }
  for (const [, name, index] of path.matchAll(/\.([\w-]+)|\[(\d+|\*)\]/g)) {
    if (name !== undefined) value = fieldOf(value, name);
    else if (Array.isArray(value)) value = value[index === "*" ? 0 : Number(index)];
  }
  const record = Array.isArray(value) ? value[0] : value;
  if (typeof record !== "object" || record === null) return [];
  return Object.entries(record)
    .filter(([name]) => /^[\w-]+$/.test(name))
    .map(([name, field]) => ({ name, type: Array.isArray(field) ? "array" : field === null ? "null" : typeof field }));
}

function fieldOf(value: unknown, name: string): unknown {
  const record = Array.isArray(value) ? value[0] : value;
  if (typeof record !== "object" || record === null) return undefined;
  return Object.entries(record).find(([key]) => key === name)?.[1];
}
