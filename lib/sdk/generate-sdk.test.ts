import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { inflateRawSync } from "node:zlib";
import { transform } from "esbuild";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Method, RestApiDefinition } from "../definition/rest-api.ts";
import { describeApi } from "./describe-api.ts";
import { generateSdk } from "./generate-sdk.ts";
import { type SdkLanguage, sdkTypes } from "./sdk-types.ts";
import { zip } from "./zip.ts";

type Parts = { title?: string; methods?: Record<string, Partial<Method>>; models?: Record<string, unknown>; authorizer?: string };

function definitionOf({ title = "Pet store", methods = {}, models = {}, authorizer }: Parts): RestApiDefinition {
  const resources = Object.entries(methods).map(([path, method], index) => {
    const { httpMethod = "GET" } = method;
    const complete = { httpMethod, authorizationType: "NONE", apiKeyRequired: false, ...method };
    return { id: `r${index}`, path, resourceMethods: { [httpMethod]: complete } };
  });
  return {
    kind: "REST",
    apiId: "abc",
    settings: { name: title, apiKeySource: "HEADER", endpointConfiguration: { types: ["REGIONAL"] }, disableExecuteApiEndpoint: false },
    resources,
    models: Object.entries(models).map(([name, schema]) => ({
      id: name,
      name,
      description: name,
      contentType: "application/json",
      schema: JSON.stringify(schema),
    })),
    requestValidators: [],
    authorizers:
      authorizer === undefined ? [] : [{ id: "a", name: "a", type: "TOKEN", identitySource: authorizer, authorizerUri: "secret" }],
    gatewayResponses: [],
  };
}

const javaParameters = { serviceName: "Pets", javaPackageName: "com.example.pets" };
const endpoint = "http://localhost:8080/_aws/execute-api/abc/prod";

/** The texts of an SDK by path. */
function sdkOf(id: SdkLanguage, parts: Parts, parameters: Record<string, string> = id === "java" ? javaParameters : {}) {
  const type = sdkTypes.find((each) => each.id === id);
  if (type === undefined) throw new Error(`no SDK ${id}`);
  const api = describeApi({ definition: definitionOf(parts), stageName: "prod", region: "us-east-1", endpoint });
  const generated = generateSdk(api, type, parameters);
  if ("problem" in generated) throw new Error(generated.problem);
  return new Map(generated.files.map(({ path, text }) => [path, text]));
}

test.each([
  { id: "java", parameters: {}, says: "Missing required parameters for SDK type java: service.name, java.package-name" },
  { id: "java", parameters: { serviceName: "Pets" }, says: "Missing required parameters for SDK type java: java.package-name" },
  { id: "java", parameters: { ...javaParameters, javaPackageName: "com.class" }, says: "Invalid value for parameter java.package-name" },
  { id: "java", parameters: { ...javaParameters, "java.build-system": "ant" }, says: "maven and gradle are supported" },
  { id: "java", parameters: { ...javaParameters, "java.group-id": "</groupId>" }, says: "Invalid value for parameter java.group-id" },
  { id: "python", parameters: { "package.name": "../x" }, says: "Invalid value for parameter package.name" },
] as const)("$id with $parameters is refused", ({ id, parameters, says }) => {
  expect(() => sdkOf(id, {}, parameters)).toThrow(says);
});

test("a method is called as its author named it, else after its path and method; names are told apart", () => {
  const methods = {
    "/": {},
    "/pets/{petId}": { operationName: "GetPet" },
    "/pets/{petId}/x": { operationName: "get-pet" },
    "/a/{proxy+}": { httpMethod: "ANY" as const },
  };

  const source = sdkOf("typescript", { methods }).get("index.ts");

  for (const signature of [
    "rootGet(parameters: RootGetParameters = {}",
    "getPet(",
    "getPet2(",
    "aProxyAny(parameters: AProxyAnyParameters,",
  ])
    expect(source).toContain(`  ${signature}`);
});

