import { newId } from "../../base/ids.ts";
import { ServiceError } from "../../base/service-error.ts";
import { orderByNeeds } from "../../cloudformation/dependencies.ts";
import type { Environment } from "../../cloudformation/intrinsics.ts";
import { type PlannedResource, resolveOutput, type StackPlan } from "../../cloudformation/plan-stack.ts";
import type { Properties } from "../../cloudformation/read-properties.ts";
import { isImported } from "../../cloudformation/resource-types.ts";
import type { StackOutput, StackResource } from "../rows.ts";
import type { Scope } from "../scope.ts";
import type { Tags } from "../tags.ts";
import { digestOf, storedProperties } from "./hide-secrets.ts";
import type { Existing, ResourceHandler, StackTools } from "./resource-handler.ts";
import { resourceHandlers } from "./resource-handlers.ts";
import { decide, environmentFor, foreignResource, propertiesOf, sharedFacts } from "./stack-resources.ts";

/** What happened to a resource or to the stack itself. */
export type StackEventDraft = { logicalId: string; physicalId?: string; type: string; status: string; reason?: string };

export type Application = {
  /** A scope within the one change that all of this is. */
  scope: Scope;
  tools: StackTools;
  stackName: string;
  plan: StackPlan;
  before: Readonly<Record<string, StackResource>>;
  tags: Tags;
  exports: ReadonlyMap<string, string>;
  /** Filled as it goes, so that it tells of a failure too. */
  events: StackEventDraft[];
};

/** What removing needs. */
export type Removal = Pick<Application, "scope" | "tools" | "events">;

export type Applied = { resources: Record<string, StackResource>; outputs: StackOutput[]; imports: string[] };

/** Makes what a plan says: new and changed resources in order, then what is left over goes. */
export async function applyStack(application: Application): Promise<Applied> {
  const { plan, before, exports } = application;
  const made = new Map<string, StackResource>();
  const replaced: [string, StackResource][] = [];
  const imported = new Set<string>();
  const env: Environment = {
    ...environmentFor(plan, made, exports),
    importValue: (name) => {
      imported.add(name);
      return exports.get(name);
    },
  };
  for (const planned of plan.resources) {
    const earlier = Object.hasOwn(before, planned.logicalId) ? before[planned.logicalId] : undefined;
    const resource = await placed(application, { planned, earlier, env, replaced });
    made.set(planned.logicalId, resource);
  }
  const gone = Object.entries(before).filter(([logicalId]) => !made.has(logicalId));
  await removeResources(application, [...gone, ...replaced]);
  const outputs = plan.outputs.map((output) => {
    const { key, description } = output;
    return { key, ...resolveOutput(output, env), ...(description === undefined ? {} : { description }) };
  });
  const resources = [...made].map(([logicalId, resource], position) => [logicalId, { ...resource, position }] as const);
  return { resources: Object.fromEntries(resources), outputs, imports: [...imported].sort() };
}

type Step = { planned: PlannedResource; earlier: StackResource | undefined; env: Environment; replaced: [string, StackResource][] };

async function placed(application: Application, { planned, earlier, env, replaced }: Step): Promise<StackResource> {
  const { scope, plan, events } = application;
  const { logicalId, type } = planned;
  const makeName = () => `${application.stackName}-${logicalId}-${newId(scope.random, nameTailLength).toUpperCase()}`;
  const at = scope.clock().toISOString();
  if (!isImported(type)) {
    const resource = await located(application, planned, async () =>
      foreignResource(planned, env, { place: plan.known.place, at, before: earlier, makeName }),
    );
    if (earlier === undefined)
      events.push({ logicalId, physicalId: resource.physicalId, type, status: "CREATE_COMPLETE", reason: skipped });
    return resource;
  }
  return located(application, planned, async () => {
    const properties = propertiesOf(planned, env, application.tags);
    const stored = storedProperties(planned, properties, { env, secretParameters: plan.secretParameters, digest: digestOf(scope) });
    const decision = decide(earlier, type, stored);
    if (decision === "keep" && earlier !== undefined) return { ...earlier, ...sharedFacts(planned) };
    const making = { scope, tools: application.tools, type, logicalId, properties };
    const handler: ResourceHandler = resourceHandlers[type];
    const facts = { ...sharedFacts(planned), properties: stored, at, position: 0 };
    if (decision === "update" && earlier !== undefined && handler.update !== undefined) {
      const { physicalId } = earlier;
      events.push({ logicalId, physicalId, type, status: "UPDATE_IN_PROGRESS" });
      const { attributes = earlier.attributes } = await handler.update({ ...making, makeName, physicalId, before: earlier.properties });
      events.push({ logicalId, physicalId, type, status: "UPDATE_COMPLETE" });
      return { ...facts, physicalId, attributes };
    }
    const [verb, reason] =
      decision === "replace"
        ? (["UPDATE", "Requested update requires the creation of a new physical resource; hence creating one."] as const)
        : (["CREATE", undefined] as const);
    events.push({ logicalId, type, status: `${verb}_IN_PROGRESS`, ...(reason === undefined ? {} : { reason }) });
    const nameOf = () => (needsPlainName.has(type) ? plainName(logicalId, { scope, isAgain: earlier !== undefined }) : makeName());
    const { physicalId, attributes = {} } = await handler.create({ ...making, makeName: nameOf });
    events.push({ logicalId, physicalId, type, status: `${verb}_COMPLETE` });
    if (decision === "replace" && earlier !== undefined && !planned.isKeptOnReplace) replaced.push([logicalId, earlier]);
    return { ...facts, physicalId, attributes };
  });
}

