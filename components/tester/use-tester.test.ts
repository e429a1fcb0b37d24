import { expect, test } from "vitest";
import { pathParametersOf } from "./use-tester";

test("path parameters are named without the plus of a greedy one", () => {
  expect(pathParametersOf("/a/{b}/{c+}")).toEqual(["b", "c"]);
});
