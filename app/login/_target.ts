const home = "/apis";

/** Where a person goes after signing in: a path of this origin, whatever a link says. */
export function signInTarget(wanted: unknown): string {
  if (typeof wanted !== "string" || !wanted.startsWith("/")) return home;
  // Read as browsers do, which take backslashes for slashes and drop line breaks.
  const base = "http://console.invalid";
  if (!URL.canParse(wanted, base)) return home;
  const { origin, pathname, search, hash } = new URL(wanted, base);
  return origin === base && !pathname.startsWith("//") ? `${pathname}${search}${hash}` : home;
}
