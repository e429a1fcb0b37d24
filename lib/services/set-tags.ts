import type { TaggedThing } from "../definition/tagged-thing.ts";
import { apiKeyArn, clientCertificateArn, restApiArn, usagePlanArn, v2ApiArn, vpcLinkArn } from "./arns.ts";
import { arnOfDomain, getDomainRow } from "./domains.ts";
import { unknownApi } from "./errors.ts";
import { type Source, table } from "./rows.ts";
import type { Scope } from "./scope.ts";
import { demandTagged, loadTags, replaceTags, type Tags } from "./tags.ts";
import { read, write } from "./write.ts";

/** The tags that tools give a thing by its ARN, for a console that knows its id. */
export async function getTagsOf(scope: Scope, thing: TaggedThing): Promise<Tags> {
  return read(scope, async (source) => loadTags(source, scope, await findArn(source, scope, thing)));
}

/** Makes the tags of a thing these and no others. */
export async function setTags(scope: Scope, { thing, tags }: { thing: TaggedThing; tags: Tags }): Promise<void> {
  const intent = {
    action: "tag:update",
    summary: `Change the tags of ${nameOf(thing)}`,
    ...("apiId" in thing ? { api: thing.apiId } : {}),
  };
  await write(scope, intent, async (tx) => replaceTags(tx, scope, await findArn(tx.source, scope, thing), tags));
}

async function findArn(source: Source, scope: Scope, thing: TaggedThing): Promise<string> {
  const arn = await arnOf(source, scope, thing);
  await demandTagged(source, scope, arn);
  return arn;
}

async function arnOf(source: Source, scope: Scope, thing: TaggedThing): Promise<string> {
  switch (thing.kind) {
    case "api":
      return apiArn(source, scope, thing.apiId);
    case "stage":
      return `${await apiArn(source, scope, thing.apiId)}/stages/${thing.stageName}`;
    case "plan":
      return usagePlanArn(scope, thing.planId);
    case "key":
      return apiKeyArn(scope, thing.keyId);
    case "domain":
      return arnOfDomain(scope, await getDomainRow(source, scope, thing));
    case "vpcLink":
      return vpcLinkArn(scope, thing.vpcLinkId);
    case "clientCertificate":
      return clientCertificateArn(scope, thing.clientCertificateId);
  }
}

async function apiArn(source: Source, scope: Scope, apiId: string): Promise<string> {
  const api = await table(source, "Api").findUnique({ where: { id: apiId } });
  if (api === null || api.workspaceId !== scope.workspace.id) throw unknownApi(scope, apiId);
  return (api.kind === "REST" ? restApiArn : v2ApiArn)(scope, apiId);
}

function nameOf(thing: TaggedThing): string {
  switch (thing.kind) {
    case "api":
      return "the API";
    case "stage":
      return `stage ${thing.stageName}`;
    case "plan":
      return "a usage plan";
    case "key":
      return "an API key";
    case "domain":
      return `custom domain name ${thing.domainName}`;
    case "vpcLink":
      return "a VPC link";
    case "clientCertificate":
      return "a client certificate";
  }
}
