import {
  type APIGatewayClient,
  CreateBasePathMappingCommand,
  CreateDeploymentCommand,
  CreateDomainNameAccessAssociationCommand,
  CreateDomainNameCommand,
  type CreateDomainNameCommandInput,
  CreateRestApiCommand,
  DeleteBasePathMappingCommand,
  DeleteDomainNameAccessAssociationCommand,
  DeleteDomainNameCommand,
  DeleteRestApiCommand,
  DeleteStageCommand,
  GetBasePathMappingCommand,
  GetBasePathMappingsCommand,
  GetDomainNameAccessAssociationsCommand,
  GetDomainNameCommand,
  GetDomainNamesCommand,
  PutIntegrationCommand,
  PutMethodCommand,
  TagResourceCommand,
  UpdateBasePathMappingCommand,
  UpdateDomainNameCommand,
} from "@aws-sdk/client-api-gateway";
import {
  type ApiGatewayV2Client,
  CreateApiMappingCommand,
  CreateRoutingRuleCommand,
  type CreateRoutingRuleCommandInput,
  CreateDomainNameCommand as CreateV2DomainNameCommand,
  DeleteApiMappingCommand,
  DeleteRoutingRuleCommand,
  GetApiMappingCommand,
  GetApiMappingsCommand,
  GetDomainNameCommand as GetV2DomainNameCommand,
  ListRoutingRulesCommand,
  PutRoutingRuleCommand,
  UpdateApiMappingCommand,
  UpdateDomainNameCommand as UpdateV2DomainNameCommand,
} from "@aws-sdk/client-apigatewayv2";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Database } from "@/lib/db/database.ts";
import { makeSelfSigned } from "@/lib/services/self-signed-certificate.ts";
import { openTestDatabase } from "../services/test-scope.ts";
import { accountId, awsClient, awsV2Client, testRuntime } from "./aws-client.ts";

let db: Database;
let close: () => Promise<void>;
let v1: APIGatewayClient;
let v2: ApiGatewayV2Client;

beforeAll(async () => {
  ({ db, close } = await openTestDatabase());
  const runtime = await testRuntime(db);
  [v1, v2] = [awsClient(runtime), awsV2Client(runtime)];
});
afterAll(() => close());

let count = 0;
const regionalCertificateArn = `arn:aws:acm:us-east-1:${accountId}:certificate/1`;

async function domain(input: Partial<CreateDomainNameCommandInput> = {}) {
  const settings = { regionalCertificateArn, endpointConfiguration: { types: ["REGIONAL" as const] }, securityPolicy: "TLS_1_2" as const };
  return v1.send(new CreateDomainNameCommand({ domainName: `api${++count}.example.com`, ...settings, ...input }));
}

async function restApi(types: ("REGIONAL" | "PRIVATE")[] = ["REGIONAL"]): Promise<string> {
  const { id: restApiId = "", rootResourceId: resourceId } = await v1.send(
    new CreateRestApiCommand({ name: "pets", endpointConfiguration: { types } }),
  );
  const method = { restApiId, resourceId, httpMethod: "GET" };
  await v1.send(new PutMethodCommand({ ...method, authorizationType: "NONE" }));
  await v1.send(new PutIntegrationCommand({ ...method, type: "MOCK" }));
  await v1.send(new CreateDeploymentCommand({ restApiId, stageName: "prod" }));
  return restApiId;
}

async function selfSigned(...dnsNames: string[]) {
  const day = 24 * 60 * 60 * 1000;
  const dates = { from: new Date(Date.now() - day), to: new Date(Date.now() + day) };
  return makeSelfSigned({ commonName: "test", serial: Uint8Array.of(1), ...dates, dnsNames });
}

test("a regional name has the members that clients wait for and read back", async () => {
  const made = await domain({ tags: { team: "a" } });
  const { domainName = "" } = made;

  expect(made).toMatchObject({
    domainNameArn: `arn:aws:apigateway:us-east-1::/domainnames/${domainName}`,
    domainNameStatus: "AVAILABLE",
    endpointConfiguration: { types: ["REGIONAL"], ipAddressType: "ipv4" },
    regionalCertificateArn,
    regionalHostedZoneId: "Z1UJRXOUMOOFQ8",
    routingMode: "BASE_PATH_MAPPING_ONLY",
    securityPolicy: "TLS_1_2",
    tags: { team: "a" },
  });
  expect(made.regionalDomainName).toMatch(/^d-[a-z0-9]{10}\.execute-api\.us-east-1\.amazonaws\.com$/);
  expect(made.certificateUploadDate).toBeInstanceOf(Date);
  await v1.send(new TagResourceCommand({ resourceArn: made.domainNameArn, tags: { more: "b" } }));
  expect((await v1.send(new GetDomainNameCommand({ domainName }))).tags).toEqual({ team: "a", more: "b" });
  expect((await v1.send(new GetDomainNamesCommand({ limit: 500 }))).items?.map((item) => item.domainName)).toContain(domainName);
  await expect(domain({ domainName })).rejects.toThrow("The domain name you provided already exists.");
  await v1.send(new DeleteDomainNameCommand({ domainName }));
  await expect(v1.send(new GetDomainNameCommand({ domainName }))).rejects.toThrow("Invalid domain name identifier specified");
});

