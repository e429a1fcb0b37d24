import { expect, test } from "vitest";
import { filterOf, isNarrowed } from "./audit-filter.ts";
import { listRowChanges } from "./list-row-changes.ts";

const nothing = { who: null, kind: null, api: null, via: null, time: "", from: null, to: null } as const;

test("an address without filters asks for everything", () => {
  expect([filterOf(nothing), isNarrowed(nothing)]).toEqual([{}, false]);
});

test("days of the reader's calendar are whole days, the last one included", () => {
  const { from = "", to = "" } = filterOf({ ...nothing, time: "dates", from: "2026-11-21", to: "2026-11-21" });

  expect(new Date(to).getTime() - new Date(from).getTime()).toBe(86_400_000);
  expect(new Date(from).getDate()).toBe(21);
});

test.each([
  { what: "a day that is no date", view: { time: "dates", from: "soon" }, asked: {} },
  { what: "days without the choice of days", view: { from: "2026-11-21" }, asked: {} },
  { what: "a span until now", view: { time: "7d" }, asked: { hours: 168 } },
  {
    what: "all the others",
    view: { who: "u", kind: "api", api: "a", via: "api" },
    asked: { actorId: "u", kind: "api", apiId: "a", via: "api" },
  },
] as const)("$what asks for the right changes", ({ view, asked }) => {
  expect(filterOf({ ...nothing, ...view })).toEqual(asked);
});

test("rows become changes of things with the fields that differ, without what every write touches", () => {
  const row = { model: "Method", key: "r/GET", label: "method GET /" };
  const before = { id: "r/GET", version: 1, settings: { apiKeyRequired: false, operationName: "list" } };
  const after = { id: "r/GET", version: 2, settings: { apiKeyRequired: true, operationName: "list" } };

  expect(listRowChanges([{ ...row, before, after }])).toEqual([
    {
      entity: "Method r/GET",
      kind: "changed",
      label: "method GET /",
      fields: [{ field: "settings › apiKeyRequired", from: "false", to: "true" }],
    },
  ]);
  expect(
    listRowChanges([
      { ...row, after },
      { ...row, before },
    ]).map(({ kind }) => kind),
  ).toEqual(["added", "removed"]);
});
