import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { GetResourcesCommand, PutIntegrationCommand, PutMethodCommand } from "@aws-sdk/client-api-gateway";
import type { CDPSession } from "@playwright/test";
import { clientOf, environmentKey } from "../tests/processes/aws.ts";
import { apiIdOf } from "./support/calls.ts";
import { expect, test } from "./support/fixtures.ts";
import { makePetStore } from "./support/workbench.ts";

test.use({ productEnv: environmentKey });

const tests = 100;
/** What the first ones need stays: code, the editor, the answers that a page keeps. */
const firstTests = 10;
const growthMaxBytes = 50 * 1_048_576;

async function usedHeap(session: CDPSession): Promise<number> {
  await session.send("HeapProfiler.collectGarbage");
  const { usedSize } = await session.send("Runtime.getHeapUsage");
  return usedSize;
}

test("a page in which 100 answers of 1 MB were read does not keep them", async ({ page, product, hand, setUp }, info) => {
  test.setTimeout(300_000);
  const body = JSON.stringify({ text: "x".repeat(1_048_576) });
  const backend = createServer((_request, response) => response.setHeader("content-type", "application/json").end(body));
  await new Promise<void>((resolve) => backend.listen(0, "127.0.0.1", resolve));
  try {
    await setUp();
    await makePetStore(page, hand);
    const restApiId = apiIdOf(page);
    const client = clientOf(product);
    const { items = [] } = await client.send(new GetResourcesCommand({ restApiId }));
    const place = { restApiId, resourceId: items.find(({ path }) => path === "/")?.id ?? "", httpMethod: "POST" };
    await client.send(new PutMethodCommand({ ...place, authorizationType: "NONE" }));
    const uri = `http://127.0.0.1:${(backend.address() as AddressInfo).port}/`;
    await client.send(new PutIntegrationCommand({ ...place, type: "HTTP_PROXY", integrationHttpMethod: "POST", uri }));
    await page.goto(`${product.consoleUrl}/apis/${restApiId}/resources?node=%2F&method=POST&dock=true`);
    const send = page.getByRole("button", { name: "Test", exact: true });
    await hand.choose(page.getByRole("combobox", { name: "Target" }), "Method test of the draft");
    const session = await page.context().newCDPSession(page);

    const sendMany = async (times: number) => {
      for (let sent = 0; sent < times; sent++) {
        const answered = page.waitForResponse((response) => response.url().includes("/api/call/testMethod"));
        await send.click();
        expect((await (await answered).finished()) ?? "whole").toBe("whole");
        await expect(send).toBeEnabled();
      }
    };
    await sendMany(firstTests);
    const before = await usedHeap(session);
    await sendMany(tests);
    const grown = (await usedHeap(session)) - before;

    await expect(page.getByText("1.0 MB").first()).toBeVisible();
    info.annotations.push({ type: "figures", description: JSON.stringify({ before, grown }) });
    expect(grown).toBeLessThan(growthMaxBytes);
  } finally {
    backend.close();
  }
});