test("models become types, with what they refer to", () => {
  const models = {
    Pet: {
      type: "object",
      required: ["name"],
      properties: {
        name: { type: "string" },
        kind: { enum: ["cat", "dog"] },
        owner: { $ref: "https://apigateway.amazonaws.com/restapis/abc/models/Owner" },
        sizes: { type: "array", items: { type: "number" } },
        "more-of-it": { type: "object", additionalProperties: { type: "integer" } },
        other: { $ref: "https://apigateway.amazonaws.com/restapis/abc/models/Missing" },
      },
    },
    Owner: { type: "object", properties: { pets: { type: "array", items: { $ref: "#/models/Pet" } } } },
    Pets: { type: "array", items: { $ref: "#/models/Pet" } },
  };
  const methods = {
    "/pets": {
      requestModels: { "application/json": "Pet" },
      methodResponses: { 200: { statusCode: "200", responseModels: { "application/json": "Pets" } } },
    },
  };

  const source = sdkOf("typescript", { models, methods }).get("index.ts");
  const python = sdkOf("python", { models, methods }).get("pet_store_client/models.py");
  const java = sdkOf("java", { models, methods });

  expect(source).toContain(
    'export type Pet = { "name": string; "kind"?: "cat" | "dog"; "owner"?: Owner; "sizes"?: (number)[]; "more-of-it"?: Record<string, number>; "other"?: unknown };',
  );
  expect(source).toContain("Promise<Answer<Pets>>");
  expect(python).toContain('"more-of-it": Dict[str, int],');
  expect(java.get("src/main/java/com/example/pets/Pet.java")).toContain("public Owner getOwner() {");
  expect(java.get("src/main/java/com/example/pets/Pets.java")).toContain("public Answer<List<Pet>> petsGet(");
  expect([...java.keys()]).toEqual(expect.arrayContaining(["pom.xml", "README.md", "src/main/java/com/example/pets/Owner.java"]));
});

