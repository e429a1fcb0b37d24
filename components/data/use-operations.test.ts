import { MutationObserver, QueryClient, QueryObserver } from "@tanstack/react-query";
import { afterEach, expect, test, vi } from "vitest";
import { call } from "@/lib/client/call";
import { queryKey } from "@/lib/client/keys";
import type { Input, MutationName } from "@/lib/client/operations";
import { writeOptions } from "./use-operations";

vi.mock("@/lib/client/call", () => ({ call: vi.fn() }));
afterEach(() => void vi.mocked(call).mockReset());

/** A page that shows an API, whose reads are counted; writes end when they are told to. */
async function openPage() {
  const queries = new QueryClient();
  const read = vi.fn(async () => "shown");
  const shown = new QueryObserver(queries, { queryKey: queryKey("getApi", { apiId: "a" }), queryFn: read });
  const close = shown.subscribe(() => undefined);
  await vi.waitFor(() => expect(shown.getCurrentResult().data).toBe("shown"));
  const ends = new Map<string, () => void>();
  vi.mocked(call).mockImplementation((_kind, name) => new Promise((resolve) => void ends.set(name, () => resolve({}))));
  const write = (name: MutationName) =>
    new MutationObserver(queries, writeOptions(queries, name, {})).mutate({ apiId: "a" } as Input<typeof name>);
  const end = async (name: string) => {
    await vi.waitFor(() => expect(ends.has(name)).toBe(true));
    ends.get(name)?.();
  };
  return { read, write, end, close };
}

test("what several writes changed is read when the last of them ended", async () => {
  const { read, write, end, close } = await openPage();
  const [first, last] = [write("updateMethod"), write("updateResource")];

  await end("updateMethod");
  await first;
  expect(read).toHaveBeenCalledTimes(1);
  await end("updateResource");
  await last;

  expect(read).toHaveBeenCalledTimes(2);
  close();
});

test("what is saved while a backend is called is read at once, and once more when that has ended", async () => {
  const { read, write, end, close } = await openPage();
  const testing = write("testStage");
  const saving = write("updateMethod");

  await end("updateMethod");
  await saving;
  expect(read).toHaveBeenCalledTimes(2);
  await end("testStage");
  await testing;

  expect(read).toHaveBeenCalledTimes(3);
  close();
});

test("a call of a backend that ends during a save leaves the reading to the save", async () => {
  const { read, write, end, close } = await openPage();
  const [testing, saving] = [write("testStage"), write("updateMethod")];

  await end("testStage");
  await testing;
  expect(read).toHaveBeenCalledTimes(1);
  await end("updateMethod");
  await saving;

  expect(read).toHaveBeenCalledTimes(2);
  close();
});
