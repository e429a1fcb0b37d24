import { expect, test } from "vitest";
import { changedStages, gridOf, invalidCells, variableNames } from "./variable-grid";

const settings = { cacheClusterEnabled: false, methodSettings: {}, tracingEnabled: false };
const stages = [
  { stageName: "dev", settings: { ...settings, variables: { host: "dev.example", only: "1" } } },
  { stageName: "prod", settings: { ...settings, variables: { host: "example" } } },
  { stageName: "empty", settings },
];

test("every name of any stage is a row", () => {
  expect(variableNames(gridOf(stages))).toEqual(["host", "only"]);
});

test("only stages with other values are saved, and a value that is gone is unset", () => {
  const grid = { ...gridOf(stages), dev: { host: "new.example" } };

  expect(changedStages(stages, grid).map(({ stage, variables }) => [stage.stageName, variables])).toEqual([
    ["dev", { host: "new.example", only: null }],
  ]);
  expect(changedStages(stages, gridOf(stages))).toEqual([]);
});

test("what the service refuses is named", () => {
  expect(invalidCells({ dev: { "a-b": "x", ok: "a b" }, prod: { ok: "https://a.example/?x=1" } })).toEqual(["a-b on dev", "ok on dev"]);
});
