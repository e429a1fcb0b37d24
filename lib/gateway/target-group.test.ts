import { expect, test } from "vitest";
import { parseVpcLinkTargets } from "../definition/vpc-link-targets.ts";
import { TargetGroup } from "./target-group.ts";

const [a, b] = [
  { host: "a", port: 80, weight: 2 },
  { host: "b", port: 80, weight: 1 },
];
const firsts = (group: TargetGroup, count: number, nowMs = 0) => Array.from({ length: count }, () => group.order(nowMs)[0]?.host).join("");

test("calls are spread by weight, and every other target is a second choice", () => {
  const group = new TargetGroup([a, b]);

  expect(firsts(group, 6)).toBe("abaaba");
  expect(group.order(0).map(({ host }) => host)).toEqual(["a", "b"]);
});

test("a target rests after three failures in a row, and one success ends the row", () => {
  const group = new TargetGroup([a, b]);
  for (const outcome of ["failed", "failed", "answered", "failed", "failed"] as const) group.report(a, outcome, 0);
  const before = firsts(group, 3);

  group.report(a, "failed", 0);

  expect([before, firsts(group, 3), firsts(group, 3, 10_000).includes("a")]).toEqual(["aba", "bbb", true]);
});

test("when all targets rest all of them are tried", () => {
  const group = new TargetGroup([a, b]);
  for (const target of [a, b]) for (let i = 0; i < 3; i++) group.report(target, "failed", 0);

  expect(group.order(0)).toHaveLength(2);
});

test.each([
  {
    entries: ["10.0.0.5:8080", "backend.local:80;weight=3"],
    targets: [
      { host: "10.0.0.5", port: 8080, weight: 1 },
      { host: "backend.local", port: 80, weight: 3 },
    ],
  },
  {
    entries: ["10.0.0.5:80, [fd00::5]:81"],
    targets: [
      { host: "10.0.0.5", port: 80, weight: 1 },
      { host: "[fd00::5]", port: 81, weight: 1 },
    ],
  },
  { entries: ["arn:aws:elasticloadbalancing:us-east-1:1:loadbalancer/net/x/1"], targets: [] },
  { entries: ["10.0.0.5"], targets: undefined },
  { entries: ["a:0"], targets: undefined },
  { entries: ["a:80;weight=0"], targets: undefined },
  { entries: ["http://a:80"], targets: undefined },
])("$entries are targets $targets", ({ entries, targets }) => {
  expect(parseVpcLinkTargets(entries)).toEqual(targets);
});
