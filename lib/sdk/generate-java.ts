import type { SdkApi, SdkModel, SdkOperation } from "./describe-api.ts";
import { javaRuntime } from "./java-runtime.ts";
import { literal, plainText } from "./literals.ts";
import { camelCase, makeNames, pascalCase } from "./names.ts";
import type { SdkShape } from "./sdk-shape.ts";
import type { SdkFile } from "./zip.ts";

export type JavaOptions = {
  serviceName: string;
  packageName: string;
  buildSystem: "maven" | "gradle";
  groupId: string;
  artifactId: string;
  version: string;
  license: string;
};

/** A project of Java: a client, a class for each model and for the request of each operation. */
export function generateJava(api: SdkApi, options: JavaOptions): SdkFile[] {
  const client = nameClient(api, options);
  const folder = `src/main/java/${options.packageName.replaceAll(".", "/")}`;
  const classes: [string, string][] = [
    ...Object.entries(javaRuntime),
    [client.className, clientText(api, client)],
    ...client.objects.map((model): [string, string] => [client.models.get(model.name) ?? "", modelText(model, client)]),
    ...client.methods.map((method): [string, string] => [method.requestType, requestText(method, client)]),
  ];
  return [
    ...classes.map(([name, text]) => ({ path: `${folder}/${name}.java`, text: `${head(options)}${text}` })),
    options.buildSystem === "maven" ? { path: "pom.xml", text: pomText(options) } : { path: "build.gradle", text: gradleText(options) },
    ...(options.buildSystem === "maven" ? [] : [{ path: "settings.gradle", text: `rootProject.name = ${literal(options.artifactId)}\n` }]),
    { path: "README.md", text: readme(api, client, options) },
  ];
}

/** Words that are no names in Java; packages may not have them either. */
export const javaKeywords: readonly string[] = [
  ...["abstract", "assert", "boolean", "break", "byte", "case", "catch", "char", "class", "const", "continue", "default", "do", "double"],
  ...[
    "else",
    "enum",
    "extends",
    "final",
    "finally",
    "float",
    "for",
    "goto",
    "if",
    "implements",
    "import",
    "instanceof",
    "int",
    "interface",
  ],
  ...["long", "native", "new", "package", "private", "protected", "public", "return", "short", "static", "strictfp", "super", "switch"],
  ...["synchronized", "this", "throw", "throws", "transient", "try", "void", "volatile", "while", "true", "false", "null", "_"],
];
const reservedTypes = [
  ...Object.keys(javaRuntime),
  ...["Boolean", "Collection", "Double", "Function", "List", "Long", "Map", "Object", "Override", "String", "Supplier", "Record"],
  // A class of the package hides one of java.lang.
  ...["Character", "Error", "Exception", "Integer", "Number", "StringBuilder", "System", "Thread", "Void"],
  ...["IllegalArgumentException", "IllegalStateException", "InterruptedException", "NumberFormatException", "RuntimeException"],
];
/** Methods that every object or every client has. */
const reservedMethods = [
  ...["call", "clone", "equals", "finalize", "getClass", "hashCode", "notify", "notifyAll", "toString", "wait"],
  ...["setEndpoint", "setRegion", "setApiKey", "setToken", "setCredentials", "setHeader"],
];

type Method = { operation: SdkOperation; name: string; requestType: string; keys: readonly string[] };
type Client = {
  className: string;
  models: ReadonlyMap<string, string>;
  /** Models that are objects have classes; the others are what they say. */
  objects: readonly SdkModel[];
  shapes: ReadonlyMap<string, SdkShape>;
  methods: readonly Method[];
};