test("what is behind an API stays out of its SDKs", () => {
  const methodIntegration = {
    type: "HTTP" as const,
    uri: "https://hidden.example",
    credentials: "hidden",
    passthroughBehavior: "NEVER",
    timeoutInMillis: 50,
    cacheNamespace: "hidden",
    cacheKeyParameters: [],
    requestParameters: { "integration.request.header.X": "'hidden'" },
  };
  const methods = { "/a": { methodIntegration, authorizationType: "CUSTOM", authorizerId: "a" } };

  for (const { id } of sdkTypes) {
    const text = [...sdkOf(id, { methods, authorizer: "method.request.header.X-Token" }).values()].join("\n");
    expect(text).not.toMatch(/hidden|secret"/);
    expect(text).toContain('"X-Token"');
  }
});

const evil = (mark: string) => [
  `"+(globalThis.pwned=${mark})+"`,
  `*/globalThis.pwned=${mark};/*`,
  `\`\${globalThis.pwned=${mark}}\``,
  `'''\n"""\nglobalThis.pwned=${mark}\n"""`,
  `\\u002a\\u002fglobalThis.pwned=${mark};`,
  `\u2028globalThis.pwned=${mark}//\r\n#`,
  `\\"+globalThis.pwned=${mark}+\\"`,
];

function evilApi(): Parts {
  const names = evil("1");
  const methods = names.map((name, index): [string, Partial<Method>] => [
    `/${index}${name.replace(/[{}?#]/g, "")}`,
    {
      httpMethod: "POST",
      operationName: name,
      apiKeyRequired: true,
      requestParameters: { [`method.request.querystring.${name}`]: true, [`method.request.header.${name}`]: false },
      requestModels: { [name]: name },
      methodResponses: { 200: { statusCode: "200", responseModels: { "application/json": name } } },
    },
  ]);
  const schema = { type: "object", properties: Object.fromEntries(names.map((name) => [name, { enum: names }])) };
  return { title: names.join(" "), methods: Object.fromEntries(methods), models: Object.fromEntries(names.map((name) => [name, schema])) };
}

test("code in names stays text: the client loads, and calls with those names as they are", async () => {
  const files = sdkOf("javascript", evilApi());
  const folder = await mkdtemp(join(tmpdir(), "gatehouse-sdk-"));
  for (const [path, text] of files) await writeFile(join(folder, path), text);
  const urls: string[] = [];
  const send = async (url: URL) => {
    urls.push(url.pathname + url.search);
    return new Response("{}", { headers: { "content-type": "application/json" } });
  };

  const module: Record<string, unknown> = await import(pathToFileURL(join(folder, "index.js")).href);
  const [, Client] = Object.entries(module).find(([name]) => name.endsWith("Client")) ?? [];
  const client = new (Client as new (settings: object) => Record<string, (parameters: object) => Promise<object>>)({
    fetch: send,
    apiKey: "k",
  });
  const methods = Object.getOwnPropertyNames(Object.getPrototypeOf(client)).filter((name) => name !== "constructor");
  const keys = { globalThisPwned1: "a", globalThisPwned12: "b", u002aU002fglobalThisPwned1: "a", u002aU002fglobalThisPwned12: "b" };
  for (const method of methods) await client[method]?.(keys);

  expect(Reflect.get(globalThis, "pwned")).toBeUndefined();
  expect(urls).toHaveLength(evil("1").length);
  for (const name of evil("1")) expect(urls.some((url) => new URL(url, endpoint).searchParams.get(name) === "a")).toBe(true);
  await rm(folder, { recursive: true });
});

/** What is left of a source when texts and comments are taken out of it, read as the language reads it. */
function codeOf(source: string): string {
  const read = source.replace(/(\\*)\\u([0-9a-f]{4})/g, (all, before: string, digits: string) =>
    before.length % 2 === 0 ? before + String.fromCharCode(Number.parseInt(digits, 16)) : all,
  );
  return read.replace(/"""[\s\S]*?"""|"(?:[^"\\\n]|\\.)*"|\/\*[\s\S]*?\*\/|\/\/[^\n]*|#[^\n]*/g, "");
}

test.each(["java", "python", "typescript"] as const)("no name gets into the code of %s but as letters and digits", (id) => {
  for (const [path, text] of sdkOf(id, evilApi())) {
    if (!/\.(java|py|ts)$/.test(path)) continue;
    expect(codeOf(text), path).not.toMatch(/globalThis\.pwned|pwned\s*=/);
  }
});

test("whatever an API's author writes, what is made is TypeScript", async () => {
  const anything = fc.record({
    title: fc.string({ unit: "binary" }),
    name: fc.string({ unit: "binary" }),
    path: fc.string({ unit: "binary" }),
  });
  await fc.assert(
    fc.asyncProperty(anything, async ({ title, name, path }) => {
      const methods = { [`/${path}/{${name}}`]: { operationName: name, requestParameters: { [`method.request.header.${name}`]: true } } };
      const models = { [name]: { type: "object", properties: { [path]: { enum: [title, name] } } } };
      const source = sdkOf("typescript", { title, methods, models }).get("index.ts") ?? "";

      expect((await transform(source, { loader: "ts" })).warnings).toEqual([]);
    }),
    { numRuns: 50 },
  );
});

test("an archive holds its files as they are", () => {
  const files = [
    { path: "a/b.txt", text: "text ".repeat(1_000) },
    { path: "ü.txt", text: "" },
  ];

  const bytes = Buffer.from(zip(files, new Date("2026-01-02T03:04:06Z")));

  const nameSize = bytes.readUInt16LE(26);
  const packed = bytes.subarray(30 + nameSize, 30 + nameSize + bytes.readUInt32LE(18));
  expect([bytes.subarray(30, 30 + nameSize).toString(), inflateRawSync(packed).toString()]).toEqual(["a/b.txt", files[0]?.text]);
  expect(bytes.readUInt16LE(bytes.length - 12)).toBe(2);
});
