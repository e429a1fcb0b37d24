import { apiIdOf, callStage } from "../support/calls.ts";
import { expect, test } from "../support/fixtures.ts";

test("from a fresh database to a 200 of the deployed stage in two clicks", async ({ page, product, hand, setUpByHand, scan }) => {
  const startedAt = Date.now();
  await setUpByHand();
  await scan("first-page");

  await hand.press(page.getByRole("button", { name: /Pet store example/ }));
  await hand.press(page.getByRole("button", { name: "Test", exact: true }));

  const answer = page.getByRole("region", { name: "Answer" });
  await expect(answer.getByText("200", { exact: true })).toBeVisible();
  for (const name of ["Rex", "Misty", "Bubbles"]) await expect(answer).toContainText(name);
  expect(Date.now() - startedAt).toBeLessThan(60_000);
  await scan("pet-store-tested");
  const { status, body } = await callStage(product, apiIdOf(page), "/prod/pets");
  expect(status).toBe(200);
  expect(JSON.parse(body)).toHaveLength(3);
});
