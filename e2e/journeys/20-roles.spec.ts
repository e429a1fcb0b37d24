import type { Page } from "@playwright/test";
import { expect, test } from "../support/fixtures.ts";
import { makeHand } from "../support/hand.ts";
import { makePetStore } from "../support/workbench.ts";

const everyPage = (api: string) => [
  ...[
    "/apis",
    "/logs",
    "/metrics",
    "/keys",
    "/plans",
    "/domains",
    "/vpc-links",
    "/certificates",
    "/filters",
    "/stacks",
    "/audit",
    "/members",
  ],
  ...["", "/models?model=NewPet", "/authorizers", "/policy", "/gateway-responses", "/documentation"].map((page) => api + page),
  ...["/stages", "/stages/prod", "/deployments", "/settings"].map((page) => api + page),
  `${api}/resources?node=%2Fpets`,
  ...["method-request", "integration-request", "integration", "integration-response", "method-response"].map(
    (box) => `${api}/resources?node=%2Fpets&method=POST&box=${box}`,
  ),
];

/** The pages of an HTTP and of a WebSocket API, both of them examples. */
const otherPages = (http: string, socket: string) => [
  ...[http, socket].flatMap((api) =>
    ["", "/integrations", "/authorizers", "/stages", "/deployments", "/settings"].map((page) => api + page),
  ),
  ...["route", "authorization", "integration", "mapping"].map((box) => `${http}/routes?box=${box}`),
  ...["route", "integration-request", "integration", "integration-response", "route-response"].map((box) => `${socket}/routes?box=${box}`),
  ...[`${http}/test`, `${http}/stages/%24default`, `${http}/stages/%24default?tab=routes`, `${http}/stages/%24default?tab=variables`],
  ...[`${socket}/models`, `${socket}/connections`, `${socket}/stages/prod`],
];

/** Makes an example of a kind and gives its address. */
async function makeExample(page: Page, consoleUrl: string, protocolType: "HTTP" | "WEBSOCKET"): Promise<string> {
  const answer = await page.request.post(`${consoleUrl}/api/call/createV2Example`, { data: { protocolType } });
  return `/apis/${(await answer.json()).apiId}`;
}

/** Names of what could change something, if it is there and not switched off. */
async function writeControls(page: Page): Promise<string[]> {
  const words =
    /^(New|Add|Create|Save|Delete|Remove|Import|Deploy|Review and deploy|Enable|Disable|Generate|Promote|Roll back|Restore|Revert|Invite|Publish|Duplicate|Rename|Withdraw|Undo)\b/i;
  const controls = page.getByRole("main").or(page.getByRole("banner")).locator("button:enabled, [role=switch]:enabled");
  const names = await controls.evaluateAll((found) => found.map((each) => each.getAttribute("aria-label") ?? each.textContent ?? ""));
  return names.map((name) => name.trim()).filter((name) => words.test(name));
}

const directWrites = (api: string, socket: string) => {
  const apiId = api.split("/")[2];
  const connections = { apiId: socket.split("/")[2], stageName: "prod" };
  return [
    { operation: "inviteMember", input: { email: "eve@example.com", role: "owner" } },
    { operation: "createApi", input: { name: "mine" } },
    { operation: "deleteApi", input: { apiId } },
    { operation: "deploy", input: { apiId, stageName: "prod" } },
    { operation: "createKey", input: { name: "mine", enabled: true, planIds: [] } },
    { operation: "undoRevision", input: { seq: 1 } },
    { operation: "createRoute", input: { apiId: connections.apiId, routeKey: "mine" } },
    { operation: "openSocketSession", input: { ...connections, query: "", headers: [], protocols: [] } },
    { operation: "deleteConnection", input: { ...connections, connectionId: "any=" } },
  ];
};

