import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { apiIdOf } from "../support/calls.ts";
import { expect, test } from "../support/fixtures.ts";
import { deploy, makePetStore } from "../support/workbench.ts";

/** What a page of another origin reads, or the word of its failure. */
type Read = { status: number; body: string } | { error: string };

/** A page of an origin of its own, on a port that is free. */
async function servePage(): Promise<{ origin: string; close: () => void }> {
  const server = createServer((_request, response) => {
    response.setHeader("content-type", "text/html");
    response.end("<!doctype html><title>Shop</title>");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // A server that listens on a port has such an address.
  const { port } = server.address() as AddressInfo;
  return { origin: `http://127.0.0.1:${port}`, close: () => server.close() };
}

test("a page of the origin that the doctor allowed reads answers and refusals, and no other page does", async ({
  page,
  product,
  hand,
  setUp,
  scan,
}) => {
  const [shop, stranger] = await Promise.all([servePage(), servePage()]);
  await setUp();
  await makePetStore(page, hand);
  const apiId = apiIdOf(page);
  await hand.press(page.getByRole("tree").getByRole("treeitem", { name: "/pets", exact: true }));

  await hand.press(page.getByRole("button", { name: "CORS doctor" }));
  const doctor = page.getByRole("dialog", { name: "CORS doctor" });
  await hand.write(doctor.getByLabel("Origin of the page"), shop.origin);
  await hand.press(doctor.getByRole("button", { name: "Examine" }));
  await expect(doctor.getByText("The browser would not even send the call.")).toBeVisible();
  await expect(doctor.getByText(/No 'Access-Control-Allow-Origin' header is present/).first()).toBeVisible();
  await scan("cors-doctor");
  await hand.press(doctor.getByRole("button", { name: "Write what is missing to the draft" }));
  await expect(doctor.getByText("Every answer can be read by the page.")).toBeVisible();
  await page.keyboard.press("Escape");
  await deploy(page, hand, /Deploy 5 changes to prod/);

  const base = `${product.gatewayUrl}/_aws/execute-api/${apiId}/prod`;
  const readFrom = async (origin: string, path: string, headers: Record<string, string> = {}): Promise<Read> => {
    const other = await page.context().newPage();
    await other.goto(`${origin}/`);
    const read = await other.evaluate(
      async ([url, sent]): Promise<Read> => {
        try {
          const response = await fetch(url, { headers: sent });
          return { status: response.status, body: await response.text() };
        } catch (error) {
          return { error: String(error) };
        }
      },
      [base + path, headers] as const,
    );
    await other.close();
    return read;
  };
  // The header makes the browser ask first.
  expect(await readFrom(shop.origin, "/pets", { "content-type": "application/json" })).toMatchObject({ status: 200 });
  expect(await readFrom(shop.origin, "/nowhere")).toEqual({ status: 403, body: '{"message":"Missing Authentication Token"}' });
  expect(await readFrom(stranger.origin, "/pets")).toEqual({ error: "TypeError: Failed to fetch" });
  shop.close();
  stranger.close();
});
