import type { Exchange } from "../exchange.ts";
import { encodePathValue } from "../integration-url.ts";
import { decodeSegment } from "../router.ts";

/** The action that callers of an API need. */
export const invokeAction = "execute-api:Invoke";

/** The partition of a region, as ARNs begin. */
export function partitionOf(region: string): string {
  if (region.startsWith("cn-")) return "aws-cn";
  return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}

/** The ARN of the method that a request calls: `arn:aws:execute-api:{region}:{account}:{api}/{stage}/GET/pets/7`. */
export function methodArn({ stage, method, request, socket }: Exchange): string {
  const called = socket === undefined ? `${method}/${plainPath(request.rawPath)}` : socket.routeKey;
  return `arn:${partitionOf(stage.region)}:execute-api:${stage.region}:${stage.accountId}:${stage.apiId}/${stage.stageName}/${called}`;
}

const isPlain = /^(?:\/[\w.~-]+)+$/;

// Policies compare text. A path that leads to a resource therefore has one form, however it is written: without the empty segments that
// the routes ignore too, and with only those escapes that it needs.
function plainPath(rawPath: string): string {
  if (isPlain.test(rawPath)) return rawPath.slice(1);
  const segments = rawPath.split("/").filter((segment) => segment !== "");
  return segments.map((segment) => encodePathValue(decodeSegment(segment)).replaceAll("/", "%2F")).join("/");
}

/** The same as refusals show it: only the end of the account id can be read. */
export function maskedMethodArn(exchange: Exchange): string {
  const { accountId } = exchange.stage;
  return methodArn(exchange).replace(`:${accountId}:`, `:${"*".repeat(8)}${accountId.slice(-4)}:`);
}
