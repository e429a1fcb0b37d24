import { isShallow } from "@/lib/base/is-shallow";
import { readBody } from "@/lib/base/read-body";
import { ServiceError } from "@/lib/base/service-error";
import { hasNull } from "@/lib/base/storable";

/** Deeper values are no input of any operation; patches are walked level by level. */
const depthMax = 60;

/** Throws unless a write comes from a page of this console; scripts, which no browser speaks for, pass. */
export function demandOwnPage(request: Request, publicUrl: string | undefined): void {
  // A form of another site cannot send this type without a preflight, which is never answered; the origin is checked all the same.
  if (!/^application\/json\s*(;|$)/i.test(request.headers.get("content-type") ?? ""))
    throw new ServiceError("BadRequestException", "Send JSON.");
  if (!isOwnPage(request, publicUrl)) throw new ServiceError("ForbiddenException", "Calls of another site are refused.");
}

function isOwnPage({ headers }: Request, publicUrl: string | undefined): boolean {
  const site = headers.get("sec-fetch-site");
  if (site !== null) return site === "same-origin" || site === "none";
  // Browsers leave that header out on plain HTTP to another host, but name the page's origin with every write.
  const origin = headers.get("origin");
  if (origin === null) return true;
  if (publicUrl !== undefined && origin === new URL(publicUrl).origin) return true;
  return URL.canParse(origin) && new URL(origin).host === headers.get("host");
}

/** The value in a request's body. */
export async function readJson(request: Request, bytesMax: number): Promise<unknown> {
  return parseJson(new TextDecoder().decode(await readBody(request, bytesMax)));
}

export function parseJson(text: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new ServiceError("BadRequestException", "The request is not JSON.", { cause });
  }
  if (hasNull(text)) throw new ServiceError("BadRequestException", "The character U+0000 is not allowed.");
  if (!isShallow(value, depthMax)) throw new ServiceError("BadRequestException", `The request has more than ${depthMax} levels.`);
  return value;
}
