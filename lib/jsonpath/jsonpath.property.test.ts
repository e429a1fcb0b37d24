import fc from "fast-check";
import { expect, test } from "vitest";
import { readPath } from "./evaluate-path.ts";
import { JsonParseError, parseJson } from "./parse-json.ts";
import { parsePath } from "./parse-path.ts";
import { JsonPathError } from "./path.ts";
import { writeJson } from "./write-json.ts";

const write = (value: unknown) => writeJson(value, { escapesSlash: false, print: String, spend: () => {} });

test("JSON of whole numbers, texts, lists and objects comes out as it went in", () => {
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: "small" },
      fc.string({ unit: "grapheme-ascii" }),
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie("value")),
      fc.dictionary(fc.stringMatching(/^[a-z]{1,5}$/), tie("value")),
    ),
  }));
  fc.assert(
    fc.property(value, (json) => {
      expect(write(parseJson(JSON.stringify(json)))).toBe(JSON.stringify(json));
    }),
  );
});

test("any text is JSON or refused with JsonParseError", () => {
  const text = fc
    .array(fc.constantFrom("{", "}", "[", "]", ":", ",", '"', "'", "\\", "\\u", "1", "-", ".", "e", "null", "x", " ", "\n"), {
      maxLength: 30,
    })
    .map((parts) => parts.join(""));
  fc.assert(
    fc.property(text, (rubbish) => {
      try {
        write(parseJson(rubbish));
      } catch (error) {
        expect(error).toBeInstanceOf(JsonParseError);
      }
    }),
    { numRuns: 2000 },
  );
});

test("any text is a path that can be read or refused with JsonPathError", () => {
  const text = fc
    .array(
      fc.constantFrom(
        "$",
        "@",
        ".",
        "..",
        "[",
        "]",
        "?",
        "(",
        ")",
        "*",
        "'a'",
        "a",
        "0",
        ":",
        ",",
        "-",
        "==",
        "!",
        "&&",
        "length()",
        "sum(",
        " ",
        "/x/",
      ),
      { maxLength: 20 },
    )
    .map((parts) => parts.join(""));
  const document = parseJson('{"a": [1, {"a": 2}], "b": "x"}');
  fc.assert(
    fc.property(text, (rubbish) => {
      try {
        readPath(parsePath(rubbish), { document, spend: () => {} });
      } catch (error) {
        expect(error).toSatisfy(
          (thrown) =>
            thrown instanceof JsonPathError ||
            thrown instanceof JsonParseError ||
            (thrown instanceof Error && thrown.constructor.name === "RegexSyntaxError"),
        );
      }
    }),
    { numRuns: 3000 },
  );
});
