import type { SdkApi, SdkOperation } from "./describe-api.ts";
import { codePointLiteral as literal, plainText } from "./literals.ts";
import { makeNames, pascalCase, snakeCase } from "./names.ts";
import { pythonRuntime } from "./python-runtime.ts";
import type { SdkShape } from "./sdk-shape.ts";
import type { SdkFile } from "./zip.ts";

/** A package of Python with a client and the models as typed dictionaries. */
export function generatePython(api: SdkApi, { packageName }: { packageName: string }): SdkFile[] {
  const client = nameClient(api);
  return [
    { path: `${packageName}/__init__.py`, text: entryText(client) },
    { path: `${packageName}/client.py`, text: clientText(api, client) },
    { path: `${packageName}/models.py`, text: modelsText(api, client) },
    { path: `${packageName}/runtime.py`, text: pythonRuntime },
    { path: `${packageName}/py.typed`, text: "" },
    { path: "pyproject.toml", text: projectText(api, packageName) },
    { path: "README.md", text: readme(api, client, packageName) },
  ];
}

const keywords = [
  ...["and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del", "elif", "else", "except", "finally", "for"],
  ...["from", "global", "if", "import", "in", "is", "lambda", "match", "nonlocal", "not", "or", "pass", "raise", "return", "try"],
  ...["while", "with", "yield", "none", "true", "false"],
];
const reservedTypes = [
  ...["Answer", "Any", "ApiClient", "ApiError", "Credentials", "Dict", "List", "Literal", "Mapping", "Optional", "TypedDict", "Union"],
  ...["models", "str", "int", "float", "bool", "dict", "list"],
];

type Method = { operation: SdkOperation; name: string; keys: readonly string[] };
type Client = { className: string; models: ReadonlyMap<string, string>; methods: readonly Method[] };

function nameClient(api: SdkApi): Client {
  const type = makeNames([...keywords, ...reservedTypes]);
  const method = makeNames(keywords);
  const className = type(`${pascalCase(api.title, "Api")}Client`);
  const models = new Map(api.models.map((model) => [model.name, type(pascalCase(model.name, "Model"))]));
  const methods = api.operations.map((operation) => {
    const key = makeNames([...keywords, "self", "body"]);
    const keys = operation.parameters.map((parameter) => key(snakeCase(parameter.name, "parameter")));
    return { operation, name: method(snakeCase(operation.name, "operation")), keys };
  });
  return { className, models, methods };
}

function entryText({ className }: Client): string {
  return `from .client import ${className}
from .runtime import Answer, ApiError, Credentials

__all__ = ["Answer", "ApiError", "Credentials", "${className}"]
`;
}

function modelsText(api: SdkApi, client: Client): string {
  const models = api.models.map(({ name, shape }) => {
    const type = client.models.get(name) ?? "";
    if (shape.kind !== "object") return `${type} = ${typeText(shape, client)}\n`;
    const members = shape.members.map((member) => `        ${literal(member.name)}: ${typeText(member.shape, client)},\n`);
    return `${type} = TypedDict(\n    ${literal(type)},\n    {\n${members.join("")}    },\n    total=False,\n)\n`;
  });
  return `from typing import Any, Dict, List, Literal, TypedDict\n\n${models.join("\n")}`;
}

function clientText(api: SdkApi, client: Client): string {
  return `"""${plainText(`Client of ${api.title}, stage ${api.stageName}`)}. Generated: make it again rather than change it."""
from typing import Any, Dict, List, Literal, Mapping, Optional, Union

from . import models
from .runtime import Answer, ApiClient

Value = Union[str, int, float, bool]

_operations: Mapping[str, Any] = {
${client.methods.map(operationText).join("")}}


class ${client.className}(ApiClient):
    def __init__(self, endpoint: str = ${literal(api.endpoint)}, region: str = ${literal(api.region)}, **settings: Any) -> None:
        super().__init__(endpoint, region, **settings)
${client.methods.map((method) => methodText(method, client)).join("")}`;
}

