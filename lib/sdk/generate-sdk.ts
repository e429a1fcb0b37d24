import type { SdkApi } from "./describe-api.ts";
import { generateJava, javaKeywords } from "./generate-java.ts";
import { generateJavascript } from "./generate-javascript.ts";
import { generatePython } from "./generate-python.ts";
import { pascalCase, snakeCase } from "./names.ts";
import type { SdkProperty, SdkType } from "./sdk-types.ts";
import type { SdkFile } from "./zip.ts";

export type SdkParameters = Readonly<Record<string, string | undefined>>;

export type GeneratedSdk = { files: SdkFile[] } | { problem: string };

/** The files of an API's SDK, or what is wrong with what was asked for. */
export function generateSdk(api: SdkApi, type: SdkType, parameters: SdkParameters): GeneratedSdk {
  const given = (property: SdkProperty) => (parameters[property.name] ?? parameters[property.alias ?? ""] ?? "").trim();
  const missing = type.properties.filter((property) => property.required && given(property) === "");
  if (missing.length > 0) {
    return { problem: `Missing required parameters for SDK type ${type.id}: ${missing.map(({ name }) => name).join(", ")}` };
  }
  const values = new Map(type.properties.map((property) => [property.name, given(property) || (property.defaultValue ?? "")]));
  const wrong = [...values].find(([name, value]) => value !== "" && !fits(name, value));
  if (wrong !== undefined) return { problem: `Invalid value for parameter ${wrong[0]}: ${rules[wrong[0]]?.says ?? "it does not fit"}` };
  return { files: filesOf(api, type, (name) => values.get(name) ?? "") };
}

function filesOf(api: SdkApi, type: SdkType, value: (name: string) => string): SdkFile[] {
  switch (type.id) {
    case "java": {
      const packageName = value("java.package-name");
      const serviceName = value("service.name");
      return generateJava(api, {
        serviceName,
        packageName,
        buildSystem: value("java.build-system") === "gradle" ? "gradle" : "maven",
        groupId: value("java.group-id") || packageName,
        artifactId: value("java.artifact-id") || pascalCase(serviceName, "Api"),
        version: value("java.artifact-version"),
        license: value("java.license-text"),
      });
    }
    case "python":
      return generatePython(api, { packageName: pythonPackage(value("package.name") || api.title) });
    case "javascript":
    case "typescript": {
      const packageName = value("package.name") || `${snakeCase(api.title, "api").replaceAll("_", "-")}-client`;
      return generateJavascript(api, { language: type.id, packageName });
    }
  }
}

/** A package of its own: no module of Python is called so. */
function pythonPackage(name: string): string {
  const snake = snakeCase(name, "api");
  return snake.endsWith("_client") ? snake : `${snake}_client`;
}

const part = /^[A-Za-z0-9_.-]{1,100}$/;
const partSays = "1 to 100 letters, digits, points, dashes and underscores are allowed";

type Rule = { fits: (value: string) => boolean; says: string };

const rules: Readonly<Record<string, Rule>> = {
  "service.name": { fits: (value) => /^[A-Za-z][A-Za-z0-9 _-]{0,99}$/.test(value), says: "it begins with a letter" },
  "java.package-name": { fits: isJavaPackage, says: "it must be a name of a Java package such as com.example.pets" },
  "java.build-system": { fits: (value) => value === "maven" || value === "gradle", says: "maven and gradle are supported" },
  "java.group-id": { fits: (value) => part.test(value), says: partSays },
  "java.artifact-id": { fits: (value) => part.test(value), says: partSays },
  "java.artifact-version": { fits: (value) => part.test(value), says: partSays },
  "java.license-text": { fits: (value) => value.length <= 10_000, says: "it has 10,000 characters at most" },
  "package.name": { fits: (value) => /^[a-z][a-z0-9_-]{0,99}$/.test(value), says: "it has small letters, digits, dashes and underscores" },
};

function fits(name: string, value: string): boolean {
  return rules[name]?.fits(value) ?? true;
}

function isJavaPackage(value: string): boolean {
  const parts = value.split(".");
  return value.length <= 200 && parts.every((each) => /^[a-z_][a-zA-Z0-9_]*$/.test(each) && !javaKeywords.includes(each));
}
