import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { eventually } from "../../tests/support/product.ts";
import { apiIdOf } from "../support/calls.ts";
import { test as base, expect } from "../support/fixtures.ts";
import { deploy, makePetStore, saveDraft } from "../support/workbench.ts";

type Event = { methodArn: string; headers?: Record<string, string> };

/** What the function answers: a policy that allows the method that was asked for, and no other. */
function authorize({ methodArn, headers = {} }: Event): object {
  const statement = { Action: "execute-api:Invoke", Effect: "Allow", Resource: methodArn };
  return {
    principalId: headers.who ?? "nobody",
    policyDocument: { Version: "2012-10-17", Statement: [statement] },
    context: { team: "cats" },
  };
}

async function startLambda(): Promise<{ server: Server; url: string }> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      // The event is the gateway's own JSON.
      const event = JSON.parse(Buffer.concat(chunks).toString()) as Event;
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify(authorize(event)));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // A server on a port has an address with a port.
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

const test = base.extend({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures from the pattern.
  productEnv: async ({}, use) => {
    const { server, url } = await startLambda();
    await use({ AWS_ENDPOINT_URL_LAMBDA: url });
    await new Promise((resolve) => server.close(resolve));
  },
});

test("a policy for one method that is kept is warned of, and refuses the second method from the cache", async ({
  page,
  product,
  hand,
  setUp,
  scan,
}) => {
  test.setTimeout(180_000);
  await setUp();
  await makePetStore(page, hand);
  const apiId = apiIdOf(page);
  const api = `${product.consoleUrl}/apis/${apiId}`;
  await page.goto(`${api}/authorizers`);
  await expect(page.getByRole("heading", { name: "No authorizer yet" })).toBeVisible();
  await scan("authorizers-empty");
  await hand.press(page.getByRole("button", { name: "New authorizer" }));
  const dialog = page.getByRole("dialog", { name: "New authorizer" });
  await hand.write(dialog.getByLabel("Name"), "members");
  await hand.choose(dialog.getByLabel("Kind"), "Lambda, request");
  await hand.write(dialog.getByLabel("Function"), "authorize");
  await hand.write(dialog.getByLabel("Identity sources"), "method.request.header.who");
  await scan("new-authorizer");
  await hand.press(dialog.getByRole("button", { name: "Create authorizer" }));
  await expect(page.getByRole("region", { name: "Authorizer members" })).toBeVisible();

  for (const method of ["GET", "POST"]) {
    await page.goto(`${api}/resources?node=%2Fpets&method=${method}&box=method-request`);
    await hand.choose(page.getByLabel("Authorization", { exact: true }), "members (REQUEST)");
    if (method === "GET") await saveDraft(page);
    else await page.keyboard.press("Control+s");
    await expect(page.getByText(`Saved ${method} /pets to the draft`).first()).toBeVisible();
  }
  await deploy(page, hand, /^Deploy \d+ changes to prod$/);

  await page.goto(`${api}/authorizers?tab=test`);
  await expect(page.getByText("used 2×")).toBeVisible();
  await hand.write(page.getByLabel("Path and query string"), "/pets");
  await hand.write(page.getByLabel("Headers"), "who: ada");
  await hand.press(page.getByRole("button", { name: "Ask the authorizer" }));
  const decision = page.getByRole("region", { name: "Decision" });
  await expect(decision).toContainText("The function answered for ada.");
  await expect(decision).toContainText("cats");
  await expect(decision).toContainText("method.request.header.who = ada");
  await expect(decision).toContainText('"Effect": "Allow"');
  await expect(page.getByText("The policy names single methods and is kept for 300 s.")).toBeVisible();
  const row = page.getByRole("table", { name: "Methods under this policy" }).getByRole("row");
  await expect(row.filter({ hasText: "GET /pets" }).first()).toContainText("allowed");
  await expect(row.filter({ hasText: "POST /pets" }).first()).toContainText("not allowed");
  await scan("authorizer-test");

  const call = async (method: string) => {
    const response = await fetch(`${product.gatewayUrl}/_aws/execute-api/${apiId}/prod/pets`, { method, headers: { who: "eve" } });
    await response.text();
    return response.status;
  };
  await eventually("the stage asks the authorizer", async () => (await call("GET")) === 200);
  expect(await call("POST")).toBe(403);
  await page.goto(`${product.consoleUrl}/logs?q=reason%3AAUTHORIZER_DENY_CACHED`);
  const refused = page.getByRole("row").filter({ hasText: "AUTHORIZER_DENY_CACHED" });
  await eventually("the refusal is in the log", async () => {
    await hand.press(page.getByRole("button", { name: "Refresh" }));
    return (await refused.count()) > 0;
  });

  await page.goto(`${api}/authorizers`);
  await hand.write(page.getByLabel("Cache for seconds"), "0");
  await page.keyboard.press("Control+s");
  await expect(page.getByText("Saved authorizer members to the draft")).toBeVisible();
  await hand.press(page.getByRole("button", { name: "Delete" }));
  await expect(page.getByText(/Cannot delete authorizer 'members', is referenced in method/)).toBeVisible();
  await scan("authorizer");
});
