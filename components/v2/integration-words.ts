import { functionOf, type Workspace } from "@/components/workbench/integration/aws-uri";
import type { V2Integration } from "@/lib/definition/v2-api";

const names = { AWS: "AWS service", HTTP: "HTTP", MOCK: "Mock", HTTP_PROXY: "HTTP proxy", AWS_PROXY: "Lambda" } as const;

/** The kind of an integration in two words. */
export function kindName({ integrationType, integrationSubtype, connectionType }: V2Integration): string {
  if (integrationSubtype !== undefined) return integrationSubtype;
  return connectionType === "VPC_LINK" ? `${names[integrationType]} by VPC link` : names[integrationType];
}

/** Where an integration leads, as a line of a list. */
export function targetText(integration: V2Integration, workspace?: Workspace): string {
  const { integrationMethod, integrationUri, integrationType, connectionId, requestParameters, integrationSubtype } = integration;
  if (integrationType === "MOCK") return "The gateway itself answers";
  if (integrationSubtype !== undefined) return requestParameters?.QueueUrl ?? requestParameters?.StateMachineArn ?? integrationSubtype;
  if (integrationType === "AWS_PROXY") return workspace ? functionOf(integrationUri ?? "", workspace) : (integrationUri ?? "");
  const link = connectionId === undefined ? "" : ` through ${connectionId}`;
  return `${integrationMethod ?? ""} ${integrationUri ?? ""}${link}`.trim();
}
