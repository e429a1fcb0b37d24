import type { Route, V2ApiSettings, V2Integration } from "../../definition/v2-api.ts";

/** An API as an example describes it; what is left out has the service's defaults. */
export type ExampleDraft = {
  settings: Partial<V2ApiSettings> & { name: string };
  stageName: string;
  routes: readonly (Partial<Route> & { routeKey: string; integration: Partial<V2Integration> })[];
};

/** A shop behind an HTTP API: its routes lead to the demo backend, one of them by another name. */
export function httpExample(demoUrl: string): ExampleDraft {
  const proxy = { integrationType: "HTTP_PROXY", payloadFormatVersion: "1.0" } as const;
  return {
    settings: {
      name: "Pet shop",
      description: "An example of an HTTP API: routes to a backend, a greedy one, and mapped parameters.",
      corsConfiguration: { allowOrigins: ["*"], allowMethods: ["GET", "POST"], allowHeaders: ["content-type"], maxAge: 300 },
    },
    stageName: "$default",
    routes: [
      { routeKey: "GET /pets", integration: { ...proxy, integrationMethod: "GET", integrationUri: `${demoUrl}/pets` } },
      { routeKey: "GET /pets/{petId}", integration: { ...proxy, integrationMethod: "GET", integrationUri: `${demoUrl}/pets/{petId}` } },
      {
        routeKey: "ANY /echo/{proxy+}",
        integration: {
          ...proxy,
          integrationMethod: "ANY",
          integrationUri: `${demoUrl}/echo`,
          requestParameters: {
            "overwrite:path": "/echo",
            "append:header.x-request-id": "$context.requestId",
            "overwrite:querystring.called": "$request.path.proxy",
          },
          responseParameters: { "200": { "append:header.x-answered-by": "demo" } },
        },
      },
    ],
  };
}

/** A WebSocket API that answers by itself, asks a backend, and explains what it does not know. */
export function webSocketExample(demoUrl: string): ExampleDraft {
  const mock = { integrationType: "MOCK", requestTemplates: { $default: '{"statusCode": 200}' } } as const;
  return {
    settings: {
      name: "Messages",
      description: "An example of a WebSocket API: the member action of a message chooses its route.",
      routeSelectionExpression: "$request.body.action",
    },
    stageName: "prod",
    routes: [
      {
        ...twoWay,
        routeKey: "whoami",
        operationName: "WhoAmI",
        integration: { ...mock, integrationResponses: [answer(whoAmI)] },
      },
      {
        ...twoWay,
        routeKey: "echo",
        operationName: "Echo",
        integration: {
          integrationType: "HTTP",
          integrationMethod: "POST",
          integrationUri: `${demoUrl}/echo`,
          requestTemplates: { $default: "$input.json('$')" },
          integrationResponses: [answer(echoed)],
        },
      },
      {
        ...twoWay,
        routeKey: "$default",
        integration: { ...mock, integrationResponses: [answer(unknownAction)] },
      },
    ],
  };
}

const twoWay = {
  routeResponseSelectionExpression: "$default",
  routeResponses: [{ routeResponseId: "default", routeResponseKey: "$default" }],
};

const answer = (template: string) => ({
  integrationResponseId: "default",
  integrationResponseKey: "$default",
  responseTemplates: { $default: template },
});

const whoAmI = `{
  "connectionId": "$context.connectionId",
  "connectedAt": $context.connectedAt,
  "sourceIp": "$context.identity.sourceIp",
  "route": "$context.routeKey"
}`;

// The demo backend tells what it was sent.
const echoed = `{
  "route": "$context.routeKey",
  "heard": $input.json('$.body')
}`;

const unknownAction = `{
  "message": "No route has this action. Try {\\"action\\": \\"whoami\\"} or {\\"action\\": \\"echo\\", \\"text\\": \\"hello\\"}."
}`;
