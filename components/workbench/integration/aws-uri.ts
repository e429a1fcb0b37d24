/** The address of an AWS integration: `arn:aws:apigateway:{region}:{service}:{path|action}/{what}`. */
export type ServiceAddress = { region: string; service: string; style: "path" | "action"; what: string };

const serviceUri = /^arn:aws[a-z-]*:apigateway:([^:]*):([^:]+):(path|action)\/(.*)$/s;

export function parseServiceUri(uri: string): ServiceAddress | undefined {
  const [, region, service, style, what] = serviceUri.exec(uri) ?? [];
  if (region === undefined || service === undefined || what === undefined) return undefined;
  return { region, service, style: style === "action" ? "action" : "path", what };
}

export function formatServiceUri({ region, service, style, what }: ServiceAddress): string {
  return `arn:aws:apigateway:${region}:${service}:${style}/${what}`;
}

const invocation =
  /^arn:aws[a-z-]*:apigateway:[^:]*:lambda:path\/(?:2015-03-31\/functions\/(.+)\/invocations|2021-11-15\/functions\/(.+)\/response-streaming-invocations)$/s;
const functionArn = /^arn:aws[a-z-]*:lambda:([^:]+):([^:]*):function:.+$/s;

/** What an address stands for: the ARN of a function, or the address itself. */
export function targetOf(uri: string): string {
  return invokedArn(uri) ?? uri;
}

function invokedArn(uri: string): string | undefined {
  const [, whole, streamed] = invocation.exec(uri) ?? [];
  return whole ?? streamed;
}

/** The function of an invocation URI as a person writes it: its name when it is one of this workspace, else its ARN. */
export function functionOf(uri: string, workspace: Workspace): string {
  const arn = invokedArn(uri);
  if (arn === undefined) return uri;
  const own = `arn:aws:lambda:${workspace.region}:${workspace.accountId}:function:`;
  return arn.startsWith(own) ? arn.slice(own.length) : arn;
}

/** The same function's URI for answers that are whole, or that are streamed; the service has an API for each. */
export function withStreaming(uri: string, isStreamed: boolean): string {
  return isStreamed
    ? uri.replace(/\/2015-03-31(\/functions\/.+)\/invocations$/s, "/2021-11-15$1/response-streaming-invocations")
    : uri.replace(/\/2021-11-15(\/functions\/.+)\/response-streaming-invocations$/s, "/2015-03-31$1/invocations");
}

export type Workspace = { accountId: string; region: string };

/** The invocation URI of a function by its name or ARN; `${stageVariables.x}` may stand in both. A whole URI stays as typed. */
export function functionUri(text: string, workspace: Workspace): string {
  const typed = text.trim();
  if (typed === "" || typed.startsWith("arn:aws:apigateway:")) return typed;
  const arn = typed.startsWith("arn:") ? typed : `arn:aws:lambda:${workspace.region}:${workspace.accountId}:function:${typed}`;
  const region = functionArn.exec(arn)?.[1] ?? workspace.region;
  return `arn:aws:apigateway:${region}:lambda:path/2015-03-31/functions/${arn}/invocations`;
}

/** Whether a URI is one of a function. */
export function isFunctionUri(uri: string): boolean {
  return /^arn:aws[a-z-]*:apigateway:[^:]*:lambda:path\//.test(uri);
}
