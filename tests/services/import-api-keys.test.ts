import { expect, test } from "vitest";
import { createApiKey, getApiKey, getApiKeys } from "@/lib/services/api-keys.ts";
import { importApiKeyFile, importApiKeys, previewApiKeyImport } from "@/lib/services/import-api-keys.ts";
import { listRevisions, undoRevision } from "@/lib/services/revisions.ts";
import { getUsagePlanKeys } from "@/lib/services/usage-plan-keys.ts";
import { createUsagePlan } from "@/lib/services/usage-plans.ts";
import { prepareDatabase } from "./test-scope.ts";

const { scope } = prepareDatabase();
const value = (sign: string) => sign.repeat(24);

test("a preview says what becomes of each row and writes nothing", async () => {
  const at = scope({ accountId: "000000000111" });
  await createApiKey(at, { name: "known", value: value("k") });
  const text = [
    "Key,NAME,colour,usagePlanIds",
    `${value("a")},new,red,`,
    `short,bad,red,`,
    `${value("k")},renamed,red,`,
    `${value("b")},elsewhere,red,nowhere`,
    `${value("a")},newer,red,`,
  ].join("\r\n");

  const rows = await previewApiKeyImport(at, { text });

  expect(rows.map(({ row, outcome, message }) => [row, outcome, message])).toEqual([
    [1, "repeated", "Row 5 has the same key and counts."],
    [2, "refused", "The key has 5 characters; it needs 20 to 128."],
    [3, "update", undefined],
    [4, "refused", "There is no usage plan nowhere."],
    [5, "create", undefined],
  ]);
  expect((await getApiKeys(at)).items.map(({ name }) => name)).toEqual(["known"]);
});

test("an import makes, changes and links the good rows as one revision that can be taken back", async () => {
  const at = scope({ accountId: "000000000112" });
  const known = await createApiKey(at, { name: "known", value: value("k"), customerId: "c1" });
  const [one, two] = [await createUsagePlan(at, { name: "one" }), await createUsagePlan(at, { name: "two" })];
  const text = `name,key,description,Enabled,usageplanIds\n"a ""b"", c",${value("a")},"two\nlines",FALSE,"${one.id},${two.id}"\nrenamed,${value("k")},,,'${one.id},${two.id}'\nbad,x,,,\n`;

  const { ids, warnings } = await importApiKeys(at, { text, usagePlanIds: [one.id] });

  expect(ids).toHaveLength(2);
  expect(warnings).toEqual(["Row 3: The key has 1 characters; it needs 20 to 128."]);
  expect(await getApiKey(at, { apiKey: ids[0] ?? "", includeValue: true })).toMatchObject({
    name: 'a "b", c',
    description: "two\nlines",
    enabled: false,
    value: value("a"),
  });
  expect(await getApiKey(at, { apiKey: known.id })).toMatchObject({ name: "renamed", enabled: true, customerId: "c1" });
  expect((await getUsagePlanKeys(at, { usagePlanId: two.id })).items).toHaveLength(2);
  const [revision] = await listRevisions(at, { limit: 1 });
  await undoRevision(at, revision?.seq ?? 0);
  expect((await getApiKeys(at)).items.map(({ name }) => name)).toEqual(["known"]);
  expect((await getUsagePlanKeys(at, { usagePlanId: one.id })).items).toEqual([]);
});

test("with failOnWarnings one bad row keeps all out", async () => {
  const at = scope({ accountId: "000000000113" });

  const attempt = importApiKeys(at, { text: `name,key\na,${value("a")}\nb,short`, failOnWarnings: true });

  await expect(attempt).rejects.toMatchObject({ code: "BadRequestException", message: expect.stringContaining("Row 2: The key has 5") });
  expect((await getApiKeys(at)).items).toEqual([]);
});

test.each([
  { what: "UTF-16", body: new Uint8Array([0xff, 0xfe, 0x61, 0x00]), says: "The file is UTF-16" },
  { what: "Latin-1", body: new Uint8Array([0x6e, 0xe9, 0x0a]), says: "The file is not UTF-8" },
  { what: "a picture", body: new Uint8Array([0x89, 0x00, 0x01]), says: "not UTF-8" },
  { what: "nothing", body: new Uint8Array(), says: "name and key is missing" },
  { what: "other columns", body: new TextEncoder().encode("id,value\n1,2"), says: "name and key is missing" },
  { what: "a quote without end", body: new TextEncoder().encode('name,key\n"a,b'), says: "does not end" },
])("a file that is $what is refused with a sentence", async ({ body, says }) => {
  await expect(importApiKeyFile(scope(), { body, format: "csv" })).rejects.toThrow(says);
});

test("a file with a byte order mark is read", async () => {
  const at = scope({ accountId: "000000000114" });

  const { ids } = await importApiKeyFile(at, { body: new TextEncoder().encode(`\ufeffname,key\nb,${value("z")}`), format: "csv" });

  expect((await getApiKeys(at)).items).toMatchObject([{ id: ids[0], name: "b" }]);
});
