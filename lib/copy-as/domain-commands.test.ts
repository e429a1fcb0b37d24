import { expect, test } from "vitest";
import { type CopiedDomain, domainScript } from "./domain-commands.ts";
import { domainTerraform } from "./domain-terraform.ts";
import { renderAwsCli } from "./render-aws-cli.ts";

const regional: CopiedDomain = {
  name: "api.example.com",
  settings: {
    endpointConfiguration: { types: ["REGIONAL"], ipAddressType: "dualstack" },
    securityPolicy: "TLS_1_2",
    mutualTlsAuthentication: { truststoreUri: "s3://bucket/trust.pem" },
  },
  routingMode: "ROUTING_RULE_THEN_BASE_PATH_MAPPING",
  certificate:
    "-----BEGIN CERTIFICATE-----\nown\n-----END CERTIFICATE-----\n-----BEGIN CERTIFICATE-----\nissuer\n-----END CERTIFICATE-----\n",
  mappings: [
    { apiMappingId: "m1", basePath: "pets/v1", apiId: "abcdefghi1", stage: "prod" },
    { apiMappingId: "m2", basePath: "", apiId: "abcdefghi2", stage: "" },
  ],
  rules: [
    { routingRuleId: "r2", priority: 20, conditions: [], apiId: "abcdefghi1", stage: "prod", stripBasePath: false },
    {
      routingRuleId: "r1",
      priority: 10,
      conditions: [{ matchHeaders: { anyOf: [{ header: "x-version", valueGlob: "beta*" }] } }, { matchBasePaths: { anyOf: ["pets"] } }],
      apiId: "abcdefghi1",
      stage: "beta",
      stripBasePath: true,
    },
  ],
  accessSources: [],
  tags: { team: "pets" },
  apiNames: new Map([
    ["abcdefghi1", "Pet store"],
    ["abcdefghi2", "Pet store"],
  ]),
};

test("a regional domain comes with its rules by priority and its mappings, and asks for the key of its certificate", () => {
  const text = renderAwsCli(domainScript(regional));

  expect(text.replaceAll(" \\\n  ", " ")).toBe(`: "\${CERTIFICATE_PRIVATE_KEY:?set it to the private key of api.example.com as PEM}"
API_PET_STORE_ID=abcdefghi1
API_PET_STORE_ID_2=abcdefghi2
aws apigateway create-domain-name --domain-name api.example.com --endpoint-configuration '{"types":["REGIONAL"],"ipAddressType":"dualstack"}' --security-policy TLS_1_2 --mutual-tls-authentication '{"truststoreUri":"s3://bucket/trust.pem"}' --routing-mode ROUTING_RULE_THEN_BASE_PATH_MAPPING --certificate-body='-----BEGIN CERTIFICATE-----
own
-----END CERTIFICATE-----
' --certificate-chain='-----BEGIN CERTIFICATE-----
issuer
-----END CERTIFICATE-----
' --certificate-private-key="$CERTIFICATE_PRIVATE_KEY" --tags '{"team":"pets"}'
aws apigatewayv2 create-routing-rule --domain-name api.example.com --priority 10 --conditions '[{"MatchHeaders":{"AnyOf":[{"Header":"x-version","ValueGlob":"beta*"}]}},{"MatchBasePaths":{"AnyOf":["pets"]}}]' --actions '[{"InvokeApi":{"ApiId":"'"$API_PET_STORE_ID"'","Stage":"beta","StripBasePath":true}}]'
aws apigatewayv2 create-routing-rule --domain-name api.example.com --priority 20 --conditions '[]' --actions '[{"InvokeApi":{"ApiId":"'"$API_PET_STORE_ID"'","Stage":"prod","StripBasePath":false}}]'
aws apigatewayv2 create-api-mapping --domain-name api.example.com --api-id "$API_PET_STORE_ID" --stage prod --api-mapping-key pets/v1
aws apigateway create-base-path-mapping --domain-name api.example.com --rest-api-id "$API_PET_STORE_ID_2"
`);
});

test("Terraform of a regional domain names no key: its certificate is a variable", () => {
  const text = domainTerraform(regional);

  expect(text).toContain('variable "certificate_arn" {\n  type = string\n}');
  expect(text).toContain('resource "aws_apigatewayv2_domain_name" "api_example_com" {');
  expect(text).toContain('  routing_mode = "ROUTING_RULE_THEN_API_MAPPING"\n');
  expect(text).toContain("    certificate_arn = var.certificate_arn\n");
  expect(text).toContain('resource "aws_apigatewayv2_api_mapping" "api_example_com_pets_v1" {');
  expect(text).toContain('resource "aws_api_gateway_base_path_mapping" "api_example_com_root" {');
  expect(text).toContain("  domain_name = aws_apigatewayv2_domain_name.api_example_com.domain_name\n");
  expect(text).toContain(
    '      any_of {\n        header = "x-version"\n        value_glob = "beta*"\n      }\n    }\n  }\n  condition {\n    match_base_paths {\n      any_of = ["pets"]',
  );
  expect(text).not.toMatch(/BEGIN|private/i);
});

test("a private domain is named by its id after it was made, and admits the endpoints", () => {
  const domain: CopiedDomain = {
    ...regional,
    settings: {
      endpointConfiguration: { types: ["PRIVATE"], ipAddressType: "dualstack" },
      securityPolicy: "TLS_1_2",
      certificateArn: "arn:aws:acm:us-east-1:000000000000:certificate/1",
      policy: '{"Statement":[]}',
      managementPolicy: '{"Statement":[1]}',
    },
    certificate: undefined,
    mappings: [{ apiMappingId: "m1", basePath: "pets", apiId: "abcdefghi1", stage: "prod" }],
    rules: [],
    accessSources: ["vpce-1"],
    tags: undefined,
  };

  const text = renderAwsCli(domainScript(domain)).replaceAll(" \\\n  ", " ");

  expect(text).toContain("DOMAIN_NAME_ID=$(aws apigateway create-domain-name --domain-name api.example.com ");
  expect(text).toContain(
    'update-domain-name --domain-name api.example.com --domain-name-id "$DOMAIN_NAME_ID" --patch-operations \'[{"op":"replace","path":"/managementPolicy"',
  );
  expect(text).toContain(
    'create-base-path-mapping --domain-name api.example.com --domain-name-id "$DOMAIN_NAME_ID" --rest-api-id "$API_PET_STORE_ID" --base-path pets --stage prod\n',
  );
  expect(text).toContain(
    'DOMAIN_NAME_ARN=$(aws apigateway get-domain-name --domain-name api.example.com --domain-name-id "$DOMAIN_NAME_ID"',
  );
  expect(text).toContain(
    'create-domain-name-access-association --domain-name-arn "$DOMAIN_NAME_ARN" --access-association-source-type VPCE --access-association-source vpce-1\n',
  );
  const terraform = domainTerraform(domain);
  expect(terraform).toContain('  certificate_arn = "arn:aws:acm:us-east-1:000000000000:certificate/1"\n');
  expect(terraform).toContain("  domain_name_id = aws_api_gateway_domain_name.api_example_com.domain_name_id\n");
  expect(terraform).toContain('resource "aws_api_gateway_domain_name_access_association" "api_example_com_vpce_1" {');
});
