import { ServiceError } from "./service-error.ts";

/** The bytes of a request; one that is larger is refused as soon as that shows, whatever length it declares. */
export async function readBody(request: Request, bytesMax: number): Promise<Uint8Array<ArrayBuffer>> {
  const tooLarge = new ServiceError("RequestTooLargeException", `The request is larger than ${bytesMax} bytes.`);
  if (Number(request.headers.get("content-length") ?? "0") > bytesMax) throw tooLarge;
  if (request.body === null) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = request.body.getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    length += part.value.length;
    if (length > bytesMax) {
      await reader.cancel();
      throw tooLarge;
    }
    chunks.push(part.value);
  }
  return new Uint8Array(Buffer.concat(chunks));
}
