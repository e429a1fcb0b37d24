import { expect, test } from "vitest";
import { bytesOf, hexDump } from "./hex-dump";

test("bytes are rows of 16 with what is printable of them", () => {
  expect(hexDump(bytesOf({ body: "Rex and Misty, é", bodyIsBase64: false }))).toBe(
    "00000000  52 65 78 20 61 6e 64 20 4d 69 73 74 79 2c 20 c3  Rex and Misty, .\n" +
      "00000010  a9                                               .",
  );
});

test("base64 stands for its bytes", () => {
  expect([...bytesOf({ body: "iVBORwD/", bodyIsBase64: true })]).toEqual([0x89, 0x50, 0x4e, 0x47, 0, 0xff]);
  expect(hexDump(new Uint8Array())).toBe("");
});
