import type { Integration as IntegrationSettings } from "../../definition/rest-api.ts";
import { awsService } from "./aws-service.ts";
import { http } from "./http.ts";
import { httpProxy } from "./http-proxy.ts";
import type { Integration } from "./integration.ts";
import { lambda } from "./lambda.ts";
import { lambdaProxy } from "./lambda-proxy.ts";
import { mock } from "./mock.ts";
import { vpcLink } from "./vpc-link.ts";

export type IntegrationKind = "mock" | "http" | "httpProxy" | "lambda" | "lambdaProxy" | "awsService" | "vpcLink";

export const integrations = {
  mock,
  http,
  httpProxy,
  lambda,
  lambdaProxy,
  awsService,
  vpcLink,
} satisfies Record<IntegrationKind, Integration>;

/** Which row of the table serves an integration. */
export function kindOf(integration: IntegrationSettings): IntegrationKind {
  if (integration.connectionType === "VPC_LINK") return "vpcLink";
  const callsFunction = /:lambda:path\//.test(integration.uri ?? "");
  switch (integration.type) {
    case "MOCK":
      return "mock";
    case "HTTP":
      return "http";
    case "HTTP_PROXY":
      return "httpProxy";
    case "AWS":
      return callsFunction ? "lambda" : "awsService";
    case "AWS_PROXY":
      return callsFunction ? "lambdaProxy" : "awsService";
  }
}
