// The WebSocket API that benchmarks talk to.
import {
  ApiGatewayV2Client,
  CreateApiCommand,
  CreateIntegrationCommand,
  CreateIntegrationResponseCommand,
  CreateRouteCommand,
  CreateRouteResponseCommand,
  CreateStageCommand,
} from "@aws-sdk/client-apigatewayv2";

/** Makes an API whose every message is answered with the id of its connection, and says under which path its stage is. */
export async function makeSocketApi(consoleUrl, credentials) {
  const client = new ApiGatewayV2Client({ endpoint: `${consoleUrl}/aws`, region: "us-east-1", credentials });
  const api = { Name: "many", ProtocolType: "WEBSOCKET", RouteSelectionExpression: "$request.body.action" };
  const { ApiId } = await client.send(new CreateApiCommand(api));
  const integration = { ApiId, IntegrationType: "MOCK", RequestTemplates: { $default: '{"statusCode": 200}' } };
  const { IntegrationId } = await client.send(new CreateIntegrationCommand(integration));
  const response = { IntegrationResponseKey: "$default", ResponseTemplates: { $default: "$context.connectionId" } };
  await client.send(new CreateIntegrationResponseCommand({ ApiId, IntegrationId, ...response }));
  const route = { RouteKey: "$default", Target: `integrations/${IntegrationId}`, RouteResponseSelectionExpression: "$default" };
  const { RouteId } = await client.send(new CreateRouteCommand({ ApiId, ...route }));
  await client.send(new CreateRouteResponseCommand({ ApiId, RouteId, RouteResponseKey: "$default" }));
  await client.send(new CreateStageCommand({ ApiId, StageName: "prod", AutoDeploy: true }));
  return `/_aws/execute-api/${ApiId}/prod`;
}
