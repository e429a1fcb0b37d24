import { splitVariables } from "../../definition/secret-variables.ts";
import type { Node } from "../node.ts";
import { memberName } from "../read-properties.ts";
import { type ResourceTypeName, resourceType } from "../resource-types.ts";
import type { Shape } from "../shapes.ts";

/** A template that is being written: resources with logical ids of their own. */
export type TemplateWriter = {
  readonly resources: Record<string, Node>;
  readonly parameters: Record<string, Node>;
  /** A free logical id, made of words: `Get pets id` is `GetPetsId`. */
  idFor(...words: string[]): string;
  add(logicalId: string, type: ResourceTypeName, properties: Node, dependsOn?: readonly string[]): void;
};

const idLengthMax = 200;

export function templateWriter(): TemplateWriter {
  const resources: Record<string, Node> = {};
  const parameters: Record<string, Node> = {};
  const taken = new Set<string>();
  return {
    resources,
    parameters,
    idFor: (...words) => {
      const parts = words.flatMap((word) => word.split(/[^A-Za-z0-9]+/)).filter((part) => part !== "");
      const base = parts
        .map((part) => `${part.charAt(0).toUpperCase()}${part.slice(1)}`)
        .join("")
        .slice(0, idLengthMax);
      for (let count = 1; ; count++) {
        const id = count === 1 ? base : `${base}${count}`;
        if (taken.has(id)) continue;
        taken.add(id);
        return id;
      }
    },
    add: (logicalId, type, properties, dependsOn = []) => {
      resources[logicalId] = {
        Type: type,
        ...(dependsOn.length === 0 ? {} : { DependsOn: [...dependsOn] }),
        Properties: withoutUndefined(properties),
      };
    },
  };
}

export const ref = (logicalId: string): Node => ({ Ref: logicalId });
export const attribute = (logicalId: string, name: string): Node => ({ "Fn::GetAtt": [logicalId, name] });

type Variables = {
  variables?: Readonly<Record<string, string>> | undefined;
  secretVariables?: Readonly<Record<string, string>> | undefined;
};

/** The client certificates that stages name, by their ids. */
export type TemplateCertificates = ReadonlyMap<string, { description?: string | undefined; tags: Readonly<Record<string, string>> }>;

/** Adds the certificates, whose keys are made anew; their logical ids by their ids. */
export function addCertificates(writer: TemplateWriter, certificates: TemplateCertificates): Map<string, string> {
  return new Map(
    [...certificates].map(([id, { description, tags }]) => {
      const logicalId = writer.idFor("ClientCertificate");
      writer.add(logicalId, "AWS::ApiGateway::ClientCertificate", { Description: description, Tags: tagPairs(tags) });
      return [id, logicalId];
    }),
  );
}

/** A reference to a certificate of the template. */
export function certificateRef(ids: ReadonlyMap<string, string>, { clientCertificateId }: { clientCertificateId?: string | undefined }) {
  const logicalId = clientCertificateId === undefined ? undefined : ids.get(clientCertificateId);
  return logicalId === undefined ? undefined : ref(logicalId);
}

/** The variables of a stage that has secret ones, which are parameters of the template; undefined when none is secret. */
export function secretVariablesOf(writer: TemplateWriter, stageName: string, settings: Variables): Node | undefined {
  const { plain, secretNames } = splitVariables(settings);
  if (secretNames.length === 0) return undefined;
  const secrets = secretNames.map((name): [string, Node] => {
    const parameter = writer.idFor("Secret", stageName, name);
    writer.parameters[parameter] = { Type: "String", NoEcho: true, Description: `Stage variable ${name} of ${stageName}` };
    return [name, ref(parameter)];
  });
  return { ...plain, ...Object.fromEntries(secrets) };
}

export function withoutUndefined(node: Node): Node {
  return Object.fromEntries(Object.entries(node).filter(([, value]) => value !== undefined));
}

/** What services call members, as properties of a type; members that the type has no property for are left out. */
export function propertiesFrom(type: ResourceTypeName, members: object): Node {
  return capitalized(resourceType(type).properties, members);
}

function capitalized(shapes: Readonly<Record<string, Shape>>, members: object): Node {
  const given = new Map<string, unknown>(Object.entries(members));
  const entries = Object.entries(shapes).flatMap(([name, shape]) => {
    const value = given.get(memberName(name));
    return value === undefined ? [] : [[name, valueFor(shape, value)] as const];
  });
  return Object.fromEntries(entries);
}

function valueFor(shape: Shape, value: unknown): unknown {
  // Empty templates are stored as null.
  if (value === null) return "";
  if (typeof shape === "string" || typeof value !== "object") return value;
  if ("list" in shape) return Array.isArray(value) ? value.map((item) => valueFor(shape.list, item)) : value;
  if ("members" in shape) return capitalized(shape.members, value);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, valueFor(shape.map, item)]));
}

/** A text with the id of its API in it, as one that names the API of the stack. */
export function withApiId(text: string, apiId: string, logicalId: string): unknown {
  if (!text.includes(`/${apiId}/`)) return text;
  return { "Fn::Sub": text.replaceAll("${", "${!").replaceAll(`/${apiId}/`, `/\${${logicalId}}/`) };
}

export function tagPairs(tags: Readonly<Record<string, string>>): unknown {
  const pairs = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
  return pairs.length === 0 ? undefined : pairs;
}
