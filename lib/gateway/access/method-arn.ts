import type { Exchange } from "../exchange.ts";

/** The action that callers of an API need. */
export const invokeAction = "execute-api:Invoke";

/** The partition of a region, as ARNs begin. */
export function partitionOf(region: string): string {
  if (region.startsWith("cn-")) return "aws-cn";
  return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}

/** The ARN of the method that a request calls, with the path as it was sent: `arn:aws:execute-api:{region}:{account}:{api}/{stage}/GET/pets/7`. */
export function methodArn({ stage, method, request, socket }: Exchange): string {
  const path = request.rawPath.replace(/^\//, "");
  const called = socket === undefined ? `${method}/${path}` : socket.routeKey;
  return `arn:${partitionOf(stage.region)}:execute-api:${stage.region}:${stage.accountId}:${stage.apiId}/${stage.stageName}/${called}`;
}

/** The same as refusals show it: only the end of the account id can be read. */
export function maskedMethodArn(exchange: Exchange): string {
  const { accountId } = exchange.stage;
  return methodArn(exchange).replace(`:${accountId}:`, `:${"*".repeat(8)}${accountId.slice(-4)}:`);
}