function nameClient(api: SdkApi, { serviceName }: JavaOptions): Client {
  const type = makeNames([...javaKeywords, ...reservedTypes]);
  const method = makeNames([...javaKeywords, ...reservedMethods]);
  const className = type(pascalCase(serviceName, "Api"));
  const objects = api.models.filter(({ shape }) => shape.kind === "object");
  const models = new Map(objects.map((model) => [model.name, type(pascalCase(model.name, "Model"))]));
  const methods = api.operations.map((operation) => {
    const key = makeNames([...javaKeywords, "body", "header", "equals"]);
    const keys = operation.parameters.map((parameter) => key(camelCase(parameter.name, "parameter")));
    const name = method(camelCase(operation.name, "operation"));
    return { operation, name, requestType: type(`${pascalCase(name, "Operation")}Request`), keys };
  });
  return { className, models, objects, shapes: new Map(api.models.map(({ name, shape }) => [name, shape])), methods };
}

function head({ packageName, license }: JavaOptions): string {
  const lines = license.split(/\r?\n/).map((line) => `// ${plainText(line)}`.trimEnd());
  return `${license === "" ? "" : `${lines.join("\n")}\n`}package ${packageName};\n\n`;
}

function clientText(api: SdkApi, client: Client): string {
  const methods = client.methods.map(({ name, operation, requestType }) => {
    const answer = typeText(operation.answer, client);
    const request = operation.parameters.some(({ required }) => required)
      ? ""
      : `    public Answer<${answer}> ${name}() {\n        return ${name}(new ${requestType}());\n    }\n\n`;
    return `${request}    /** ${plainText(`${operation.httpMethod} ${operation.path}`)} */
    public Answer<${answer}> ${name}(${requestType} request) {
        return call(request, value -> ${readText(operation.answer, "value", client)});
    }
`;
  });
  return `import java.util.List;
import java.util.Map;

/** ${plainText(`Client of ${api.title}, stage ${api.stageName}`)}. Generated: make it again rather than change it. */
public final class ${client.className} extends ApiClient {
    public ${client.className}() {
        super(${literal(api.endpoint)}, ${literal(api.region)});
    }

${methods.join("\n")}}
`;
}

function modelText({ name, description, shape }: SdkModel, client: Client): string {
  const type = client.models.get(name) ?? "";
  const accessor = makeNames(["Class"]);
  const members = (shape.kind === "object" ? shape.members : []).map((member) => {
    const called = accessor(pascalCase(member.name, "Member"));
    const java = typeText(member.shape, client);
    return `
    public ${java} get${called}() {
        return ${readText(member.shape, `at(${literal(member.name)})`, client)};
    }

    public ${type} set${called}(${java} value) {
        put(${literal(member.name)}, value);
        return this;
    }
`;
  });
  return `import java.util.List;
import java.util.Map;

/** ${plainText(description === "" ? name : description)} */
public final class ${type} extends JsonObject {
    public ${type}() {
    }

    public ${type}(Map<String, Object> values) {
        super(values);
    }
${members.join("")}}
`;
}

function requestText({ operation, name, requestType, keys }: Method, client: Client): string {
  const { httpMethod, path, body, needsApiKey, isSigned, tokenHeader } = operation;
  const facts = [
    ...operation.parameters.map(
      (parameter, index) =>
        `.parameter(${literal(keys[index] ?? "")}, ${literal(parameter.name)}, ${literal(parameter.place)}, ${parameter.required})`,
    ),
    ...(body === undefined ? [] : [`.contentType(${literal(body.contentType)})`]),
    ...(needsApiKey ? [".withApiKey()"] : []),
    ...(isSigned ? [".signed()"] : []),
    ...(tokenHeader === undefined ? [] : [`.tokenIn(${literal(tokenHeader)})`]),
  ];
  const parameters = keys.map(
    (key) => `
    public ${requestType} ${key}(Object value) {
        values.put(${literal(key)}, value);
        return this;
    }
`,
  );
  const setBody =
    body === undefined
      ? ""
      : `
    public ${requestType} body(${typeText(body.shape, client)} value) {
        this.body = value;
        return this;
    }
`;
  return `import java.util.List;
import java.util.Map;

/** ${plainText(`${httpMethod} ${path}`)} */
public final class ${requestType} extends Request {
    private static final Operation OPERATION = new Operation(${literal(name)}, ${literal(httpMethod)}, ${literal(path)})${facts.map((fact) => `\n        ${fact}`).join("")};
${parameters.join("")}${setBody}
    public ${requestType} header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    @Override
    Operation operation() {
        return OPERATION;
    }
}
`;
}

