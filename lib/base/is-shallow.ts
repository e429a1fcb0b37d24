/** Larger values are no request of anybody; aliases of YAML may make a few bytes that large. */
const nodesMax = 2_000_000;

/** Whether a parsed value has no more levels than that, and so few members that all of them may be walked. */
export function isShallow(value: unknown, depthMax: number): boolean {
  let nodes = 0;
  const walk = (node: unknown, depth: number): boolean => {
    nodes += 1;
    if (node === null || typeof node !== "object") return nodes <= nodesMax;
    return depth > 0 && nodes <= nodesMax && Object.values(node).every((member) => walk(member, depth - 1));
  };
  return walk(value, depthMax);
}
