import type { HttpVerb, Method, Resource, RestApiDefinition } from "../definition/rest-api.ts";
import { tlsRulesOf } from "../definition/security-policies.ts";
import type { StageRelease } from "../definition/stage.ts";
import { type Access, compileAccess } from "./access/access.ts";
import { accountBuckets } from "./access/usage-gate.ts";
import { authorizerSpaceOf, cacheSpaceOf } from "./cache-space.ts";
import type { Route, StageFacts } from "./exchange.ts";
import { type CompiledFilter, compileFilter } from "./filter/compile-filter.ts";
import type { GatewayResponses } from "./gateway-responses.ts";
import type { CompiledIntegration } from "./integrations/integration.ts";
import { integrations, kindOf } from "./integrations/table.ts";
import { findMethodSetting } from "./method-settings.ts";
import { configurationError } from "./refusal.ts";
import { compileMethodCache, type MethodCache } from "./response-cache.ts";
import { Router } from "./router.ts";
import { stageVariables } from "./stage-variables.ts";
import { TargetGroup } from "./target-group.ts";
import { compileChecks, type RequestChecks } from "./validate-request.ts";

/** A REST API as one stage serves it. It never changes. */
export type CompiledRestApi = {
  kind: "REST";
  stage: StageFacts;
  /** What is asked about a request before anything else. */
  filter: CompiledFilter | undefined;
  router: Router<ResourceEntry>;
  gatewayResponses: GatewayResponses;
  /** The method's plan, made on its first call and kept. */
  planOf(entry: MethodEntry): MethodPlan;
  /** The entry of a method, for calls that do not come through the router. */
  findMethod(resourceId: string, verb: string): MethodEntry | undefined;
};

export type ResourceEntry = { resource: Resource; methods: Partial<Record<HttpVerb, MethodEntry>> };

export type MethodEntry = { route: Route; method: Method; plan: MethodPlan | BrokenPlan | undefined };

/** A method that cannot be served as it is configured; what is wrong is found once and told to every caller. */
export type BrokenPlan = { fault: unknown };

/** Everything about a method that can be prepared before a request comes. */
export type MethodPlan = {
  access: Access | undefined;
  checks: RequestChecks | undefined;
  integration: CompiledIntegration;
  cache: MethodCache | undefined;
};

export function compile(definition: RestApiDefinition, release: StageRelease, variant: "base" | "canary" = "base"): CompiledRestApi {
  const api = compileRestApi(definition, stageFacts(definition, release, variant));
  return release.filter === undefined ? api : { ...api, filter: compileFilter(release.filter) };
}

/** Makes a definition ready to be served; without gates for callers who are let in anyway. Methods are prepared when they are first called, so that a faulty one harms nobody else. */
export function compileRestApi(
  definition: RestApiDefinition,
  stage: StageFacts,
  { hasGates }: { hasGates: boolean } = { hasGates: true },
): CompiledRestApi {
  const router = new Router<ResourceEntry>();
  const byId = new Map<string, ResourceEntry>();
  for (const resource of definition.resources) {
    const entry = toEntry(resource);
    byId.set(resource.id, entry);
    if (Object.keys(entry.methods).length > 0) router.add(resource.path, entry);
  }
  return {
    kind: "REST",
    stage,
    filter: undefined,
    router,
    gatewayResponses: new Map(definition.gatewayResponses.map((response) => [response.responseType, response])),
    planOf(entry) {
      entry.plan ??= tryCompilePlan({ definition, stage, hasGates }, entry);
      if ("fault" in entry.plan) throw entry.plan.fault;
      return entry.plan;
    },
    findMethod: (resourceId, verb) => {
      const entry = byId.get(resourceId);
      return entry === undefined ? undefined : methodOf(entry, verb);
    },
  };
}

/** The method of a resource that serves a verb: its own, else the one for ANY. */
export function methodOf(entry: ResourceEntry, verb: string): MethodEntry | undefined {
  // Verbs that are no member of the record are simply not there.
  return Object.hasOwn(entry.methods, verb) ? entry.methods[verb as HttpVerb] : entry.methods.ANY;
}

function toEntry(resource: Resource): ResourceEntry {
  const methods: Partial<Record<HttpVerb, MethodEntry>> = {};
  for (const method of Object.values(resource.resourceMethods)) {
    const verb = method.httpMethod;
    methods[verb] = { route: { resourceId: resource.id, resourcePath: resource.path, verb }, method, plan: undefined };
  }
  return { resource, methods };
}

type PlanInput = { definition: RestApiDefinition; stage: StageFacts; hasGates: boolean };

function tryCompilePlan(input: PlanInput, entry: MethodEntry): MethodPlan | BrokenPlan {
  try {
    return compilePlan(input, entry);
  } catch (fault) {
    return { fault };
  }
}

function compilePlan({ definition, stage, hasGates }: PlanInput, { method, route }: MethodEntry): MethodPlan {
  const integration = method.methodIntegration;
  if (integration === undefined) throw configurationError("No integration defined for method");
  const setting = findMethodSetting(stage.methodSettings, route);
  return {
    access: hasGates ? compileAccess({ definition, stage, method, resourcePath: route.resourcePath, setting }) : undefined,
    checks: compileChecks(definition, method),
    integration: integrations[kindOf(integration)].compile({ stage, method, integration }),
    cache: compileMethodCache(stage, route, integration),
  };
}

/** The targets of VPC links, ready to be called. */
export function targetGroups(links: StageRelease["vpcLinks"]): StageFacts["vpcLinks"] {
  return new Map(Object.entries(links ?? {}).map(([id, targets]) => [id, new TargetGroup(targets)]));
}

/** The facts of a stage, or of its canary with the variables that it overrides. */
export function stageFacts(definition: RestApiDefinition, release: StageRelease, variant: "base" | "canary"): StageFacts {
  const { settings } = release;
  const canary = settings.canarySettings;
  const isCanary = variant === "canary" && canary !== undefined;
  const { securityPolicy, endpointAccessMode, endpointConfiguration } = definition.settings;
  return {
    kind: "REST",
    accountId: release.accountId,
    region: release.region,
    apiId: release.apiId,
    stageName: release.stageName,
    deploymentId: isCanary ? canary.deploymentId : release.deploymentId,
    ...stageVariables(
      { shown: settings.variables, secret: settings.secretVariables },
      ...(isCanary ? [{ shown: canary.stageVariableOverrides, secret: canary.secretOverrides }] : []),
    ),
    isCanary: canary === undefined ? undefined : isCanary,
    binaryMediaTypes: definition.settings.binaryMediaTypes ?? [],
    minimumCompressionSize: definition.settings.minimumCompressionSize,
    isEndpointDisabled: definition.settings.disableExecuteApiEndpoint,
    minTlsVersion: securityPolicy === undefined ? undefined : tlsRulesOf(securityPolicy).minVersion,
    strictEndpoint: endpointAccessMode === "STRICT" ? { isPrivate: endpointConfiguration.types[0] === "PRIVATE" } : undefined,
    isTraced: settings.tracingEnabled,
    webAclArn: settings.webAclArn,
    methodSettings: settings.methodSettings,
    accountLimits: accountBuckets(release),
    clientCertificate: release.clientCertificate,
    vpcLinks: targetGroups(release.vpcLinks),
    cache: isCanary && !canary.useStageCache ? undefined : cacheSpaceOf(release),
    flushedAnswers: new Map(Object.entries(settings.flushedAnswers ?? {}).map(([key, { change }]) => [key, change])),
    authorizerCache: authorizerSpaceOf(release),
  };
}
