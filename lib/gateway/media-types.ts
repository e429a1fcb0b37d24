/** The media type of a `Content-Type`, lower case, without parameters. */
export function mediaTypeOf(contentType: string): string {
  const semicolon = contentType.indexOf(";");
  return (semicolon < 0 ? contentType : contentType.slice(0, semicolon)).trim().toLowerCase();
}

/** Whether a media type is in `binaryMediaTypes`: exact, or by a wildcard on the right; one on the left has no effect. */
export function isBinaryType(binaryMediaTypes: readonly string[], contentType: string | undefined): boolean {
  if (contentType === undefined || binaryMediaTypes.length === 0) return false;
  const type = mediaTypeOf(contentType);
  if (type === "") return false;
  const family = `${type.slice(0, type.indexOf("/"))}/*`;
  return binaryMediaTypes.some((entry) => {
    const listed = entry.toLowerCase();
    if (listed === "*/*") return true;
    return !listed.startsWith("*") && (listed === type || listed === family);
  });
}

/** Whether the caller wants bytes: only the first media type of `Accept` counts. */
export function acceptsBinary(binaryMediaTypes: readonly string[], accept: string | undefined): boolean {
  return isBinaryType(binaryMediaTypes, accept?.split(",", 1)[0]);
}
