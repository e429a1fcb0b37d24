import { expect, test } from "vitest";
import { secretMask } from "@/lib/definition/secret-variables";
import { changedStages, gridOf, problemsOf, variableNames } from "./variable-grid";

const settings = { cacheClusterEnabled: false, methodSettings: {}, tracingEnabled: false };
const secret = { variables: { host: "example", token: secretMask }, secretVariables: { token: secretMask } };
const stages = [
  { stageName: "dev", settings: { ...settings, variables: { host: "dev.example", only: "1" } } },
  { stageName: "prod", settings: { ...settings, ...secret } },
  { stageName: "empty", settings },
];
const unchanged = { stages, grid: gridOf(stages), flags: {} };
const patchesOf = (edited: typeof unchanged) => changedStages(edited).map(({ stage, patch }) => [stage.stageName, patch]);

test("every name of any stage is a row", () => {
  expect(variableNames(gridOf(stages))).toEqual(["host", "only", "token"]);
});

test("only stages with other values are saved, and a value that is gone is unset", () => {
  const grid = { ...gridOf(stages), dev: { host: "new.example" } };

  expect(patchesOf({ ...unchanged, grid })).toEqual([["dev", { variables: { host: "new.example", only: null } }]]);
  expect(patchesOf(unchanged)).toEqual([]);
});

test("a secret keeps its value without a new one, and is secret on the stages that get it", () => {
  const grid = { ...gridOf(stages), dev: { host: "dev.example", only: "1", token: "a-new-secret" } };

  expect(patchesOf({ ...unchanged, grid })).toEqual([
    ["dev", { variables: { token: "a-new-secret" }, secretVariables: { token: secretMask } }],
  ]);
});

test("what is made secret is marked on every stage that has it, with the value that it has", () => {
  expect(patchesOf({ ...unchanged, flags: { host: true } })).toEqual([
    ["dev", { secretVariables: { host: secretMask } }],
    ["prod", { secretVariables: { host: secretMask } }],
  ]);
});

test("what the service refuses is named", () => {
  const grid = { dev: { "a-b": "x", ok: "a b" }, prod: { ok: "https://a.example/?x=1", token: "short" } };

  expect(problemsOf({ ...unchanged, grid })).toEqual([
    "a-b on dev: names take letters, digits and _",
    "ok on dev: values take letters, digits and -._~:/?#&=,",
    "token on prod: a secret has at least 8 characters",
  ]);
  expect(problemsOf({ ...unchanged, flags: { token: false } })).toEqual([
    "token on prod: give it a value again: what is stored stays hidden",
  ]);
});
