import { type Command, optionsOf } from "./command.ts";
import { type HclBody, Reference, renderHcl } from "./hcl.ts";
import type { Script } from "./render-aws-cli.ts";
import { resourceBlock, terraformNames } from "./terraform-names.ts";

type Tags = Readonly<Record<string, string>>;
/** A link of REST APIs names its targets, one of HTTP APIs its subnets. */
export type CopiedVpcLink = { name: string; tags?: Tags | undefined } & (
  | { description?: string | undefined; targetArns: readonly string[] }
  | { subnetIds: readonly string[]; securityGroupIds: readonly string[] }
);

export function vpcLinkScript(link: CopiedVpcLink): Script {
  const service = "targetArns" in link ? "apigateway" : "apigatewayv2";
  const command: Command = { service, operation: "create-vpc-link", options: optionsOf(link, new Map()) };
  return { known: new Map(), commands: [command] };
}

export function vpcLinkTerraform(link: CopiedVpcLink): string {
  const { name, tags } = link;
  const isRest = "targetArns" in link;
  const type = isRest ? "aws_api_gateway_vpc_link" : "aws_apigatewayv2_vpc_link";
  const body = isRest ? { description: link.description, target_arns: link.targetArns } : networkBody(link);
  const names = terraformNames();
  return renderHcl([resourceBlock(type, names.nameFor(type, name), { name, ...body, tags })], names.references);
}

/** The provider asks for the groups even where there are none. */
function networkBody({ subnetIds, securityGroupIds }: Extract<CopiedVpcLink, { subnetIds: unknown }>): HclBody {
  return { subnet_ids: subnetIds, security_group_ids: securityGroupIds.length === 0 ? new Reference("[]") : securityGroupIds };
}

export type CopiedCertificate = { description?: string | undefined; tags?: Tags | undefined };

/** Another certificate of the same description: a certificate and its key are made where it is used and are never copied. */
export function clientCertificateScript(certificate: CopiedCertificate): Script {
  const command: Command = {
    service: "apigateway",
    operation: "generate-client-certificate",
    options: optionsOf(certificate, new Map()),
    capture: { variable: "CLIENT_CERTIFICATE_ID", query: "clientCertificateId" },
    note: "Makes a certificate of its own, with a key that stays where it is made.",
  };
  return { known: new Map(), commands: [command] };
}

export function clientCertificateTerraform({ description, tags }: CopiedCertificate): string {
  const names = terraformNames();
  const type = "aws_api_gateway_client_certificate";
  return renderHcl([resourceBlock(type, names.nameFor(type, description || "backend"), { description, tags })], names.references);
}
