import { allMethodsKey } from "../definition/method-setting.ts";
import { type HclBlock, type HclBody, Nested, Reference, renderHcl } from "./hcl.ts";
import type { CopiedKey, CopiedPlan, CopiedStage } from "./release-commands.ts";
import { variablesHcl } from "./secret-variables.ts";
import { resourceBlock, terraformNames } from "./terraform-names.ts";

/** A deployment of the API, and a stage with these settings that serves it. */
export function stageTerraform({ apiId, stageName, settings }: CopiedStage): string {
  const names = terraformNames();
  const name = names.nameFor("aws_api_gateway_stage", stageName);
  const { accessLogSettings: log } = settings;
  const variables = variablesHcl(settings);
  const blocks: HclBlock[] = [
    ...variables.blocks,
    resourceBlock("aws_api_gateway_deployment", name, { rest_api_id: apiId }),
    resourceBlock("aws_api_gateway_stage", name, {
      rest_api_id: apiId,
      stage_name: stageName,
      deployment_id: new Reference(`aws_api_gateway_deployment.${name}.id`),
      description: settings.description,
      variables: variables.value,
      cache_cluster_enabled: settings.cacheClusterEnabled,
      cache_cluster_size: settings.cacheClusterSize,
      client_certificate_id: settings.clientCertificateId,
      documentation_version: settings.documentationVersion,
      xray_tracing_enabled: settings.tracingEnabled,
      access_log_settings: log === undefined ? undefined : new Nested({ destination_arn: log.destinationArn, format: log.format }),
    }),
  ];
  for (const [key, setting] of Object.entries(settings.methodSettings)) {
    const path = key === allMethodsKey ? key : key.replaceAll("~1", "/").replaceAll("~0", "~");
    blocks.push(
      resourceBlock(
        "aws_api_gateway_method_settings",
        names.nameFor("aws_api_gateway_method_settings", `${stageName} ${key === allMethodsKey ? "all" : path}`),
        {
          rest_api_id: apiId,
          stage_name: new Reference(`aws_api_gateway_stage.${name}.stage_name`),
          method_path: path,
          settings: new Nested({
            metrics_enabled: setting.metricsEnabled,
            logging_level: setting.loggingLevel,
            data_trace_enabled: setting.dataTraceEnabled,
            throttling_burst_limit: setting.throttlingBurstLimit,
            throttling_rate_limit: setting.throttlingRateLimit,
            caching_enabled: setting.cachingEnabled,
            cache_ttl_in_seconds: setting.cacheTtlInSeconds,
            cache_data_encrypted: setting.cacheDataEncrypted,
            require_authorization_for_cache_control: setting.requireAuthorizationForCacheControl,
            unauthorized_cache_control_header_strategy: setting.unauthorizedCacheControlHeaderStrategy,
          }),
        },
      ),
    );
  }
  return renderHcl(blocks, names.references);
}

export type TerraformPlan = Omit<CopiedPlan, "apiStages" | "throttle" | "quota"> & {
  apiStages: readonly { apiId: string; stage: string; throttle?: Readonly<Record<string, Throttle>> | undefined }[];
  throttle?: Throttle | undefined;
  quota?: { limit: number; offset?: number | undefined; period: string } | undefined;
};
type Throttle = { rateLimit?: number | undefined; burstLimit?: number | undefined };

const limits = ({ rateLimit, burstLimit }: Throttle): HclBody => ({ rate_limit: rateLimit, burst_limit: burstLimit });

export function planTerraform({ name, description, apiStages, throttle, quota }: TerraformPlan): string {
  const names = terraformNames();
  const label = names.nameFor("aws_api_gateway_usage_plan", name);
  const stages = apiStages.map(
    (stage) =>
      new Nested({
        api_id: stage.apiId,
        stage: stage.stage,
        throttle: Object.entries(stage.throttle ?? {}).map(([path, throttling]) => new Nested({ path, ...limits(throttling) })),
      }),
  );
  const body = {
    name,
    description,
    api_stages: stages,
    throttle_settings: throttle === undefined ? undefined : new Nested(limits(throttle)),
    quota_settings: quota === undefined ? undefined : new Nested({ limit: quota.limit, offset: quota.offset, period: quota.period }),
  };
  return renderHcl([resourceBlock("aws_api_gateway_usage_plan", label, body)], names.references);
}

/** A key like this one; its value is a variable, as secrets are not copied. */
export function keyTerraform({ name, description, enabled, customerId, planIds }: CopiedKey): string {
  const names = terraformNames();
  const label = names.nameFor("aws_api_gateway_api_key", name);
  const variable: HclBlock = { keyword: "variable", labels: ["api_key_value"], body: { type: new Reference("string"), sensitive: true } };
  const body = { name, description, enabled, customer_id: customerId, value: new Reference("var.api_key_value") };
  const joins = planIds.map((planId, index) =>
    resourceBlock("aws_api_gateway_usage_plan_key", `${label}_${index + 1}`, {
      key_id: new Reference(`aws_api_gateway_api_key.${label}.id`),
      key_type: "API_KEY",
      usage_plan_id: planId,
    }),
  );
  return renderHcl([variable, resourceBlock("aws_api_gateway_api_key", label, body), ...joins], names.references);
}
