import fc from "fast-check";
import { expect, test } from "vitest";
import { Router } from "./router.ts";

function routerOf(paths: readonly string[]): Router<string> {
  const router = new Router<string>();
  for (const path of paths) router.add(path, path);
  return router;
}

const paths = ["/", "/pets", "/pets/new", "/pets/{id}", "/pets/{id}/toys", "/{proxy+}", "/files/{rest+}"];

test.each([
  { path: "/", wins: "/", parameters: [] },
  { path: "/pets/7", wins: "/pets/{id}", parameters: [["id", "7"]] },
  { path: "/pets/new", wins: "/pets/new", parameters: [] },
  { path: "/pets/7/toys", wins: "/pets/{id}/toys", parameters: [["id", "7"]] },
  { path: "/pets/7/food", wins: "/{proxy+}", parameters: [["proxy", "pets/7/food"]] },
  { path: "//pets", wins: "/pets", parameters: [] },
  { path: "/pets/", wins: "/pets", parameters: [] },
  { path: "/files/a//b/", wins: "/files/{rest+}", parameters: [["rest", "a//b"]] },
  { path: "/files", wins: "/{proxy+}", parameters: [["proxy", "files"]] },
  { path: "/p%65ts", wins: "/pets", parameters: [] },
  { path: "/pets/a%2Fb", wins: "/pets/{id}", parameters: [["id", "a%2Fb"]] },
])("$path is served by $wins", ({ path, wins, parameters }) => {
  const match = routerOf(paths).match(path, (value) => value);

  expect(match).toEqual({ target: wins, parameters });
});

test("a less specific resource serves what a better one does not accept", () => {
  const match = routerOf(["/test", "/{proxy+}"]).match("/test", (value) => (value === "/test" ? undefined : value));

  expect(match).toEqual({ target: "/{proxy+}", parameters: [["proxy", "test"]] });
});

test("a greedy part does not cover its parent", () => {
  expect(routerOf(["/files/{proxy+}"]).match("/files", (value) => value)).toBeUndefined();
});

const segment = fc.constantFrom("a", "b", "{x}");
const resourcePath = fc
  .tuple(fc.array(segment, { maxLength: 4 }), fc.boolean())
  .map(([parts, isGreedy]) => `/${[...parts, ...(isGreedy ? ["{p+}"] : [])].join("/")}`);

test("the router agrees with comparing every resource in turn", () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(resourcePath, { maxLength: 12 }),
      fc.array(fc.constantFrom("a", "b", "c"), { maxLength: 5 }),
      (all, parts) => {
        const found = routerOf(all).match(`/${parts.join("/")}`, (value) => value)?.target;

        expect(found).toBe(naiveMatch(all, parts));
      },
    ),
  );
});

test("no path makes the router throw", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (path) => {
      routerOf(paths).match(path, (value) => value);
    }),
  );
});

// Ranks of the parts from left to right decide: static 0, parameter 1, greedy 2.
function naiveMatch(all: readonly string[], parts: readonly string[]): string | undefined {
  const fitting = all.flatMap((path) => {
    const rank = rankOf(path, parts);
    return rank === undefined ? [] : [{ path, rank }];
  });
  fitting.sort((left, right) => (left.rank < right.rank ? -1 : 1));
  return fitting[0]?.path;
}

function rankOf(path: string, parts: readonly string[]): string | undefined {
  const pattern = path.split("/").filter((part) => part !== "");
  const isGreedy = pattern.at(-1) === "{p+}";
  const fixed = isGreedy ? pattern.slice(0, -1) : pattern;
  if (isGreedy ? parts.length <= fixed.length : parts.length !== fixed.length) return undefined;
  let rank = "";
  for (const [at, part] of fixed.entries()) {
    if (part !== "{x}" && part !== parts[at]) return undefined;
    rank += part === "{x}" ? "1" : "0";
  }
  return isGreedy ? `${rank}2` : rank;
}