test("a name without a type is for the edge, and patches change what they name", async () => {
  const certificateArn = regionalCertificateArn;
  const made = await v1.send(new CreateDomainNameCommand({ domainName: "edge.example.com", certificateArn }));
  expect(made).toMatchObject({ certificateArn, endpointConfiguration: { types: ["EDGE"] }, distributionHostedZoneId: "Z2FDTNDATAQYW2" });

  const patchOperations = [
    { op: "replace" as const, path: "/endpointConfiguration/types/EDGE", value: "REGIONAL" },
    { op: "replace" as const, path: "/regionalCertificateArn", value: certificateArn },
    { op: "replace" as const, path: "/securityPolicy", value: "TLS_1_0" },
    { op: "replace" as const, path: "/routingMode", value: "ROUTING_RULE_THEN_BASE_PATH_MAPPING" },
  ];
  const changed = await v1.send(new UpdateDomainNameCommand({ domainName: "edge.example.com", patchOperations }));

  expect(changed).toMatchObject({ endpointConfiguration: { types: ["REGIONAL"] }, securityPolicy: "TLS_1_0" });
  expect(changed.routingMode).toBe("ROUTING_RULE_THEN_BASE_PATH_MAPPING");
  expect((await v2.send(new GetV2DomainNameCommand({ DomainName: "edge.example.com" }))).RoutingMode).toBe("ROUTING_RULE_THEN_API_MAPPING");
});

test.each(["a..b", "-a.example.com", "a_b.example.com", "Api.example.com", "x.execute-api.us-east-1.localhost", "*"])(
  "%s is no name of a domain",
  async (domainName) => {
    await expect(domain({ domainName })).rejects.toThrow("Invalid domain name specified");
  },
);

test("an uploaded certificate must be for the name, with its own key, and its key is never told", async () => {
  const pem = await selfSigned("cert.example.com");
  const other = await selfSigned("other.example.com");
  const upload = (certificateBody: string, certificatePrivateKey: string) =>
    domain({ domainName: "cert.example.com", certificateBody, certificatePrivateKey });

  await expect(upload(pem.certificate, other.privateKey)).rejects.toThrow("does not belong to the certificate");
  await expect(upload(other.certificate, other.privateKey)).rejects.toThrow("does not cover cert.example.com: it is for other.example.com");
  await expect(upload("rubbish", pem.privateKey)).rejects.toThrow("no PEM text");
  await expect(upload(pem.certificate, "rubbish")).rejects.toThrow("private key cannot be read");
  const made = await upload(pem.certificate, pem.privateKey);

  expect(JSON.stringify(made)).not.toContain("PRIVATE KEY");
  const row = await db.reader.domain.findFirstOrThrow({ where: { name: "cert.example.com" } });
  expect(row.certificate).toContain("BEGIN CERTIFICATE");
  expect(row.privateKey).toMatch(/^sealed:/);
  expect(JSON.stringify(await db.reader.revisionRow.findMany({ where: { model: "Domain" } }))).not.toContain("PRIVATE KEY");
});

test("mutual TLS takes its bundle as PEM, and says that it reads no S3", async () => {
  const { certificate } = await selfSigned("ca");
  const unread = await domain({ mutualTlsAuthentication: { truststoreUri: "s3://bucket/ca.pem" } });
  expect(unread.mutualTlsAuthentication?.truststoreWarnings?.[0]).toContain("does not read from S3");

  const truststoreUri = certificate;
  const patchOperations = [{ op: "replace" as const, path: "/mutualTlsAuthentication/truststoreUri", value: truststoreUri }];
  const { domainName = "" } = unread;
  const read = await v1.send(new UpdateDomainNameCommand({ domainName, patchOperations }));
  expect(read.mutualTlsAuthentication).toEqual({ truststoreUri });

  const off = [{ op: "replace" as const, path: "/mutualTlsAuthentication/truststoreUri", value: "" }];
  expect((await v1.send(new UpdateDomainNameCommand({ domainName, patchOperations: off }))).mutualTlsAuthentication).toBeUndefined();
  await expect(domain({ mutualTlsAuthentication: { truststoreUri: "ftp://x" } })).rejects.toThrow("Invalid truststore specified");
});

