import { expect, test } from "vitest";
import { Nested, Reference, renderHcl } from "./hcl.ts";

const render = (body: Parameters<typeof renderHcl>[0][number]["body"], references = new Map<string, string>()) =>
  renderHcl([{ keyword: "resource", labels: ["type", "name"], body }], references);

test.each([
  { text: '${file("/etc/passwd")}', written: '"$${file(\\"/etc/passwd\\")}"' },
  { text: "http://${stageVariables.host}/%{if}", written: '"http://$${stageVariables.host}/%%{if}"' },
  { text: "a$b 100%", written: '"a$b 100%"' },
])("$text is no expression for Terraform", ({ text, written }) => {
  expect(render({ description: text })).toContain(`description = ${written}\n`);
  expect(render({ map: { [text]: text } })).toContain(`${written} = ${written}\n`);
  expect(render({ template: `${text}\n` })).toContain(`    ${written},\n    "",\n`);
});

test("an id becomes the address of its resource, and everything around it stays a text", () => {
  const references = new Map([["abc123", "aws_api_gateway_resource.pets.id"]]);

  expect(render({ resource_id: "abc123", uri: "${x}/abc123" }, references)).toBe(
    'resource "type" "name" {\n  resource_id = aws_api_gateway_resource.pets.id\n  uri = "$${x}/${aws_api_gateway_resource.pets.id}"\n}\n',
  );
});

test("a map of a user's own with a member named reference is a map", () => {
  const own = render({ variables: { reference: "local.secret" }, expression: new Reference("local.id"), block: new Nested({}) });

  expect(own).toContain('  variables = {\n    "reference" = "local.secret"\n  }\n  expression = local.id\n  block {}\n');
});
