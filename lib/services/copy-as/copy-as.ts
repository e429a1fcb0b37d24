import { stringify } from "yaml";
import { diffScript, selectionOf } from "../../copy-as/diff-commands.ts";
import { renderHcl } from "../../copy-as/hcl.ts";
import { keyScript, planScript, stageScript } from "../../copy-as/release-commands.ts";
import { keyTerraform, planTerraform, stageTerraform } from "../../copy-as/release-terraform.ts";
import { renderAwsCli } from "../../copy-as/render-aws-cli.ts";
import { restScript } from "../../copy-as/rest-commands.ts";
import { everything, nothingSelected, type RestSelection, withSelected } from "../../copy-as/rest-selection.ts";
import { restTerraform } from "../../copy-as/rest-terraform.ts";
import { everyV2, nothingOfV2, type V2Selection, v2Script, v2StageScript } from "../../copy-as/v2-commands.ts";
import { selectionOfV2, v2DiffScript } from "../../copy-as/v2-diff-commands.ts";
import { v2StageTerraform, v2Terraform } from "../../copy-as/v2-terraform.ts";
import type { CopiedTexts, CopySubject } from "../../definition/copy-subject.ts";
import { type DefinitionChange, diffDefinitions } from "../../definition/diff.ts";
import { diffV2Definitions } from "../../definition/diff-v2.ts";
import type { RestApiDefinition } from "../../definition/rest-api.ts";
import type { V2ApiDefinition } from "../../definition/v2-api.ts";
import { exportHttpApi } from "../../openapi/export-http.ts";
import { exportRestApi } from "../../openapi/export-rest.ts";
import { getApiKey } from "../api-keys.ts";
import { getApiKind } from "../api-kind.ts";
import { defaultModels } from "../default-models.ts";
import { getApiDefinition } from "../definitions.ts";
import { getDocumentationPart } from "../documentation-parts.ts";
import type { DocumentationPart } from "../documentation-types.ts";
import { getDefinition } from "../draft-state.ts";
import { getApiRow } from "../rest-apis.ts";
import { type Source, table } from "../rows.ts";
import type { Scope } from "../scope.ts";
import { exportTemplate } from "../stacks/export-template.ts";
import { getStage } from "../stages.ts";
import { getUsagePlan } from "../usage-plans.ts";
import { getV2Definition } from "../v2/get-definition.ts";
import { getV2Stage } from "../v2/stages.ts";
import { read } from "../write.ts";
import { copyClientCertificate, copyDomain, copyVpcLink } from "./copy-workspace.ts";

/** Texts that make what a form shows, or a difference, elsewhere. Secrets are not in them: they are asked for by name. */
export async function copyAs(scope: Scope, subject: CopySubject): Promise<CopiedTexts> {
  switch (subject.kind) {
    case "plan":
      return copyPlan(scope, subject.planId);
    case "key":
      return copyKey(scope, subject.keyId);
    case "domain":
      return copyDomain(scope, subject);
    case "vpcLink":
      return copyVpcLink(scope, subject);
    case "clientCertificate":
      return copyClientCertificate(scope, subject.clientCertificateId);
    case "diff":
      return (await getApiKind(scope, subject.apiId)) === "REST" ? copyDiff(scope, subject) : copyV2Diff(scope, subject);
    case "stage":
      return copyStage(scope, subject);
    case "route":
    case "integration":
      return copyV2(scope, subject);
    case "api":
    case "model":
    case "authorizer":
      return (await getApiKind(scope, subject.apiId)) === "REST" ? copyRest(scope, subject) : copyV2(scope, subject);
    default:
      return copyRest(scope, subject);
  }
}

type RestSubject = Extract<CopySubject, { kind: "api" | "method" | "model" | "authorizer" | "gatewayResponse" | "documentationPart" }>;

async function copyRest(scope: Scope, subject: RestSubject): Promise<CopiedTexts> {
  const { apiId } = subject;
  const definition = await getApiDefinition(scope, apiId);
  const selection = selectionFor(definition, subject);
  const isWhole = subject.kind === "api";
  const documentationParts = await partsFor(scope, subject);
  const { blocks, references } = restTerraform(definition, selection, documentationParts);
  return {
    awsCli: renderAwsCli(restScript({ definition, selection, defaultModels, documentationParts })),
    terraform: renderHcl(blocks, references),
    openApi: await openApiOf(scope, withSelected(definition, selection), documentationParts),
    ...(isWhole ? { cloudFormation: (await exportTemplate(scope, { apiId, format: "yaml" })).body } : {}),
  };
}

