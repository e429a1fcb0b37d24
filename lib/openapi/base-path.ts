import { isNode, type Node, nodeIn, textIn } from "./read-document.ts";

/** A path of a document below what is kept of its base path. */
export function joinPaths(base: string, path: string): string {
  const joined = `${base}${path}`.replace(/\/+$/, "");
  return joined === "" ? "/" : joined;
}

/** `prepend` keeps the whole base path, `split` drops its first part, anything else drops all of it. */
export function basePathOf(document: Node, mode: string | undefined): string {
  const parts = documentBasePath(document)
    .split("/")
    .filter((part) => part !== "");
  const kept = mode === "prepend" ? parts : mode === "split" ? parts.slice(1) : [];
  return kept.map((part) => `/${part}`).join("");
}

function documentBasePath(document: Node): string {
  const swagger = textIn(document, "basePath");
  if (swagger !== undefined) return swagger;
  const [server] = Array.isArray(document.servers) ? document.servers : [];
  if (!isNode(server)) return "";
  const variable = textIn(nodeIn(nodeIn(server, "variables"), "basePath"), "default");
  if (variable !== undefined) return variable;
  return (textIn(server, "url") ?? "").replace(/^[a-z]+:\/\/[^/]*/i, "");
}
