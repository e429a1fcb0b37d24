import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { freePort } from "../support/free-port.ts";
import { type OidcClaims, type OidcProvider, startOidcProvider } from "../support/oidc-provider.ts";
import { makeDataDir, type Product, removeData, startProduct } from "../support/product.ts";
import { signInFirstOwner } from "../support/sign-in.ts";

let provider: OidcProvider;
let product: Product;
let ownerCookies: string;

beforeAll(async () => {
  const port = await freePort();
  provider = await startOidcProvider(() => `http://localhost:${port}/api/auth/callback/oidc`);
  const { issuer, clientId, clientSecret } = provider;
  const oidc = { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret, OIDC_NAME: "Example ID" };
  const env = { ...oidc, OIDC_ALLOW: "example.com", OIDC_ROLE: "editor", PORT: String(port) };
  product = await startProduct({ dataDir: await makeDataDir(), env });
  ownerCookies = await signInFirstOwner(product, { name: "Ada", email: "ada@example.org", password: "a password for a test" });
});
afterAll(async () => {
  await product.stop();
  await removeData(product);
  await provider.close();
});
beforeEach(() => {
  provider.fault = "none";
  provider.hasShortTokens = false;
});

/** What a browser keeps between the steps of a sign-in. */
class Browser {
  readonly cookies = new Map<string, string>();

  async open(url: string, init: RequestInit = {}): Promise<Response> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const response = await fetch(url, { ...init, redirect: "manual", headers: { ...init.headers, cookie } });
    for (const line of response.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === "") this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    return response;
  }

  /** Presses the button of the sign-in page and goes where it leads, up to the answer of the provider. */
  async askProvider(): Promise<string> {
    const { csrfToken } = (await (await this.open(`${product.consoleUrl}/api/auth/csrf`)).json()) as { csrfToken: string };
    const body = new URLSearchParams({ csrfToken, callbackUrl: "/audit", json: "true" });
    const { url } = (await (await this.open(`${product.consoleUrl}/api/auth/signin/oidc`, { method: "POST", body })).json()) as {
      url: string;
    };
    const answer = await fetch(url, { redirect: "manual" });
    return answer.headers.get("location") ?? "";
  }

  /** Goes back to the console with the answer of the provider, and on to the page that it ends at. */
  async comeBack(answer: string): Promise<string> {
    let address = answer;
    do {
      const response = await this.open(address);
      address = new URL(response.headers.get("location") ?? "", address).href;
    } while (address.startsWith(`${product.consoleUrl}/api/auth/`));
    return address.slice(product.consoleUrl.length);
  }

  call(operation: string): Promise<Response> {
    return this.open(`${product.consoleUrl}/api/call/${operation}?input=${encodeURIComponent("{}")}`);
  }
}

/** Where the sign-in of somebody ends, and the browser that it ended in. */
async function signIn(claims: OidcClaims): Promise<{ browser: Browser; end: string }> {
  provider.signedIn = claims;
  const browser = new Browser();
  return { browser, end: await browser.comeBack(await browser.askProvider()) };
}

type Listed = { members: { email: string; name: string; role: string }[]; invitations: { email: string }[] };
const listMembers = async (browser: Browser) => (await (await browser.call("listMembers")).json()) as Listed;

const grace = { sub: "grace", email: "Grace@Example.com", email_verified: true, name: "Grace" };

test("somebody of an allowed domain signs in, with PKCE, state and nonce, and is a member with the set role", async () => {
  const { browser, end } = await signIn(grace);
  const { members } = await listMembers(browser);
  const again = await signIn(grace);

  expect([end, again.end]).toEqual(["/audit", "/audit"]);
  expect(members).toContainEqual(expect.objectContaining({ email: "grace@example.com", name: "Grace", role: "editor" }));
  expect((await listMembers(again.browser)).members).toHaveLength(members.length);
  expect(provider.asked?.get("scope")).toBe("openid email profile");
  for (const name of ["state", "nonce", "code_challenge"]) expect(provider.asked?.get(name)?.length).toBeGreaterThan(20);
});

test("who is invited comes in with the role of the invitation, which is used up", async () => {
  const headers = { cookie: ownerCookies, "content-type": "application/json" };
  const body = JSON.stringify({ email: "lin@elsewhere.test", role: "deployer" });
  await fetch(`${product.consoleUrl}/api/call/inviteMember`, { method: "POST", headers, body });
  provider.hasShortTokens = true;

  const { browser, end } = await signIn({ sub: "lin", email: "lin@elsewhere.test", email_verified: true });

  const { members, invitations } = await listMembers(browser);
  expect(end).toBe("/audit");
  expect(members).toContainEqual(expect.objectContaining({ email: "lin@elsewhere.test", role: "deployer" }));
  expect(invitations).toEqual([]);
});

test.each([
  { who: "a stranger", claims: { sub: "x", email: "eve@elsewhere.test", email_verified: true }, error: "OidcNotInvited" },
  {
    who: "somebody with the owner's address, not verified",
    claims: { sub: "x", email: "ada@example.org", email_verified: false },
    error: "OidcNotVerified",
  },
  { who: "somebody whose address is not said to be verified", claims: { sub: "x", email: "ada@example.org" }, error: "OidcNotVerified" },
  { who: "somebody without an address", claims: { sub: "x", email_verified: true }, error: "OidcNoEmail" },
])("$who does not come in", async ({ claims, error }) => {
  const { browser, end } = await signIn(claims);

  expect(end).toBe(`/login?error=${error}`);
  expect((await browser.call("listMembers")).status).toBe(401);
});

test.each(["nonce", "key", "audience"] as const)("an ID token with another %s is refused", async (fault) => {
  provider.fault = fault;

  const { browser, end } = await signIn(grace);

  expect(end).toMatch(/^\/login\?.*error=OAuthCallback$/);
  expect((await browser.call("listMembers")).status).toBe(401);
});

test("an answer that another browser asked for signs nobody in", async () => {
  provider.signedIn = grace;
  const answer = await new Browser().askProvider();
  const other = new Browser();
  await other.askProvider();

  const end = await other.comeBack(answer);

  expect(end).toMatch(/^\/login\?.*error=OAuthCallback$/);
  expect((await other.call("listMembers")).status).toBe(401);
});

test("the sign-in page has the button and says why somebody did not come in", async () => {
  const page = await (await fetch(`${product.consoleUrl}/login?error=OidcNotInvited`)).text();

  expect(page).toContain("Example ID");
  expect(page).toContain("You are not a member here. Ask an owner to invite the address that you signed in with.");
});
