import { stringify } from "yaml";
import { exportRestApi } from "../openapi/export-rest.ts";
import { getSnapshotDefinition } from "./definitions.ts";
import { badRequest, notFound } from "./errors.ts";
import { getApiRow } from "./rest-apis.ts";
import { type Source, table } from "./rows.ts";
import type { Scope } from "./scope.ts";
import { getStage } from "./stages.ts";
import { read } from "./write.ts";

export type GetExportInput = {
  restApiId: string;
  stageName: string;
  /** `oas30` or `swagger`. */
  exportType: string;
  /** `extensions`: `integrations`, `authorizers`, `apigateway` (both), `postman`. */
  parameters?: Record<string, string> | undefined;
  /** `application/json`, unless it is `application/yaml`. */
  accepts?: string | undefined;
};

export type ExportedDocument = { contentType: string; contentDisposition: string; body: string };

/** Postman reads the document as it is: `postman` adds nothing to it. */
const extensionNames = ["integrations", "authorizers", "apigateway", "postman"];

/** The document of what a stage serves. */
export async function getExport(scope: Scope, input: GetExportInput): Promise<ExportedDocument> {
  const { restApiId, stageName, exportType } = input;
  const version = exportType === "oas30" || exportType === "swagger" ? exportType : undefined;
  if (version === undefined) throw badRequest("Invalid export type specified. Valid options are oas30, swagger");
  const wanted = readExtensions(input.parameters);
  const stage = await getStage(scope, { restApiId, stageName });
  const definition = await getSnapshotDefinition(scope, restApiId, stage.deploymentId);
  const { createdDate, documentation } = await read(scope, async (source) => ({
    createdDate: (await getApiRow(source, scope, restApiId)).createdAt,
    documentation: await loadDocumentation(source, restApiId, stage.documentationVersion),
  }));
  const isWhole = wanted.has("apigateway");
  const includes = { integrations: isWhole || wanted.has("integrations"), authorizers: isWhole || wanted.has("authorizers") };
  const { region } = scope.workspace;
  const document = exportRestApi({ definition, version, includes, stageName, region, createdDate, documentation });
  const isYaml = /yaml/i.test(input.accepts ?? "");
  return {
    contentType: isYaml ? "application/yaml" : "application/json",
    contentDisposition: `attachment; filename="${exportType}_${scope.clock().toISOString().replace(/[:.]/g, "-")}.${isYaml ? "yaml" : "json"}"`,
    body: isYaml ? stringify(document, { aliasDuplicateObjects: false }) : JSON.stringify(document, null, 2),
  };
}

function readExtensions(parameters: Record<string, string> = {}): Set<string> {
  const names = (parameters.extensions ?? "").split(",").map((name) => name.trim());
  const given = names.filter((name) => name !== "");
  const unknown = given.find((name) => !extensionNames.includes(name));
  if (unknown !== undefined) throw badRequest(`Invalid extension specified: ${unknown}. Valid options are ${extensionNames.join(", ")}`);
  return new Set(given);
}

async function loadDocumentation(source: Source, apiId: string, version: string | undefined) {
  if (version === undefined) return undefined;
  const row = await table(source, "DocumentationVersion").findUnique({ where: { id: `${apiId}/${version}` } });
  if (row === null) throw notFound("Invalid Documentation version specified");
  return { version, parts: row.settings.parts };
}