const nameTailLength = 12;
const skipped = "Skipped: only resources of API Gateway are made here. References to this one get an ARN or an id of the right form.";

/** Names that people read and that need not differ between stacks, or that may have letters and digits only. */
const needsPlainName: ReadonlySet<string> = new Set([
  "AWS::ApiGateway::ApiKey",
  "AWS::ApiGateway::Model",
  "AWS::ApiGateway::RequestValidator",
  "AWS::ApiGateway::UsagePlan",
]);

/** The logical id; a replacement stands beside what it replaces for a while. */
function plainName(logicalId: string, { scope, isAgain }: { scope: Scope; isAgain: boolean }): string {
  return isAgain ? `${logicalId}${newId(scope.random, 6)}` : logicalId;
}

/** Names the resource in whatever goes wrong. */
async function located<T>(
  { events }: Removal,
  { logicalId, type }: Pick<PlannedResource, "logicalId" | "type">,
  run: () => Promise<T>,
): Promise<T> {
  try {
    return await run();
  } catch (error) {
    const known = reasonOf(error);
    if (known === undefined) throw error;
    events.push({ logicalId, type, status: failedStatus(events, logicalId), reason: known });
    throw new StackFailure(logicalId, known, error);
  }
}

function failedStatus(events: readonly StackEventDraft[], logicalId: string): string {
  const last = events.findLast((event) => event.logicalId === logicalId && event.status.endsWith("_IN_PROGRESS"));
  return `${last?.status.replace("_IN_PROGRESS", "") ?? "CREATE"}_FAILED`;
}

function reasonOf(error: unknown): string | undefined {
  if (error instanceof ServiceError) return error.message;
  // What the database refuses is a conflict with another row, as `write` says.
  const isKnown = error instanceof Error && "code" in error && (error.code === "P2002" || error.code === "P2003");
  return isKnown ? "Another object with the same identity exists, or one that this object needs is gone." : undefined;
}

/** A resource that could not be made, changed or removed; nothing of the whole change holds. */
export class StackFailure extends Error {
  override readonly name = "StackFailure";
  readonly logicalId: string;
  readonly reason: string;

  constructor(logicalId: string, reason: string, cause: unknown) {
    super(`The following resource(s) failed: [${logicalId}]. ${reason}`, { cause });
    this.logicalId = logicalId;
    this.reason = reason;
  }
}

/** Removes resources, users before what they use. */
export async function removeResources(application: Removal, gone: readonly (readonly [string, StackResource])[]): Promise<void> {
  const apis = new Set(gone.filter(([, { type, isKept }]) => !isKept && isApi(type)).map(([, { physicalId }]) => physicalId));
  const position = new Map(removalOrder(gone, apis).map((logicalId, index) => [logicalId, index]));
  const sorted = [...gone].sort(([a], [b]) => (position.get(a) ?? 0) - (position.get(b) ?? 0));
  for (const [logicalId, resource] of sorted) await removeOne(application, logicalId, { resource, apis });
}

/** Logical ids, users first. What belongs to an API goes when the API does, so that the API uses what its parts use. */
function removalOrder(gone: readonly (readonly [string, StackResource])[], apis: ReadonlySet<string>): string[] {
  const byAge = [...gone].sort(([, a], [, b]) => a.position - b.position);
  const needs = new Map(byAge.map(([logicalId, { needs: own }]) => [logicalId, new Set(own)]));
  const partOf = (resource: StackResource) => {
    const id = apiIn(resource.properties);
    return apis.has(id) ? id : undefined;
  };
  for (const [logicalId, { physicalId }] of byAge.filter(([, { type }]) => isApi(type))) {
    const parts = byAge.filter(([, resource]) => partOf(resource) === physicalId);
    const own = new Set([logicalId, ...parts.map(([part]) => part)]);
    const used = parts.flatMap(([, part]) => part.needs).filter((need) => !own.has(need));
    needs.set(logicalId, new Set([...(needs.get(logicalId) ?? []), ...used]));
  }
  return orderByNeeds(needs, { circles: "ignore" }).reverse();
}

function isApi(type: string): boolean {
  return type === "AWS::ApiGateway::RestApi" || type === "AWS::ApiGatewayV2::Api";
}

async function removeOne(
  application: Removal,
  logicalId: string,
  { resource, apis }: { resource: StackResource; apis: ReadonlySet<string> },
): Promise<void> {
  const { type, physicalId, properties: before, isKept } = resource;
  const { events, scope, tools } = application;
  const event = { logicalId, physicalId, type };
  if (!isImported(type)) return;
  if (isKept) {
    events.push({ ...event, status: "DELETE_SKIPPED" });
    return;
  }
  await located(application, { logicalId, type }, async () => {
    events.push({ ...event, status: "DELETE_IN_PROGRESS" });
    // What belongs to an API goes with it.
    if (!apis.has(apiIn(before))) {
      const handler: ResourceHandler = resourceHandlers[type];
      const existing: Existing = { scope, tools, type, logicalId, makeName: () => logicalId, properties: before, physicalId, before };
      await handler.remove(existing).catch(ignoreGone);
    }
    events.push({ ...event, status: "DELETE_COMPLETE" });
  });
}

function apiIn({ RestApiId: restApiId, ApiId: apiId, DomainName: domain, DomainNameArn: arn }: Properties): string {
  // Mappings of domains name an API that they do not belong to.
  if (domain !== undefined || arn !== undefined) return "";
  return typeof restApiId === "string" ? restApiId : typeof apiId === "string" ? apiId : "";
}

function ignoreGone(error: unknown): void {
  if (error instanceof ServiceError && error.code === "NotFoundException") return;
  throw error;
}
