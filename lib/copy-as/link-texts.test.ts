import { expect, test } from "vitest";
import { clientCertificateScript, clientCertificateTerraform, vpcLinkScript, vpcLinkTerraform } from "./link-texts.ts";
import { renderAwsCli } from "./render-aws-cli.ts";

test("links of the two families are made by their own API", () => {
  const rest = { name: "inner", description: "it's here", targetArns: ["10.0.0.5:8080"], tags: { team: "net" } };
  const http = { name: "2nd", subnetIds: ["10.0.0.6:80"], securityGroupIds: [] };

  expect(renderAwsCli(vpcLinkScript(rest)).replaceAll(" \\\n  ", " ")).toBe(
    `aws apigateway create-vpc-link --name inner --description 'it'\\''s here' --target-arns '["10.0.0.5:8080"]' --tags '{"team":"net"}'\n`,
  );
  expect(renderAwsCli(vpcLinkScript(http))).toBe(
    `aws apigatewayv2 create-vpc-link --name 2nd --subnet-ids '["10.0.0.6:80"]' --security-group-ids '[]'\n`,
  );
  expect(vpcLinkTerraform(rest)).toContain('resource "aws_api_gateway_vpc_link" "inner" {\n  name = "inner"\n');
  expect(vpcLinkTerraform(http)).toBe(
    'resource "aws_apigatewayv2_vpc_link" "r_2nd" {\n  name = "2nd"\n  subnet_ids = ["10.0.0.6:80"]\n  security_group_ids = []\n}\n',
  );
});

test("a client certificate is made anew; nothing of the one that is copied is in the text", () => {
  expect(renderAwsCli(clientCertificateScript({ description: "for the backend" }))).toMatch(
    /^# .*\nCLIENT_CERTIFICATE_ID=\$\(aws apigateway generate-client-certificate [\s\S]*--description 'for the backend'/,
  );
  expect(clientCertificateTerraform({ description: "for the backend" })).toBe(
    'resource "aws_api_gateway_client_certificate" "for_the_backend" {\n  description = "for the backend"\n}\n',
  );
});
