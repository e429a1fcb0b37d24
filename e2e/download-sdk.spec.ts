import { readFile } from "node:fs/promises";
import { apiIdOf } from "./support/calls.ts";
import { expect, test } from "./support/fixtures.ts";
import { makePetStore } from "./support/workbench.ts";

test("a client of a stage is downloaded; what it lacks is said", async ({ page, product, hand, setUp, scan }) => {
  await setUp();
  await makePetStore(page, hand);
  const apiId = apiIdOf(page);
  await page.goto(`${product.consoleUrl}/apis/${apiId}/stages/prod`);

  await hand.press(page.getByRole("button", { name: "Download SDK" }));
  const dialog = page.getByRole("dialog", { name: "SDK of prod" });
  await hand.choose(dialog.getByLabel("Language"), "Java");
  await hand.write(dialog.getByLabel("Service Name"), "PetStore");
  await hand.write(dialog.getByLabel("Java Package Name"), "com.class");
  await scan("download-sdk");
  await hand.press(dialog.getByRole("button", { name: "Download" }));
  await expect(dialog.getByText("it must be a name of a Java package such as com.example.pets")).toBeVisible();

  await hand.write(dialog.getByLabel("Java Package Name"), "com.example.pets");
  const downloading = page.waitForEvent("download");
  await hand.press(dialog.getByRole("button", { name: "Download" }));
  const download = await downloading;

  expect(download.suggestedFilename()).toBe(`${apiId}-prod-java.zip`);
  const archive = await readFile(await download.path());
  expect(archive.subarray(0, 4).toString("latin1")).toBe("PK\u0003\u0004");
  expect(archive.includes("src/main/java/com/example/pets/PetStore.java")).toBe(true);
  await expect(dialog).toBeHidden();
});
