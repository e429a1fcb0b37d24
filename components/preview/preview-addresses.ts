import type { PreviewLink } from "@/lib/client/operations";

/** The address of the draft at a path, with its pass in the link, or in a header of a command. */
export function previewAddresses({ url, token, parameter, header }: PreviewLink, path: string): { link: string; curl: string } {
  const address = `${url}${path.startsWith("/") ? path : `/${path}`}`;
  const mark = address.includes("?") ? "&" : "?";
  return {
    link: `${address}${mark}${parameter}=${token}`,
    curl: `curl -H '${header}: ${token}' '${address.replaceAll("'", "%27")}'`,
  };
}