function operationText({ operation, name, keys }: Method): string {
  const { httpMethod, path, body, needsApiKey, isSigned, tokenHeader } = operation;
  const parameters = operation.parameters.map(
    (parameter, index) => `(${literal(keys[index] ?? "")}, ${literal(parameter.name)}, ${literal(parameter.place)}), `,
  );
  const optional = (text: string | undefined) => (text === undefined ? "None" : literal(text));
  return `    ${literal(name)}: {
        "name": ${literal(name)},
        "method": ${literal(httpMethod)},
        "path": ${literal(path)},
        "parameters": [${parameters.join("").slice(0, -2)}],
        "content_type": ${optional(body?.contentType)},
        "needs_api_key": ${needsApiKey ? "True" : "False"},
        "is_signed": ${isSigned ? "True" : "False"},
        "token_header": ${optional(tokenHeader)},
    },
`;
}

function methodText({ operation, name, keys }: Method, client: Client): string {
  const parameters = operation.parameters.map(({ place, required }, index) => {
    const type = place === "query" ? "Union[Value, List[Value]]" : place === "method" ? "str" : "Value";
    return { required, text: required ? `${keys[index]}: ${type}` : `${keys[index]}: Optional[${type}] = None` };
  });
  const body = operation.body === undefined ? [] : [`body: ${optionalText(typeText(operation.body.shape, client, "models."))} = None`];
  const ordered = [...parameters.filter(({ required }) => required), ...parameters.filter(({ required }) => !required)];
  const named = [...ordered.map(({ text }) => text), ...body];
  const list = ["self", ...(named.length === 0 ? [] : ["*", ...named])].join(", ");
  const values = keys.map((key) => `${literal(key)}: ${key}`).join(", ");
  return `
    def ${name}(${list}) -> Answer[${typeText(operation.answer, client, "models.")}]:
        """${plainText(`${operation.httpMethod} ${operation.path}`)}"""
        return self._call(_operations[${literal(name)}], {${values}}${operation.body === undefined ? "" : ", body"})
`;
}

const optionalText = (type: string) => (type === "Any" ? "Any" : `Optional[${type}]`);

/** Models are named in quotes where they are defined, as they may be about each other. */
function typeText(shape: SdkShape, client: Client, prefix = ""): string {
  switch (shape.kind) {
    case "any":
      return "Any";
    case "number":
      return "float";
    case "integer":
      return "int";
    case "boolean":
      return "bool";
    case "string":
      return shape.values === undefined || shape.values.length === 0 ? "str" : `Literal[${shape.values.map(literal).join(", ")}]`;
    case "list":
      return `List[${typeText(shape.item, client, prefix)}]`;
    case "map":
      return `Dict[str, ${typeText(shape.value, client, prefix)}]`;
    case "object":
      return "Dict[str, Any]";
    case "model": {
      const name = client.models.get(shape.name);
      if (name === undefined) return "Any";
      return prefix === "" ? literal(name) : `${prefix}${name}`;
    }
  }
}

function projectText(api: SdkApi, packageName: string): string {
  return `[build-system]
requires = ["setuptools>=61"]
build-backend = "setuptools.build_meta"

[project]
name = ${literal(packageName)}
version = "1.0.0"
description = ${literal(plainText(`Client of ${api.title}`))}
readme = "README.md"
requires-python = ">=3.9"

[tool.setuptools]
packages = [${literal(packageName)}]
`;
}

function readme(api: SdkApi, { className, methods }: Client, packageName: string): string {
  const [first] = methods;
  const call =
    first === undefined
      ? ""
      : `\nanswer = client.${first.name}()  # with the method's parameters by name\nprint(answer.status, answer.body)`;
  const list = methods.map(({ name, operation }) => `- \`${name}\`: ${plainText(`${operation.httpMethod} ${operation.path}`)}`);
  return `# ${plainText(api.title) || "API"}: client of stage ${plainText(api.stageName)}

For Python 3.9 or later; it needs no other package. Install it with \`pip install .\` in this folder.

\`\`\`python
from ${packageName} import ${className}

client = ${className}(
    # endpoint: where the stage is reached, if not at ${plainText(api.endpoint)}
    # api_key: for methods that need an API key
    # token: for methods whose authorizer reads a header
    # credentials: Credentials(access_key_id, secret_access_key, session_token) for methods that are signed (AWS_IAM)
)${call}
\`\`\`

An answer outside 200 to 299 is raised as \`ApiError\` with \`status\`, \`headers\` and \`body\`.

## Methods

${list.join("\n")}
`;
}
