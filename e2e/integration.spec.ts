import { expect, test } from "./support/fixtures.ts";
import { makePetStore, saveDraft } from "./support/workbench.ts";

test("an integration is chosen by its kind, filled by a preset, and says what stages lack", async ({
  page,
  product,
  hand,
  setUp,
  scan,
}, info) => {
  await setUp();
  await makePetStore(page, hand);
  const radio = (name: RegExp) => page.getByRole("radio", { name });
  const chooseKind = async (from: RegExp, to: RegExp, arrow: string, times: number) => {
    if (info.project.metadata.hand !== "keyboard") return radio(to).click();
    // A group of radio buttons is one stop of Tab; arrows choose inside.
    await hand.reach(radio(from));
    for (let step = 0; step < times; step++) await page.keyboard.press(arrow);
  };

  await hand.press(page.getByRole("button", { name: /^Integration,/ }));
  await chooseKind(/^Mock/, /^AWS service/, "ArrowDown", 1);
  await hand.choose(page.getByLabel(/^Preset/), "SQS SendMessage");
  await hand.press(page.getByRole("button", { name: "Fill in" }));
  await expect(page.getByRole("button", { name: /^Integration,/ })).toContainText("sqs:path/000000000000/queue");
  await expect(page.getByRole("button", { name: /^Integration response,/ })).toContainText("200, 400, 500");
  await saveDraft(page);
  await scan("integration-service");

  await chooseKind(/^AWS service/, /^HTTP/, "ArrowUp", 2);
  const url = page.getByRole("textbox", { name: "URL" });
  await hand.write(url, "http://${stageVariables.host}/pets");
  await expect(page.getByText("prod has no value for host.")).toBeVisible();
  await hand.write(url, `${product.gatewayUrl}/_gatehouse/health`);
  await hand.press(page.getByRole("button", { name: "Check the backend of prod" }));
  await expect(page.getByRole("list", { name: "Result of the check" })).toContainText("answers HEAD with");
  await scan("integration-http");
});