test("a viewer reads and changes nothing, becomes deployer, finds any method by three keys, and is removed", async ({
  page,
  product,
  hand,
  setUp,
  scan,
  browser,
}, info) => {
  test.setTimeout(600_000);
  await setUp();
  await makePetStore(page, hand);
  const api = new URL(page.url()).pathname.replace(/\/resources.*$/, "");
  const http = await makeExample(page, product.consoleUrl, "HTTP");
  const socket = await makeExample(page, product.consoleUrl, "WEBSOCKET");
  await page.goto(`${product.consoleUrl}/members`);
  await expect(page.getByRole("list", { name: "Members" })).toContainText("ada@example.com");
  expect(await writeControls(page), "what an owner has").toContain("Invite");
  await hand.press(page.getByRole("button", { name: "Invite" }));
  const dialog = page.getByRole("dialog", { name: "Invite a member" });
  await hand.write(dialog.getByLabel("E-mail"), "grace@example.com");
  await hand.choose(dialog.getByLabel("Role"), "Viewer");
  await scan("members-invite");
  await hand.press(dialog.getByRole("button", { name: "Make invitation link" }));
  await expect(dialog.getByText("grace@example.com can join.")).toBeVisible();
  const link = (await dialog.locator("code").textContent()) ?? "";
  await scan("members-link");
  await hand.press(dialog.getByRole("button", { name: "Done" }));
  await expect(page.getByRole("region", { name: "Open links" })).toContainText("grace@example.com");

  const theirs = await browser.newContext({ colorScheme: info.project.use.colorScheme ?? "light" });
  const grace = await theirs.newPage();
  const graceHand = makeHand(grace, info.project.metadata.hand);
  await grace.goto(link);
  await expect(grace.getByRole("heading", { name: "Join this workspace" })).toBeVisible();
  await expect(grace.getByLabel("E-mail")).toHaveValue("grace@example.com");
  await graceHand.write(grace.getByLabel("Name"), "Grace");
  await graceHand.write(grace.getByLabel("Password"), "another-long-password");
  await graceHand.press(grace.getByRole("button", { name: "Join and sign in" }));
  await expect(grace.getByRole("link", { name: "Pet store" }).first()).toBeVisible();
  const deploys = grace.getByRole("button", { name: /^(Review and deploy|Deploy)$/ });
  await grace.goto(`${product.consoleUrl}${api}/resources`);
  await expect(grace.getByRole("treeitem", { name: /\/pets/ }).first()).toBeVisible();
  await expect(deploys).toHaveCount(0);
  for (const path of [...everyPage(api), ...otherPages(http, socket)]) {
    await grace.goto(product.consoleUrl + path);
    await expect(grace.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(grace.locator("[aria-busy=true]")).toHaveCount(0);
    expect(await writeControls(grace), `controls that write on ${path}`).toEqual([]);
  }
  for (const { operation, input } of directWrites(api, socket)) {
    const answer = await grace.request.post(`${product.consoleUrl}/api/call/${operation}`, { data: input });
    expect(answer.status(), operation).toBe(403);
  }
  await grace.goto(`${product.consoleUrl}/members`);
  await expect(grace.getByText("Owners invite people and change roles.")).toBeVisible();
  await expect(grace.getByRole("button", { name: "Invite" })).toHaveCount(0);
  const again = await theirs.newPage();
  await again.goto(link);
  await expect(again.getByRole("heading", { name: "This link works no more" })).toBeVisible();

  await page.reload();
  await hand.press(page.getByRole("button", { name: "Change the role of Grace" }));
  const roles = page.getByRole("dialog", { name: "Role of Grace" });
  await hand.choose(roles.getByLabel("Role"), "Deployer");
  await scan("members-role");
  await hand.press(roles.getByRole("button", { name: "Change role" }));
  await expect(page.getByText("Grace is deployer now.")).toBeVisible();
  await scan("members");
  await grace.goto(`${product.consoleUrl}${api}`);
  await expect(deploys).toBeVisible();

  await grace.keyboard.press("Control+k");
  await expect(grace.getByRole("dialog", { name: "Search and commands" })).toBeVisible();
  await grace.keyboard.type("qu");
  await expect(grace.getByRole("option", { name: /quotes/ }).first()).toHaveAttribute("aria-selected", "true");
  await grace.keyboard.press("Enter");
  await expect(grace.getByRole("heading", { name: "POST /quotes", exact: true })).toBeVisible();
  await grace.goto(`${product.consoleUrl}${api}/models?model=NewPet`);
  const editor = grace.locator(".monaco-editor").first();
  await expect(editor).toBeVisible();
  const paper = () =>
    editor
      .locator(".monaco-editor-background")
      .first()
      .evaluate((element) => getComputedStyle(element).backgroundColor);
  const before = await paper();
  await grace.emulateMedia({ colorScheme: info.project.use.colorScheme === "dark" ? "light" : "dark" });
  await expect.poll(paper).not.toBe(before);

  await hand.press(page.getByRole("button", { name: "Remove Grace" }));
  const question = page.getByRole("alertdialog", { name: "Remove Grace?" });
  await scan("members-remove");
  await hand.press(question.getByRole("button", { name: "Remove member" }));
  await expect(page.getByText("Grace is no member any more.")).toBeVisible();
  await grace.goto(`${product.consoleUrl}/apis`);
  await expect(grace.getByRole("heading", { name: "Sign in" })).toBeVisible();
  await hand.press(page.getByRole("button", { name: "Remove Ada" }));
  await hand.press(page.getByRole("alertdialog").getByRole("button", { name: "Remove member" }));
  await expect(page.getByText("The last owner stays: make another member owner first.")).toBeVisible();
  await theirs.close();
});