test("base path mappings are made, read by (none), changed and removed", async () => {
  const { domainName = "" } = await domain();
  const restApiId = await restApi();
  const map = (basePath: string | undefined, stage?: string) =>
    v1.send(new CreateBasePathMappingCommand({ domainName, restApiId, basePath, stage }));

  expect(await map(undefined, "prod")).toMatchObject({ basePath: "(none)", restApiId, stage: "prod" });
  expect(await map("orders")).toMatchObject({ basePath: "orders", restApiId });
  await expect(map("", "prod")).rejects.toThrow("Only one base path mapping is allowed if the base path is empty.");
  await expect(map("orders", "prod")).rejects.toThrow("Base path already exists for this domain name");
  await expect(map("a/b", "prod")).rejects.toThrow("doesn't support the slash character");
  await expect(map("none", "nostage")).rejects.toThrow("Invalid stage identifier specified");

  expect((await v1.send(new GetBasePathMappingCommand({ domainName, basePath: "(none)" }))).stage).toBe("prod");
  const patchOperations = [
    { op: "replace" as const, path: "/basePath", value: "shop" },
    { op: "replace" as const, path: "/stage", value: "prod" },
    { op: "replace" as const, path: "/restapiId", value: restApiId },
  ];
  await v1.send(new UpdateBasePathMappingCommand({ domainName, basePath: "orders", patchOperations }));
  const { items = [] } = await v1.send(new GetBasePathMappingsCommand({ domainName }));
  expect(items.map(({ basePath }) => basePath)).toEqual(["shop", "(none)"]);

  await expect(v1.send(new DeleteStageCommand({ restApiId, stageName: "prod" }))).rejects.toThrow(
    `Please remove all base path mappings related to the stage in your domains: ${domainName}`,
  );
  await expect(v1.send(new DeleteRestApiCommand({ restApiId }))).rejects.toThrow(`in your domains: ${domainName}`);
  for (const basePath of ["(none)", "shop"]) await v1.send(new DeleteBasePathMappingCommand({ domainName, basePath }));
  await expect(v1.send(new GetBasePathMappingCommand({ domainName, basePath: "shop" }))).rejects.toThrow(
    "Invalid base path mapping identifier specified",
  );
  await v1.send(new DeleteRestApiCommand({ restApiId }));
});

test("the second API makes the same names, with keys of several segments", async () => {
  const DomainName = "v2.example.com";
  const DomainNameConfigurations = [
    { CertificateArn: regionalCertificateArn, EndpointType: "REGIONAL", SecurityPolicy: "TLS_1_2" } as const,
  ];
  const made = await v2.send(new CreateV2DomainNameCommand({ DomainName, DomainNameConfigurations, Tags: { a: "b" } }));
  expect(made).toMatchObject({ ApiMappingSelectionExpression: "$request.basepath", RoutingMode: "API_MAPPING_ONLY", Tags: { a: "b" } });
  expect(made.DomainNameConfigurations?.[0]).toMatchObject({
    DomainNameStatus: "AVAILABLE",
    IpAddressType: "ipv4",
    SecurityPolicy: "TLS_1_2",
  });
  await expect(v2.send(new CreateV2DomainNameCommand({ DomainName, DomainNameConfigurations }))).rejects.toMatchObject({
    name: "ConflictException",
  });

  const ApiId = await restApi();
  const input = { DomainName, ApiId, Stage: "prod" };
  const mapping = await v2.send(new CreateApiMappingCommand({ ...input, ApiMappingKey: "orders/v1" }));
  await v2.send(new CreateApiMappingCommand(input));
  const key = { DomainName, ApiMappingId: mapping.ApiMappingId };
  expect(await v2.send(new GetApiMappingCommand(key))).toMatchObject({ ApiId, Stage: "prod", ApiMappingKey: "orders/v1" });
  await v2.send(new UpdateApiMappingCommand({ ...key, ApiId, ApiMappingKey: "orders/v2" }));
  const listed = await v2.send(new GetApiMappingsCommand({ DomainName }));
  expect(listed.Items?.map((item) => item.ApiMappingKey)).toEqual(["orders/v2", ""]);
  const { items = [] } = await v1.send(new GetBasePathMappingsCommand({ domainName: DomainName }));
  expect(items.map(({ basePath }) => basePath)).toEqual(["orders/v2", "(none)"]);
  await v2.send(new DeleteApiMappingCommand(key));
  await expect(v2.send(new GetApiMappingCommand(key))).rejects.toThrow("Invalid API mapping identifier specified");
});