const aliasesMax = 10;

/** What a model stands for that has no class of its own; those that lead in a circle are anything. */
function resolved(shape: SdkShape, client: Client): SdkShape {
  let current = shape;
  for (let count = 0; count < aliasesMax; count++) {
    if (current.kind !== "model" || client.models.has(current.name)) return current;
    current = client.shapes.get(current.name) ?? { kind: "any" };
  }
  return { kind: "any" };
}

const depthMax = 20;

function typeText(given: SdkShape, client: Client, depth = 0): string {
  const shape = depth > depthMax ? ({ kind: "any" } as const) : resolved(given, client);
  switch (shape.kind) {
    case "any":
      return "Object";
    case "number":
      return "Double";
    case "integer":
      return "Long";
    case "boolean":
      return "Boolean";
    case "string":
      return "String";
    case "list":
      return `List<${typeText(shape.item, client, depth + 1)}>`;
    case "map":
      return `Map<String, ${typeText(shape.value, client, depth + 1)}>`;
    case "object":
      return "Map<String, Object>";
    case "model":
      return client.models.get(shape.name) ?? "Object";
  }
}

/** The value of an expression as that type. */
function readText(given: SdkShape, value: string, client: Client, depth = 0): string {
  const shape = depth > depthMax ? ({ kind: "any" } as const) : resolved(given, client);
  const item = `item${depth}`;
  switch (shape.kind) {
    case "any":
      return value;
    case "number":
      return `Json.number(${value})`;
    case "integer":
      return `Json.integer(${value})`;
    case "boolean":
      return `Json.flag(${value})`;
    case "string":
      return `Json.text(${value})`;
    case "list":
      return `Json.list(${value}, ${item} -> ${readText(shape.item, item, client, depth + 1)})`;
    case "map":
      return `Json.map(${value}, ${item} -> ${readText(shape.value, item, client, depth + 1)})`;
    case "object":
      return `Json.map(${value}, ${item} -> ${item})`;
    case "model":
      return `Json.object(${value}, ${client.models.get(shape.name)}::new)`;
  }
}

function pomText({ groupId, artifactId, version }: JavaOptions): string {
  return `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>${groupId}</groupId>
  <artifactId>${artifactId}</artifactId>
  <version>${version}</version>
  <properties>
    <maven.compiler.release>11</maven.compiler.release>
    <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
  </properties>
</project>
`;
}

function gradleText({ groupId, version }: JavaOptions): string {
  return `plugins {
    id "java-library"
}

group = ${literal(groupId)}
version = ${literal(version)}

tasks.withType(JavaCompile).configureEach {
    options.release = 11
    options.encoding = "UTF-8"
}
`;
}

function readme(api: SdkApi, { className, methods }: Client, { packageName, buildSystem }: JavaOptions): string {
  const [first] = methods;
  const call =
    first === undefined ? "" : `\nvar answer = client.${first.name}(new ${first.requestType}());\nSystem.out.println(answer.getBody());`;
  const list = methods.map(({ name, operation }) => `- \`${name}\`: ${plainText(`${operation.httpMethod} ${operation.path}`)}`);
  return `# ${plainText(api.title) || "API"}: client of stage ${plainText(api.stageName)}

For Java 11 or later; it needs no other library. Build it with \`${buildSystem === "maven" ? "mvn package" : "gradle build"}\`.

\`\`\`java
import ${packageName}.*;

var client = new ${className}();
// client.setEndpoint(...): where the stage is reached, if not at ${plainText(api.endpoint)}
// client.setApiKey(...): for methods that need an API key
// client.setToken(() -> ...): for methods whose authorizer reads a header
// client.setCredentials(new Credentials(accessKeyId, secretAccessKey)): for methods that are signed (AWS_IAM)${call}
\`\`\`

An answer outside 200 to 299 is thrown as \`ApiException\` with the answer.

## Methods

${list.join("\n")}
`;
}
