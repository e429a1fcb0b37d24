import type { Product } from "./product.ts";

export type Owner = { name: string; email: string; password: string };

/** Makes the first owner and signs in as the pages do it. Returns the cookies, as a header has them. */
export async function signInFirstOwner(
  { consoleUrl, setupUrl = "" }: Pick<Product, "consoleUrl" | "setupUrl">,
  owner: Owner,
): Promise<string> {
  const json = { "content-type": "application/json" };
  const token = new URL(setupUrl).searchParams.get("token");
  const made = await fetch(`${consoleUrl}/api/setup`, { method: "POST", headers: json, body: JSON.stringify({ ...owner, token }) });
  if (!made.ok) throw new Error(`no owner: ${await made.text()}`);
  const first = await fetch(`${consoleUrl}/api/auth/csrf`);
  const { csrfToken } = (await first.json()) as { csrfToken: string };
  const cookies = cookiesOf(first);
  const form = new URLSearchParams({ csrfToken, email: owner.email, password: owner.password, json: "true" });
  const second = await fetch(`${consoleUrl}/api/auth/callback/credentials`, {
    method: "POST",
    headers: { cookie: cookies, "content-type": "application/x-www-form-urlencoded" },
    body: form,
    redirect: "manual",
  });
  return `${cookies}; ${cookiesOf(second)}`;
}

function cookiesOf(response: Response): string {
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(";")[0])
    .join("; ");
}