function selectionFor(definition: RestApiDefinition, subject: RestSubject): RestSelection {
  switch (subject.kind) {
    case "api":
      return everything(definition);
    case "method": {
      const path = definition.resources.find(({ id }) => id === subject.resourceId)?.path;
      return { ...nothingSelected, methods: new Set([`${subject.httpMethod} ${path}`]) };
    }
    case "model":
      return { ...nothingSelected, models: new Set([subject.name]) };
    case "authorizer":
      return { ...nothingSelected, authorizers: new Set([subject.authorizerId]) };
    case "documentationPart":
      return nothingSelected;
    default:
      return { ...nothingSelected, gatewayResponses: new Set([subject.responseType]) };
  }
}

/** The documentation that goes with a subject: all of an API's, or the part itself. */
async function partsFor(scope: Scope, subject: RestSubject): Promise<readonly DocumentationPart[]> {
  if (subject.kind === "api") return read(scope, (source) => loadParts(source, subject.apiId));
  if (subject.kind !== "documentationPart") return [];
  const key = { restApiId: subject.apiId, documentationPartId: subject.partId };
  const { location, properties } = await getDocumentationPart(scope, key);
  return [{ location, properties }];
}

async function loadParts(source: Source, apiId: string) {
  const rows = await table(source, "DocumentationPart").findMany({ where: { apiId }, orderBy: [{ id: "asc" }] });
  return rows.map(({ settings }) => settings);
}

async function openApiOf(scope: Scope, definition: RestApiDefinition, parts: readonly DocumentationPart[]): Promise<string> {
  const { createdAt: createdDate } = await read(scope, (source) => getApiRow(source, scope, definition.apiId));
  const { region } = scope.workspace;
  const includes = { integrations: true, authorizers: true };
  const input = { definition, version: "oas30" as const, includes, stageName: "", region, createdDate };
  const document = exportRestApi(input);
  if (parts.length === 0) return asYaml(document);
  // Of an export with documentation only the parts are taken: it puts them into descriptions too, and an import would read those as the API's.
  const documented = exportRestApi({ ...input, documentation: { version: "", parts } });
  return asYaml({ ...document, [documentationKey]: documented[documentationKey] });
}

const documentationKey = "x-amazon-apigateway-documentation";

const asYaml = (document: object) => stringify(document, { aliasDuplicateObjects: false, lineWidth: 0 });

async function copyDiff(scope: Scope, { apiId, ...refs }: Extract<CopySubject, { kind: "diff" }>): Promise<CopiedTexts> {
  const [from, to] = await Promise.all([getDefinition(scope, apiId, refs.from), getDefinition(scope, apiId, refs.to)]);
  const changes = diffDefinitions(from, to);
  const selection = selectionOf(changes, to);
  // The provider compares by itself: what is changed is written out as it shall be.
  const changed = changes.filter(({ kind }) => kind === "changed");
  const names = (entity: string) => changed.flatMap((change) => (change.entity === entity ? [change.name ?? ""] : []));
  const whole: RestSelection = {
    ...selection,
    api: changed.some(({ entity }) => entity === "settings"),
    models: new Set([...selection.models, ...names("model")]),
    validators: new Set([
      ...selection.validators,
      ...to.requestValidators.filter(({ id, name }) => names("requestValidator").includes(name ?? id)).map(({ id }) => id),
    ]),
    authorizers: new Set([
      ...selection.authorizers,
      ...to.authorizers.filter(({ name }) => names("authorizer").includes(name)).map(({ id }) => id),
    ]),
  };
  const { blocks, references } = restTerraform(to, whole);
  return {
    awsCli: renderAwsCli(diffScript({ from, to, changes, defaultModels })),
    terraform: removalNotes(changes) + renderHcl(blocks, references),
    openApi: await openApiOf(scope, withSelected(to, whole), []),
  };
}

type V2Subject = Extract<CopySubject, { kind: "api" | "model" | "authorizer" | "route" | "integration" }>;

