import type { SdkApi, SdkOperation } from "./describe-api.ts";
import { javascriptRuntime, javascriptRuntimeTypes } from "./javascript-runtime.ts";
import { jsonLiteral, literal, plainText } from "./literals.ts";
import { camelCase, makeNames, pascalCase } from "./names.ts";
import type { SdkShape } from "./sdk-shape.ts";
import type { SdkFile } from "./zip.ts";

export type JavascriptOptions = { language: "javascript" | "typescript"; packageName: string };

/** A client of JavaScript with declarations, or of TypeScript; both stand on the same runtime. */
export function generateJavascript(api: SdkApi, options: JavascriptOptions): SdkFile[] {
  const client = nameClient(api);
  const source =
    options.language === "typescript"
      ? [{ path: "index.ts", text: typescriptSource(api, client) }]
      : [
          { path: "index.js", text: javascriptSource(api, client) },
          { path: "index.d.ts", text: declarations(api, client) },
        ];
  return [
    ...source,
    { path: "runtime.js", text: javascriptRuntime },
    { path: "runtime.d.ts", text: javascriptRuntimeTypes },
    { path: "package.json", text: packageText(api, options) },
    { path: "README.md", text: readme(api, client, options) },
  ];
}

/** Names that the runtime or the language has, and those that would shadow what the code uses. */
const reservedTypes = [
  ...["Answer", "ApiClient", "ApiError", "CallOptions", "ClientSettings", "Credentials", "Operation", "operations"],
  ...[
    "Array",
    "Boolean",
    "Date",
    "Error",
    "Function",
    "Map",
    "Number",
    "Object",
    "Partial",
    "Promise",
    "Record",
    "Set",
    "String",
    "Symbol",
  ],
  ...["any", "await", "boolean", "class", "enum", "never", "null", "number", "object", "string", "symbol", "undefined", "unknown", "void"],
];
const reservedMethods = ["constructor", "call", "then", "prototype"];

type Method = { operation: SdkOperation; name: string; parametersType: string; keys: readonly string[] };
type Client = { className: string; models: ReadonlyMap<string, string>; methods: readonly Method[] };

function nameClient(api: SdkApi): Client {
  const type = makeNames(reservedTypes);
  const method = makeNames(reservedMethods);
  const className = type(`${pascalCase(api.title, "Api")}Client`);
  const models = new Map(api.models.map((model) => [model.name, type(pascalCase(model.name, "Model"))]));
  const methods = api.operations.map((operation) => {
    const name = method(camelCase(operation.name, "operation"));
    const key = makeNames(["body", "__proto__"]);
    const keys = operation.parameters.map((parameter) => key(camelCase(parameter.name, "parameter")));
    return { operation, name, parametersType: type(`${pascalCase(name, "Operation")}Parameters`), keys };
  });
  return { className, models, methods };
}

function typescriptSource(api: SdkApi, client: Client): string {
  const methods = client.methods.map((method) => {
    const { name, operation } = method;
    return `${comment(operation)}  ${signature(method, client)} {
    return this.#client.call(operations[${literal(name)}]!, parameters, options);
  }
`;
  });
  return `${header(api)}import { ApiClient, type Answer, type CallOptions, type ClientSettings, type Operation } from "./runtime.js";

export { ApiError } from "./runtime.js";
export type { Answer, CallOptions, ClientSettings, Credentials } from "./runtime.js";

${typesOf(api, client)}const operations: Readonly<Record<string, Operation>> = ${operationsOf(client)};

export class ${client.className} {
  readonly #client: ApiClient;

  constructor(settings: ClientSettings = {}) {
    this.#client = new ApiClient(${placeOf(api)}, settings);
  }

${methods.join("\n")}}
`;
}

function javascriptSource(api: SdkApi, client: Client): string {
  const methods = client.methods.map((method) => {
    const { name, operation } = method;
    return `${comment(operation)}  ${name}(${isOptional(method) ? "parameters = {}" : "parameters"}, options) {
    return this.#client.call(operations[${literal(name)}], parameters, options);
  }
`;
  });
  return `${header(api)}import { ApiClient } from "./runtime.js";

export { ApiError } from "./runtime.js";

const operations = ${operationsOf(client)};

export class ${client.className} {
  #client;

  constructor(settings = {}) {
    this.#client = new ApiClient(${placeOf(api)}, settings);
  }

${methods.join("\n")}}
`;
}

function declarations(api: SdkApi, client: Client): string {
  const methods = client.methods.map((method) => `${comment(method.operation)}  ${declared(method, client)};`);
  return `${header(api)}import type { Answer, CallOptions, ClientSettings } from "./runtime.js";

export { ApiError } from "./runtime.js";
export type { Answer, CallOptions, ClientSettings, Credentials } from "./runtime.js";

${typesOf(api, client)}export declare class ${client.className} {
  constructor(settings?: ClientSettings);
${methods.join("\n")}
}
`;
}

