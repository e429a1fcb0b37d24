import type { RoutingRule } from "../definition/domain.ts";
import { type CopiedDomain, isPrivate, isV2Mapping } from "./domain-commands.ts";
import { type HclBlock, type HclBody, Nested, Reference, renderHcl } from "./hcl.ts";
import { resourceBlock, terraformNames } from "./terraform-names.ts";

/** A domain and what leads from it. A certificate is named by its ARN: one that was uploaded here has none, so that it is a variable. */
export function domainTerraform(domain: CopiedDomain): string {
  const names = terraformNames();
  const { name, settings } = domain;
  const isRegional = settings.endpointConfiguration.types[0] === "REGIONAL";
  const type = isRegional ? "aws_apigatewayv2_domain_name" : "aws_api_gateway_domain_name";
  const address = `${type}.${names.nameFor(type, name)}`;
  const label = address.slice(type.length + 1);
  const domain_name = new Reference(`${address}.domain_name`);
  const domain_name_id = isPrivate(domain) ? new Reference(`${address}.domain_name_id`) : undefined;
  const arn = settings.regionalCertificateArn ?? settings.certificateArn;
  const variable: HclBlock = { keyword: "variable", labels: ["certificate_arn"], body: { type: new Reference("string") } };
  const certificate = arn ?? new Reference("var.certificate_arn");
  const rules = domain.rules.map((rule) => {
    const body = { domain_name, domain_name_id, ...ruleBody(rule) };
    return resourceBlock("aws_apigatewayv2_routing_rule", `${label}_${rule.priority}`, body);
  });
  const mappings = domain.mappings.map(({ basePath, apiId: api_id, stage }) => {
    const isV2 = isV2Mapping(domain, stage);
    const mappingType = isV2 ? "aws_apigatewayv2_api_mapping" : "aws_api_gateway_base_path_mapping";
    const own = isV2
      ? { stage, api_mapping_key: basePath || undefined }
      : { domain_name_id, stage_name: stage || undefined, base_path: basePath || undefined };
    return resourceBlock(mappingType, names.nameFor(mappingType, `${name} ${basePath || "root"}`), { api_id, domain_name, ...own });
  });
  const accesses = domain.accessSources.map((source) =>
    resourceBlock("aws_api_gateway_domain_name_access_association", names.nameFor("access", `${name} ${source}`), {
      domain_name_arn: new Reference(`${address}.arn`),
      access_association_source: source,
      access_association_source_type: "VPCE",
    }),
  );
  const body = isRegional ? regionalBody(domain, certificate) : otherBody(domain, certificate);
  const blocks = [...(arn === undefined ? [variable] : []), resourceBlock(type, label, body), ...rules, ...mappings, ...accesses];
  return renderHcl(blocks, names.references);
}

function regionalBody({ name, settings, routingMode, tags }: CopiedDomain, certificate: string | Reference): HclBody {
  const { mutualTlsAuthentication: mutualTls, endpointConfiguration, ownershipVerificationCertificateArn, securityPolicy } = settings;
  return {
    domain_name: name,
    routing_mode: routingMode.replace("BASE_PATH_MAPPING", "API_MAPPING"),
    domain_name_configuration: new Nested({
      certificate_arn: certificate,
      endpoint_type: "REGIONAL",
      ip_address_type: endpointConfiguration.ipAddressType,
      security_policy: securityPolicy,
      ownership_verification_certificate_arn: ownershipVerificationCertificateArn,
    }),
    mutual_tls_authentication:
      mutualTls === undefined
        ? undefined
        : new Nested({ truststore_uri: mutualTls.truststoreUri, truststore_version: mutualTls.truststoreVersion }),
    tags,
  };
}

function otherBody({ name, settings, tags }: CopiedDomain, certificate: string | Reference): HclBody {
  const { types, ipAddressType } = settings.endpointConfiguration;
  return {
    domain_name: name,
    certificate_arn: certificate,
    security_policy: settings.securityPolicy,
    policy: settings.policy,
    endpoint_configuration: new Nested({ types, ip_address_type: ipAddressType }),
    tags,
  };
}

function ruleBody({ priority, conditions, apiId: api_id, stage, stripBasePath: strip_base_path }: RoutingRule): HclBody {
  return {
    priority,
    condition: conditions.map(
      ({ matchBasePaths: paths, matchHeaders: headers }) =>
        new Nested({
          match_base_paths: paths === undefined ? undefined : new Nested({ any_of: paths.anyOf }),
          match_headers:
            headers === undefined
              ? undefined
              : new Nested({ any_of: headers.anyOf.map(({ header, valueGlob }) => new Nested({ header, value_glob: valueGlob })) }),
        }),
    ),
    action: new Nested({ invoke_api: new Nested({ api_id, stage, strip_base_path }) }),
  };
}
