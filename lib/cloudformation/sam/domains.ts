import { createHash } from "node:crypto";
import { type Node, nodeIn } from "../node.ts";
import { listOf } from "./documents.ts";
import { addResource, type Expansion, given, type ServerlessApi } from "./serverless.ts";

/** The custom domain of a REST API and the base paths that lead to its stage. */
export function addRestDomain(expansion: Expansion, api: ServerlessApi, stageId: string): void {
  const domain = nodeIn(api.properties, "Domain");
  if (domain.DomainName === undefined) return;
  const type = domain.EndpointConfiguration ?? "REGIONAL";
  const domainId = `ApiGatewayDomainName${hashOf(domain.DomainName)}`;
  const certificate = type === "EDGE" ? { CertificateArn: domain.CertificateArn } : { RegionalCertificateArn: domain.CertificateArn };
  addResource(expansion, domainId, {
    Type: "AWS::ApiGateway::DomainName",
    from: conditionOf(api),
    Properties: given({
      DomainName: domain.DomainName,
      ...certificate,
      EndpointConfiguration: { Types: [type] },
      MutualTlsAuthentication: domain.MutualTlsAuthentication,
      OwnershipVerificationCertificateArn: domain.OwnershipVerificationCertificateArn,
      SecurityPolicy: domain.SecurityPolicy,
    }),
  });
  for (const path of basePaths(domain)) {
    addResource(expansion, `${api.logicalId}${mappingPart(path)}BasePathMapping`, {
      Type: "AWS::ApiGateway::BasePathMapping",
      from: conditionOf(api),
      Properties: given({
        DomainName: { Ref: domainId },
        RestApiId: { Ref: api.logicalId },
        Stage: { Ref: stageId },
        BasePath: path === "/" ? undefined : path,
      }),
    });
  }
  addRecords(expansion, api, domain);
}

/** The custom domain of an HTTP API. */
export function addHttpDomain(expansion: Expansion, api: ServerlessApi, stageId: string): void {
  const domain = nodeIn(api.properties, "Domain");
  if (domain.DomainName === undefined) return;
  const domainId = `ApiGatewayDomainNameV2${hashOf(domain.DomainName)}`;
  addResource(expansion, domainId, {
    Type: "AWS::ApiGatewayV2::DomainName",
    from: conditionOf(api),
    Properties: given({
      DomainName: domain.DomainName,
      DomainNameConfigurations: [
        given({
          CertificateArn: domain.CertificateArn,
          EndpointType: domain.EndpointConfiguration ?? "REGIONAL",
          OwnershipVerificationCertificateArn: domain.OwnershipVerificationCertificateArn,
          SecurityPolicy: domain.SecurityPolicy,
        }),
      ],
      MutualTlsAuthentication: domain.MutualTlsAuthentication,
    }),
  });
  for (const path of basePaths(domain)) {
    addResource(expansion, `${api.logicalId}${mappingPart(path)}ApiMapping`, {
      Type: "AWS::ApiGatewayV2::ApiMapping",
      from: conditionOf(api),
      Properties: given({
        ApiId: { Ref: api.logicalId },
        DomainName: { Ref: domainId },
        Stage: { Ref: stageId },
        ApiMappingKey: path === "/" ? undefined : path,
      }),
    });
  }
  addRecords(expansion, api, domain);
}

/** Records of Route 53 are listed as skipped. */
function addRecords(expansion: Expansion, api: ServerlessApi, domain: Node): void {
  if (domain.Route53 === undefined) return;
  addResource(expansion, `RecordSetGroup${hashOf(nodeIn(domain, "Route53").HostedZoneId ?? "")}`, {
    Type: "AWS::Route53::RecordSetGroup",
    from: conditionOf(api),
    Properties: {},
  });
}

function basePaths(domain: Node): unknown[] {
  const paths = listOf(domain.BasePath);
  const isNormal = domain.NormalizeBasePath !== false;
  if (paths.length === 0) return ["/"];
  return paths.map((path) => (typeof path === "string" && path !== "/" && isNormal ? path.replace(/^\/+|\/+$/g, "") : path));
}

function mappingPart(path: unknown): string {
  return typeof path === "string" ? path.replace(/[^A-Za-z0-9]/g, "") : "";
}

function hashOf(value: unknown): string {
  return createHash("sha1").update(JSON.stringify(value)).digest("hex").slice(0, 10);
}

function conditionOf({ attributes: { Condition: condition } }: ServerlessApi): Node {
  return condition === undefined ? {} : { Condition: condition };
}
