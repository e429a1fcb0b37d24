import { expect, test } from "vitest";
import { makeAttempts } from "./attempts.ts";

test("ten failures make a name wait five minutes, others go on", () => {
  let now = 0;
  const attempts = makeAttempts(() => new Date(now));

  for (let i = 0; i < 10; i++) attempts.failed("a@example.com");

  expect(attempts.mayTry("a@example.com")).toBe(false);
  expect(attempts.mayTry("b@example.com")).toBe(true);
  now = 5 * 60_000;
  expect(attempts.mayTry("a@example.com")).toBe(true);
});

test("a success forgets the failures before it", () => {
  const attempts = makeAttempts(() => new Date(0));
  for (let i = 0; i < 10; i++) attempts.failed("a@example.com");

  attempts.succeeded("a@example.com");

  expect(attempts.mayTry("a@example.com")).toBe(true);
});
