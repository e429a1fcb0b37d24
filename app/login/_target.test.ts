import { expect, test } from "vitest";
import { signInTarget } from "./_target.ts";

test.each([
  { wanted: "/apis/x/resources?node=%2Fpets#top", target: "/apis/x/resources?node=%2Fpets#top" },
  { wanted: undefined, target: "/apis" },
  { wanted: "https://evil.example/", target: "/apis" },
  { wanted: "//evil.example/", target: "/apis" },
  { wanted: "/\\evil.example/", target: "/apis" },
  { wanted: "/\t/evil.example/", target: "/apis" },
  { wanted: "/x/..//evil.example", target: "/apis" },
  { wanted: "javascript:alert(1)", target: "/apis" },
  { wanted: ["/a", "/b"], target: "/apis" },
])("a link to $wanted leads to $target", ({ wanted, target }) => {
  expect(signInTarget(wanted)).toBe(target);
});