test("routing rules need their mode, are listed by priority and checked as the service does", async () => {
  const { domainName: DomainName = "" } = await domain();
  const ApiId = await restApi();
  const rule = (change: Partial<CreateRoutingRuleCommandInput> = {}): CreateRoutingRuleCommandInput => ({
    DomainName,
    Priority: 50,
    Conditions: [{ MatchHeaders: { AnyOf: [{ Header: "Hello", ValueGlob: "W*" }] } }, { MatchBasePaths: { AnyOf: ["shop"] } }],
    Actions: [{ InvokeApi: { ApiId, Stage: "prod", StripBasePath: true } }],
    ...change,
  });
  const create = (change?: Partial<CreateRoutingRuleCommandInput>) => v2.send(new CreateRoutingRuleCommand(rule(change)));
  await expect(create()).rejects.toThrow("API_MAPPING_ONLY");
  await v2.send(new UpdateV2DomainNameCommand({ DomainName, RoutingMode: "ROUTING_RULE_ONLY" }));

  const made = await create();
  expect(made.RoutingRuleArn).toBe(
    `arn:aws:apigateway:us-east-1:${accountId}:/domainnames/${DomainName}/routingrules/${made.RoutingRuleId}`,
  );
  expect(made).toMatchObject({ Priority: 50, Conditions: rule().Conditions, Actions: rule().Actions });
  await create({ Priority: 10, Conditions: [], Actions: [{ InvokeApi: { ApiId, Stage: "prod" } }] });
  const list = async () => (await v2.send(new ListRoutingRulesCommand({ DomainName }))).RoutingRules?.map(({ Priority }) => Priority);
  expect(await list()).toEqual([10, 50]);

  const header = (Header: string, ValueGlob: string) => [{ MatchHeaders: { AnyOf: [{ Header, ValueGlob }] } }];
  await expect(create()).rejects.toThrow("priority 50 already exists");
  await expect(create({ Priority: 0 })).rejects.toThrow("between 1 and 1000000");
  await expect(create({ Priority: 7, Conditions: header("Authorization", "x") })).rejects.toThrow("not supported in routing rules");
  await expect(create({ Priority: 7, Conditions: header("Pet", "a*b") })).rejects.toThrow("Invalid header value glob");
  await expect(create({ Priority: 7, Conditions: [] })).rejects.toThrow("stripped only where a condition names one");
  await expect(v2.send(new CreateApiMappingCommand({ DomainName, ApiId, Stage: "prod" }))).rejects.toThrow("allows no API mappings");

  await v2.send(new PutRoutingRuleCommand({ ...rule({ Priority: 5 }), RoutingRuleId: made.RoutingRuleId }));
  expect(await list()).toEqual([5, 10]);
  await v2.send(new DeleteRoutingRuleCommand({ DomainName, RoutingRuleId: made.RoutingRuleId }));
  expect(await list()).toEqual([10]);
});

test("private names share a name, lead to private APIs, and are opened to VPC endpoints", async () => {
  const settings = { endpointConfiguration: { types: ["PRIVATE" as const] }, policy: "{}" };
  const first = await domain({ domainName: "private.example.com", ...settings });
  const second = await domain({ domainName: "private.example.com", ...settings });
  const { domainNameId = "", domainNameArn } = second;
  const key = { domainName: "private.example.com", domainNameId };

  expect(first.domainNameId).not.toBe(domainNameId);
  expect(domainNameArn).toBe(`arn:aws:apigateway:us-east-1:${accountId}:/domainnames/private.example.com+${domainNameId}`);
  expect((await v1.send(new GetDomainNameCommand(key))).domainNameArn).toBe(domainNameArn);
  await expect(v1.send(new GetDomainNameCommand({ domainName: key.domainName }))).rejects.toThrow("Invalid domain name identifier");
  await v1.send(new CreateBasePathMappingCommand({ ...key, restApiId: await restApi(["PRIVATE"]), stage: "prod" }));
  await expect(v1.send(new CreateBasePathMappingCommand({ ...key, restApiId: await restApi(), basePath: "x" }))).rejects.toThrow(
    "leads to private APIs only",
  );

  const source = { accessAssociationSource: "vpce-1", accessAssociationSourceType: "VPCE" as const };
  const association = await v1.send(new CreateDomainNameAccessAssociationCommand({ domainNameArn, ...source, tags: { a: "b" } }));
  const { items } = await v1.send(new GetDomainNameAccessAssociationsCommand({}));
  expect(items).toEqual([
    {
      ...source,
      domainNameArn,
      tags: { a: "b" },
      domainNameAccessAssociationArn: `arn:aws:apigateway:us-east-1:${accountId}:/domainnameaccessassociations/domainname/private.example.com+${domainNameId}/vpcesource/vpce-1`,
    },
  ]);
  const { domainNameAccessAssociationArn } = association;
  await v1.send(new DeleteDomainNameAccessAssociationCommand({ domainNameAccessAssociationArn }));
  expect((await v1.send(new GetDomainNameAccessAssociationsCommand({}))).items ?? []).toEqual([]);
});
