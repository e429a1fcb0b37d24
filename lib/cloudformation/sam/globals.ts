import { isNode, type Node, nodeIn, templateError } from "../node.ts";

const sections: Readonly<Record<string, string>> = {
  "AWS::Serverless::Function": "Function",
  "AWS::Serverless::Api": "Api",
  "AWS::Serverless::HttpApi": "HttpApi",
  "AWS::Serverless::SimpleTable": "SimpleTable",
  "AWS::Serverless::StateMachine": "StateMachine",
  "AWS::Serverless::LayerVersion": "LayerVersion",
  "AWS::Serverless::CapacityProvider": "CapacityProvider",
  "AWS::Serverless::WebSocketApi": "WebSocketApi",
};

/** Properties of a resource with those that `Globals` gives all of its type. */
export function withGlobals(template: Node, type: string, resource: Node): Node {
  const own = nodeIn(resource, "Properties");
  const { IgnoreGlobals: ignored } = resource;
  const section = sections[type];
  if (section === undefined || ignored === "*") return own;
  const globals = nodeIn(nodeIn(template, "Globals"), section);
  const names = Object.keys(globals).filter((name) => !(Array.isArray(ignored) && ignored.includes(name)));
  const shared = Object.fromEntries(names.map((name) => [name, globals[name]]));
  return merge(shared, own) as Node;
}

/** Objects are merged, lists follow one another, and everything else is the resource's own. */
function merge(shared: unknown, own: unknown): unknown {
  if (Array.isArray(shared) && Array.isArray(own)) return [...shared, ...own];
  if (!isNode(shared) || !isNode(own) || isCall(shared) || isCall(own)) return own;
  const names = new Set([...Object.keys(shared), ...Object.keys(own)]);
  const merged = [...names].map((name) => {
    if (!Object.hasOwn(own, name)) return [name, shared[name]] as const;
    return [name, Object.hasOwn(shared, name) ? merge(shared[name], own[name]) : own[name]] as const;
  });
  return Object.fromEntries(merged);
}

export function isCall(node: Node): boolean {
  const [name = "", ...others] = Object.keys(node);
  return others.length === 0 && (name === "Ref" || name.startsWith("Fn::"));
}

export function checkGlobals(template: Node): void {
  const globals = nodeIn(template, "Globals");
  const known = Object.values(sections);
  const unknown = Object.keys(globals).find((name) => !known.includes(name));
  if (unknown !== undefined)
    throw templateError(
      `Invalid Serverless Application Specification document. 'Globals' section is invalid. '${unknown}' is not supported. Must be one of the following values - [${known.map((name) => `'${name}'`).join(", ")}]`,
    );
}
