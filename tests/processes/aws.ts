import {
  APIGatewayClient,
  CreateDeploymentCommand,
  CreateRestApiCommand,
  PutIntegrationCommand,
  PutIntegrationResponseCommand,
  PutMethodCommand,
  PutMethodResponseCommand,
  UpdateIntegrationResponseCommand,
} from "@aws-sdk/client-api-gateway";
import type { Product } from "../support/product.ts";

export const environmentKey = { GATEHOUSE_ACCESS_KEY_ID: "test", GATEHOUSE_SECRET_ACCESS_KEY: "test" };
const environmentCredentials = { accessKeyId: "test", secretAccessKey: "test" };

/** An SDK client of the product's AWS endpoint that tries once. */
export function clientOf(
  product: Pick<Product, "consoleUrl">,
  { credentials = environmentCredentials, requestTimeoutMs = 10_000 } = {},
): APIGatewayClient {
  return new APIGatewayClient({
    endpoint: `${product.consoleUrl}/aws`,
    region: "us-east-1",
    maxAttempts: 1,
    credentials,
    requestHandler: { requestTimeout: requestTimeoutMs },
  });
}

export type NumberApi = { restApiId: string; resourceId: string };

/** An API whose `GET /` answers a number, which {@link setNumber} changes. */
export async function createNumberApi(client: APIGatewayClient): Promise<NumberApi> {
  const { id: restApiId = "", rootResourceId: resourceId = "" } = await client.send(new CreateRestApiCommand({ name: "numbers" }));
  const method = { restApiId, resourceId, httpMethod: "GET" };
  await client.send(new PutMethodCommand({ ...method, authorizationType: "NONE" }));
  await client.send(new PutIntegrationCommand({ ...method, type: "MOCK", requestTemplates: { "application/json": '{"statusCode":200}' } }));
  await client.send(new PutMethodResponseCommand({ ...method, statusCode: "200" }));
  await client.send(
    new PutIntegrationResponseCommand({ ...method, statusCode: "200", responseTemplates: { "application/json": "number 0" } }),
  );
  return { restApiId, resourceId };
}

export async function setNumber(client: APIGatewayClient, api: NumberApi, number: number): Promise<void> {
  const patchOperations = [{ op: "replace" as const, path: "/responseTemplates/application~1json", value: `number ${number}` }];
  await client.send(new UpdateIntegrationResponseCommand({ ...api, httpMethod: "GET", statusCode: "200", patchOperations }));
}

export async function deploy(client: APIGatewayClient, { restApiId }: NumberApi): Promise<void> {
  await client.send(new CreateDeploymentCommand({ restApiId, stageName: "prod" }));
}

/** What the stage answers now; undefined when it does not answer 200. */
export async function readNumber(product: Pick<Product, "gatewayUrl">, { restApiId }: NumberApi): Promise<number | undefined> {
  const url = `${product.gatewayUrl}/_aws/execute-api/${restApiId}/prod/`;
  // One connection for each call, so that calls reach every worker.
  const response = await fetch(url, { headers: { connection: "close" }, signal: AbortSignal.timeout(2_000) });
  const [, digits] = /^number (\d+)$/.exec(await response.text()) ?? [];
  return response.status === 200 && digits !== undefined ? Number(digits) : undefined;
}
