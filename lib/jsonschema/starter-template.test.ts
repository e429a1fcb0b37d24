import { expect, test } from "vitest";
import { compileTemplate } from "../vtl/template.ts";
import { sampleFromSchema } from "./sample-schema.ts";
import { starterTemplate } from "./starter-template.ts";

const schema = {
  type: "object",
  properties: {
    id: { type: "integer" },
    name: { type: "string" },
    "odd name": { type: "string" },
    isOpen: { type: "boolean" },
    tags: { type: "array", items: { type: "string" } },
    owner: { type: "object", properties: { name: { type: "string" }, "e-mail": { type: "string" } }, required: ["name", "e-mail"] },
  },
  required: ["id", "name", "odd name", "isOpen", "tags", "owner"],
};

function render(template: string, body: unknown): string {
  const params = { path: {}, querystring: {}, header: {} };
  return compileTemplate(template).render({ body: JSON.stringify(body), params, context: {}, stageVariables: {} }).output;
}

test("the template of a schema gives a sample of it back", () => {
  for (let seed = 1; seed <= 20; seed++) {
    const sample = sampleFromSchema(schema, seed);

    expect(JSON.parse(render(starterTemplate(schema), sample))).toEqual(sample);
  }
});

test("texts that JSON has to escape stay what they are", () => {
  const body = { id: 1, name: 'a "quoted" \\ name\n', "odd name": "'", isOpen: true, tags: [], owner: { name: "é", "e-mail": "x" } };

  expect(JSON.parse(render(starterTemplate(schema), body))).toEqual(body);
});

test.each([
  { name: "no object", given: { type: "array" }, template: "$input.json('$')" },
  { name: "nothing", given: {}, template: "$input.json('$')" },
  {
    name: "a name that no path can hold",
    given: { properties: { "it's": {}, $x: {}, ok: {} } },
    template: "{\n  \"ok\": $input.json('$.ok')\n}",
  },
])("a schema of $name gives what can be passed on", ({ given, template }) => {
  expect(starterTemplate(given)).toBe(template);
});