async function copyV2(scope: Scope, subject: V2Subject): Promise<CopiedTexts> {
  const definition = await getV2Definition(scope, subject.apiId);
  const selection = v2SelectionFor(definition, subject);
  const openApi = httpDocument(scope, definition, selection);
  return {
    awsCli: renderAwsCli(v2Script(definition, selection)),
    terraform: v2Terraform(definition, selection),
    ...(openApi === undefined ? {} : { openApi }),
    ...(subject.kind === "api" ? { cloudFormation: (await exportTemplate(scope, { apiId: subject.apiId, format: "yaml" })).body } : {}),
  };
}

function v2SelectionFor(definition: V2ApiDefinition, subject: V2Subject): V2Selection {
  switch (subject.kind) {
    case "api":
      return everyV2(definition);
    case "model":
      return { ...nothingOfV2, models: new Set([subject.name]) };
    case "authorizer":
      return { ...nothingOfV2, authorizers: new Set([subject.authorizerId]) };
    case "route":
      return { ...nothingOfV2, routes: new Set([subject.routeId]) };
    case "integration":
      return { ...nothingOfV2, integrations: new Set([subject.integrationId]) };
  }
}

/** The document of an HTTP API with what is selected; undefined where a document has no words for it. */
function httpDocument(
  scope: Scope,
  definition: V2ApiDefinition,
  { api, routes, integrations, authorizers }: V2Selection,
): string | undefined {
  const targets = new Set([...integrations].map((id) => `integrations/${id}`));
  const shown = definition.routes.filter(({ routeId, target = "" }) => routes.has(routeId) || targets.has(target));
  if (definition.kind !== "HTTP" || !(api || shown.length > 0 || authorizers.size > 0)) return undefined;
  const isNamed = (id: string) => authorizers.has(id) || shown.some(({ authorizerId }) => authorizerId === id);
  const document = {
    definition: { ...definition, routes: shown, authorizers: definition.authorizers.filter(({ authorizerId }) => isNamed(authorizerId)) },
    stageName: undefined,
    region: scope.workspace.region,
    includesExtensions: true,
    createdDate: scope.clock(),
  };
  return asYaml(exportHttpApi(document));
}

async function copyV2Diff(scope: Scope, { apiId, ...refs }: Extract<CopySubject, { kind: "diff" }>): Promise<CopiedTexts> {
  const [from, to] = await Promise.all([getV2Definition(scope, apiId, refs.from), getV2Definition(scope, apiId, refs.to)]);
  const changes = diffV2Definitions(from, to);
  const whole = selectionOfV2(changes, to, ["added", "changed"]);
  const openApi = httpDocument(scope, to, whole);
  return {
    awsCli: renderAwsCli(v2DiffScript({ from, to, changes })),
    terraform: removalNotes(changes) + v2Terraform(to, whole),
    ...(openApi === undefined ? {} : { openApi }),
  };
}

/** The provider compares by itself: what is gone has to go from its text. */
function removalNotes(changes: readonly DefinitionChange[]): string {
  const gone = changes.filter(({ kind, entity }) => kind === "removed" && entity !== "cors");
  return gone.map(({ label }) => `# Remove what makes ${label}.\n`).join("");
}

async function copyStage(scope: Scope, key: { apiId: string; stageName: string }): Promise<CopiedTexts> {
  const { apiId, stageName } = key;
  if ((await getApiKind(scope, apiId)) === "REST") {
    const settings = await getStage(scope, { restApiId: apiId, stageName });
    const stage = { apiId, stageName, settings };
    return { awsCli: renderAwsCli(stageScript(stage)), terraform: stageTerraform(stage) };
  }
  const stage = { apiId, stageName, settings: await getV2Stage(scope, key) };
  return { awsCli: renderAwsCli(v2StageScript(stage)), terraform: v2StageTerraform(stage) };
}

async function copyPlan(scope: Scope, usagePlanId: string): Promise<CopiedTexts> {
  const plan = await getUsagePlan(scope, { usagePlanId });
  return { awsCli: renderAwsCli(planScript(plan)), terraform: planTerraform(plan) };
}

async function copyKey(scope: Scope, apiKey: string): Promise<CopiedTexts> {
  const { name, description, enabled, customerId } = await getApiKey(scope, { apiKey });
  const joins = await read(scope, (source) => table(source, "UsagePlanKey").findMany({ where: { keyId: apiKey } }));
  const key = { name, description, enabled, customerId, planIds: joins.map(({ planId }) => planId) };
  return { awsCli: renderAwsCli(keyScript(key)), terraform: keyTerraform(key) };
}
