import { WebSocket } from "ws";
import type { Product } from "../../tests/support/product.ts";
import { apiIdOf } from "../support/calls.ts";
import { expect, test } from "../support/fixtures.ts";

/** A client from outside, as a program would connect. */
async function connectTo(product: Product, apiId: string): Promise<WebSocket> {
  const socket = new WebSocket(`${product.gatewayUrl.replace("http", "ws")}/_aws/execute-api/${apiId}/prod`);
  await new Promise((resolve, reject) => socket.once("open", resolve).once("error", reject));
  return socket;
}

const nextText = (socket: WebSocket) => new Promise<string>((resolve) => socket.once("message", (data) => resolve(String(data))));

test("the example is connected to, tells route and trace of two messages, and its board sends to a client and drops it", async ({
  page,
  product,
  hand,
  setUp,
  scan,
}) => {
  await setUp();
  await hand.press(page.getByRole("button", { name: "Messages, a WebSocket API" }));
  await expect(page.getByRole("heading", { name: "Connections", exact: true })).toBeVisible();
  await expect(page.getByRole("heading", { name: "Nobody is connected" })).toBeVisible();
  await scan("connections-empty");

  await hand.press(page.getByRole("button", { name: "Connect", exact: true }));
  await expect(page.getByText("connected", { exact: true })).toBeVisible();
  const transcript = page.getByRole("list", { name: "Transcript" });
  for (const action of ["whoami", "echo"]) {
    await hand.write(page.getByLabel("Message to send"), JSON.stringify({ action, text: "good morning" }));
    await expect(page.getByRole("form", { name: "Message" }).getByRole("status")).toContainText(`route ${action}`);
    await page.keyboard.press("Control+Enter");
    await hand.press(transcript.getByRole("button", { name: new RegExp(`^Trace of ${action}`) }));
    await expect(transcript.getByRole("list", { name: "Steps" }).last()).toContainText("Response template");
  }
  await expect(transcript).toContainText('"route": "whoami"');
  await expect(transcript.getByText(/"heard": .*good morning/)).toBeVisible();
  await scan("connections-transcript");

  const client = await connectTo(product, apiIdOf(page));
  const about = nextText(client);
  client.send('{"action": "whoami"}');
  // The example's template made it.
  const { connectionId } = JSON.parse(await about) as { connectionId: string };
  const board = page.getByRole("region", { name: "Open connections" });
  const row = board.getByRole("row", { name: new RegExp(connectionId) });
  await expect(row).toContainText("127.0.0.1");
  await board.getByRole("searchbox", { name: "Filter connections" }).fill(connectionId);
  await expect(board.getByText("1 of 2", { exact: true })).toBeVisible();
  await expect(row).toBeVisible();
  const heard = nextText(client);
  await hand.press(row.getByRole("button", { name: /^Send to/ }));
  await hand.write(page.getByRole("textbox", { name: "Message", exact: true }), "hello from the board");
  await scan("connections-send");
  await hand.press(page.getByRole("button", { name: "Send message" }));
  expect(await heard).toBe("hello from the board");

  const closed = new Promise((resolve) => client.once("close", resolve));
  await hand.press(row.getByRole("button", { name: /^Drop/ }));
  await hand.press(page.getByRole("button", { name: "Drop connection" }));
  expect(await closed).toBe(1000);
  await expect(board.getByText(`Dropped ${connectionId}.`)).toBeVisible();
  await expect(row).toHaveCount(0);
  await board.getByRole("searchbox", { name: "Filter connections" }).fill("");
  await expect(board.getByRole("button", { name: /^Drop/ })).toHaveCount(1);

  await hand.press(board.getByRole("button", { name: /^Drop/ }));
  await hand.press(page.getByRole("button", { name: "Drop connection" }));
  await expect(transcript.getByText(/Closed with 1000/)).toBeVisible();
  await expect(page.getByText("closed", { exact: true })).toBeVisible();
});
