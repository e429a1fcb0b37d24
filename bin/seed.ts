import {
  APIGatewayClient,
  CreateApiKeyCommand,
  CreateDeploymentCommand,
  CreateUsagePlanCommand,
  CreateUsagePlanKeyCommand,
  ImportRestApiCommand,
} from "@aws-sdk/client-api-gateway";
import { exampleDocument } from "../lib/services/example-document.ts";

const { env } = process;
const port = env.PORT || "3000";
const endpoint = `http://127.0.0.1:${port}/aws`;
const gatewayUrl = `http://127.0.0.1:${env.GATEWAY_PORT || "8080"}`;
const accessKeyId = env.GATEHOUSE_ACCESS_KEY_ID || env.AWS_ACCESS_KEY_ID;
const secretAccessKey = env.GATEHOUSE_SECRET_ACCESS_KEY || env.AWS_SECRET_ACCESS_KEY;
const stageName = "prod";
const rounds = 20;
const paths = ["/pets", "/pets?type=dog", "/pets/1", "/pets/2", "/pets/99", "/nowhere"];
const serveDeadlineMs = 10_000;

async function makeApi(client: APIGatewayClient): Promise<string> {
  const document = exampleDocument({ demoUrl: `http://127.0.0.1:${env.DEMO_PORT || "8081"}` });
  const { id: restApiId = "" } = await client.send(new ImportRestApiCommand({ body: new TextEncoder().encode(JSON.stringify(document)) }));
  await client.send(new CreateDeploymentCommand({ restApiId, stageName, description: "Seeded" }));
  const { id: keyId } = await client.send(new CreateApiKeyCommand({ name: `seed-${restApiId}`, enabled: true }));
  const plan = {
    name: `seed-${restApiId}`,
    apiStages: [{ apiId: restApiId, stage: stageName }],
    throttle: { rateLimit: 100, burstLimit: 200 },
  };
  const { id: usagePlanId } = await client.send(new CreateUsagePlanCommand(plan));
  await client.send(new CreateUsagePlanKeyCommand({ usagePlanId, keyId, keyType: "API_KEY" }));
  return restApiId;
}

/** Calls every path some times and counts the answers by status. */
async function makeTraffic(restApiId: string): Promise<Map<number, number>> {
  const call = async (path: string) => {
    const response = await fetch(`${gatewayUrl}/_aws/execute-api/${restApiId}/${stageName}${path}`, {
      signal: AbortSignal.timeout(10_000),
    });
    await response.arrayBuffer();
    return response.status;
  };
  const deadline = Date.now() + serveDeadlineMs;
  while ((await call("/pets")) !== 200 && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 50));
  const counts = new Map<number, number>();
  for (const path of Array.from({ length: rounds }, () => paths).flat()) {
    const status = await call(path);
    counts.set(status, (counts.get(status) ?? 0) + 1);
  }
  return counts;
}

if (!accessKeyId || !secretAccessKey) {
  console.error(
    "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY to an access key of the console, or start Gatehouse with GATEHOUSE_ACCESS_KEY_ID and GATEHOUSE_SECRET_ACCESS_KEY.",
  );
  process.exitCode = 1;
} else {
  const client = new APIGatewayClient({ endpoint, region: env.AWS_REGION || "us-east-1", credentials: { accessKeyId, secretAccessKey } });
  const restApiId = await makeApi(client);
  const counts = await makeTraffic(restApiId);
  const answers = [...counts].sort(([a], [b]) => a - b).map(([status, count]) => `${count} x ${status}`);
  console.log(`API ${restApiId} on stage ${stageName}; calls answered: ${answers.join(", ")}`);
}