function header(api: SdkApi): string {
  return `// ${plainText(`Client of ${api.title}, stage ${api.stageName}`)}. Generated: make it again rather than change it.\n`;
}

function placeOf({ endpoint, region }: SdkApi): string {
  return `{ endpoint: ${literal(endpoint)}, region: ${literal(region)} }`;
}

function comment({ httpMethod, path }: SdkOperation): string {
  return `  /** ${plainText(`${httpMethod} ${path}`)} */\n`;
}

function isOptional({ operation }: Method): boolean {
  return operation.parameters.every(({ required }) => !required);
}

function signature(method: Method, client: Client): string {
  const type = isOptional(method) ? `parameters: ${method.parametersType} = {}` : `parameters: ${method.parametersType}`;
  return `${method.name}(${type}, options?: CallOptions): Promise<Answer<${typeText(method.operation.answer, client)}>>`;
}

function declared(method: Method, client: Client): string {
  return signature(method, client)
    .replace("parameters: ", isOptional(method) ? "parameters?: " : "parameters: ")
    .replace(" = {}", "");
}

function operationsOf({ methods }: Client): string {
  const table = methods.map(({ operation, name, keys }) => {
    const { httpMethod, path, body, needsApiKey, isSigned, tokenHeader } = operation;
    const parameters = operation.parameters.map((parameter, index) => ({ key: keys[index], ...parameter }));
    const value = { name, method: httpMethod, path, parameters, contentType: body?.contentType, needsApiKey, isSigned, tokenHeader };
    return `  ${literal(name)}: ${jsonLiteral(value)},\n`;
  });
  return `{\n${table.join("")}}`;
}

function typesOf(api: SdkApi, client: Client): string {
  const models = api.models.map(({ name, description, shape }) => {
    const about = plainText(description);
    return `${about === "" ? "" : `/** ${about} */\n`}export type ${client.models.get(name)} = ${typeText(shape, client)};\n\n`;
  });
  const parameters = client.methods.map((method) => {
    const { operation, keys, parametersType } = method;
    const members = operation.parameters.map(({ required, place }, index) => {
      const type = place === "query" ? "Value | readonly Value[]" : place === "method" ? "string" : "Value";
      return `  ${keys[index]}${required ? "" : "?"}: ${type};\n`;
    });
    const body = operation.body === undefined ? "" : `  body?: ${typeText(operation.body.shape, client)};\n`;
    return `export type ${parametersType} = {\n${members.join("")}${body}};\n\n`;
  });
  return `type Value = string | number | boolean;\n\n${models.join("")}${parameters.join("")}`;
}

function typeText(shape: SdkShape, client: Client): string {
  switch (shape.kind) {
    case "any":
      return "unknown";
    case "number":
    case "integer":
      return "number";
    case "boolean":
      return "boolean";
    case "string":
      return shape.values === undefined || shape.values.length === 0 ? "string" : shape.values.map(literal).join(" | ");
    case "list":
      return `(${typeText(shape.item, client)})[]`;
    case "map":
      return `Record<string, ${typeText(shape.value, client)}>`;
    case "model":
      return client.models.get(shape.name) ?? "unknown";
    case "object": {
      const members = shape.members.map(
        ({ name, shape: member, required }) => `${literal(name)}${required ? "" : "?"}: ${typeText(member, client)}`,
      );
      return members.length === 0 ? "Record<string, unknown>" : `{ ${members.join("; ")} }`;
    }
  }
}

function packageText(api: SdkApi, { language, packageName }: JavascriptOptions): string {
  const entry = language === "typescript" ? { exports: "./index.ts" } : { types: "./index.d.ts", exports: "./index.js" };
  const facts = { name: packageName, version: "1.0.0", description: plainText(`Client of ${api.title}`), private: true, type: "module" };
  return `${JSON.stringify({ ...facts, ...entry }, null, 2)}\n`;
}

function readme(api: SdkApi, { className, methods }: Client, { language, packageName }: JavascriptOptions): string {
  const [first] = methods;
  const call = first === undefined ? "" : `\nconst { status, body } = await client.${first.name}({ /* parameters */ });`;
  const list = methods.map(({ name, operation }) => `- \`${name}\`: ${plainText(`${operation.httpMethod} ${operation.path}`)}`);
  return `# ${plainText(api.title) || "API"}: client of stage ${plainText(api.stageName)}

${language === "typescript" ? "TypeScript source" : "An ES module with types"}, for browsers and Node.js 20 or later. It needs no other package.

\`\`\`js
import { ${className} } from "${packageName}";

const client = new ${className}({
  // endpoint: where the stage is reached, if not at ${plainText(api.endpoint)}
  // apiKey: for methods that need an API key
  // token: for methods whose authorizer reads a header
  // credentials: { accessKeyId, secretAccessKey, sessionToken } for methods that are signed (AWS_IAM)
});${call}
\`\`\`

An answer outside 200 to 299 is thrown as \`ApiError\` with \`status\`, \`headers\` and \`body\`.

## Methods

${list.join("\n")}
`;
}
