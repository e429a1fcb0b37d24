import { stringify } from "yaml";
import { exportRestTemplate, needsDocument } from "../../cloudformation/export/export-rest.ts";
import { exportV2Template } from "../../cloudformation/export/export-v2.ts";
import type { TemplateCertificates } from "../../cloudformation/export/template-writer.ts";
import type { Node } from "../../cloudformation/node.ts";
import { exportRestApi } from "../../openapi/export-rest.ts";
import { clientCertificateArn, controlArn, restApiArn, stageArn } from "../arns.ts";
import { defaultModels } from "../default-models.ts";
import { loadDefinition } from "../definitions.ts";
import { unknownApi } from "../errors.ts";
import { type Rows, type Source, table } from "../rows.ts";
import type { Scope } from "../scope.ts";
import { loadTags, loadTagsBelow } from "../tags.ts";
import { loadV2Definition } from "../v2/load-definition.ts";
import { v2ApiOf, v2Table } from "../v2/v2-rows.ts";
import { read } from "../write.ts";

export type ExportTemplateInput = { apiId: string; format: "yaml" | "json" };

/** An API of any kind as a CloudFormation template: its draft, and its stages with a deployment of it. */
export async function exportTemplate(scope: Scope, { apiId, format }: ExportTemplateInput): Promise<{ body: string; fileName: string }> {
  const { template, name } = await read(scope, async (source) => {
    const api = await table(source, "Api").findUnique({ where: { id: apiId } });
    if (api === null || api.workspaceId !== scope.workspace.id) throw unknownApi(scope, apiId);
    return { template: await (api.kind === "REST" ? restTemplate(source, scope, api) : v2Template(source, scope, api)), name: api.name };
  });
  const body = format === "yaml" ? stringify(template, { aliasDuplicateObjects: false, lineWidth: 0 }) : JSON.stringify(template, null, 2);
  return { body, fileName: `${name.replace(/[^\w.-]+/g, "-")}.${format}` };
}

async function restTemplate(source: Source, scope: Scope, api: Rows["Api"]): Promise<Node> {
  const definition = await loadDefinition(source, api);
  const where = { apiId: api.id };
  const orderBy = [{ createdAt: "asc" as const }, { name: "asc" as const }];
  const stages = await table(source, "Stage").findMany({ where, orderBy });
  const parts = await table(source, "DocumentationPart").findMany({ where });
  const versions = await table(source, "DocumentationVersion").findMany({ where, orderBy: [{ name: "asc" }] });
  const tags = await loadTagsBelow(source, scope, stageArn(scope, api.id, ""));
  const kept = defaultModels.filter(({ name, ...standard }) => {
    const own = definition.models.find((model) => model.name === name);
    return (
      own !== undefined &&
      own.schema === standard.schema &&
      own.contentType === standard.contentType &&
      own.description === standard.description
    );
  });
  const { region } = scope.workspace;
  const includes = { integrations: true, authorizers: true };
  const documentation = { version: "", parts: parts.map(({ settings }) => settings) };
  const document = { definition, version: "oas30" as const, includes, stageName: "", region, createdDate: api.createdAt, documentation };
  return exportRestTemplate({
    definition,
    tags: await loadTags(source, scope, restApiArn(scope, api.id)),
    stages: stages.map(({ name, settings }) => ({ name, settings, tags: tags.get(stageArn(scope, api.id, name)) ?? {} })),
    certificates: await loadCertificates(source, scope, stages),
    documentationVersions: versions.map(({ name, settings: { description } }) => ({ name, description })),
    documentationParts: parts.map(({ settings }) => settings).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)),
    defaultModels: new Set(kept.map(({ name }) => name)),
    lacksDefaults: kept.length < defaultModels.length,
    ...(needsDocument(definition) ? { body: exportRestApi(document) } : {}),
  });
}

async function v2Template(source: Source, scope: Scope, row: Rows["Api"]): Promise<Node> {
  const api = v2ApiOf(row);
  const orderBy = [{ createdAt: "asc" as const }, { name: "asc" as const }];
  const stages = await v2Table(source, "Stage").findMany({ where: { apiId: api.id }, orderBy });
  const arn = controlArn(scope, `/apis/${api.id}`);
  const tags = await loadTagsBelow(source, scope, `${arn}/stages/`);
  return exportV2Template({
    definition: await loadV2Definition(source, api),
    tags: await loadTags(source, scope, arn),
    certificates: await loadCertificates(source, scope, stages),
    stages: stages.map(({ name, settings }) => ({ name, settings, tags: tags.get(`${arn}/stages/${name}`) ?? {} })),
  });
}

/** The client certificates that stages name; an id that names nothing is left out. */
async function loadCertificates(
  source: Source,
  scope: Scope,
  stages: readonly { settings: { clientCertificateId?: string | undefined } }[],
): Promise<TemplateCertificates> {
  const ids = [...new Set(stages.flatMap(({ settings: { clientCertificateId: id } }) => (id === undefined ? [] : [id])))];
  const where = { id: { in: ids }, workspaceId: scope.workspace.id };
  const rows = await table(source, "ClientCertificate").findMany({ where, orderBy: [{ createdAt: "asc" }, { id: "asc" }] });
  const tags = await loadTagsBelow(source, scope, clientCertificateArn(scope, ""));
  return new Map(rows.map(({ id, settings }) => [id, { ...settings, tags: tags.get(clientCertificateArn(scope, id)) ?? {} }]));
}
