import { apiIdOf } from "../support/calls.ts";
import { expect, test } from "../support/fixtures.ts";
import { deploy, makePetStore } from "../support/workbench.ts";

/** What a page of another origin reads, or the word of its failure. */
type Read = { status: number; body: string } | { error: string };

test("a page of the origin that the doctor allowed reads answers and refusals, and no other page does", async ({
  page,
  product,
  hand,
  setUp,
  scan,
}) => {
  await setUp();
  await makePetStore(page, hand);
  const apiId = apiIdOf(page);
  await hand.press(page.getByRole("tree").getByRole("treeitem", { name: "/pets", exact: true }));

  await hand.press(page.getByRole("button", { name: "CORS doctor" }));
  const doctor = page.getByRole("dialog", { name: "CORS doctor" });
  await hand.write(doctor.getByLabel("Origin of the page"), "http://shop.localhost");
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
    await other.route(`${origin}/**`, (route) => route.fulfill({ contentType: "text/html", body: "<title>Shop</title>" }));
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
  expect(await readFrom("http://shop.localhost", "/pets", { "content-type": "application/json" })).toMatchObject({ status: 200 });
  expect(await readFrom("http://shop.localhost", "/nowhere")).toEqual({ status: 403, body: '{"message":"Missing Authentication Token"}' });
  expect(await readFrom("http://other.localhost", "/pets")).toEqual({ error: "TypeError: Failed to fetch" });
});
