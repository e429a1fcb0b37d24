import { expect, test } from "vitest";
import { createDeployment } from "@/lib/services/deployments.ts";
import { createExampleApi } from "@/lib/services/example-api.ts";
import { getExport } from "@/lib/services/get-export.ts";
import { importRestApi } from "@/lib/services/import-rest-api.ts";
import type { Scope } from "@/lib/services/scope.ts";
import { prepareDatabase } from "./test-scope.ts";

const { scope } = prepareDatabase();

async function exportOf(at: Scope, restApiId: string, exportType: string, accepts = "application/json"): Promise<string> {
  const { body } = await getExport(at, { restApiId, stageName: "prod", exportType, parameters: { extensions: "apigateway" }, accepts });
  return body.replaceAll(restApiId, "API");
}

test.each([
  ["oas30", "application/json"],
  ["oas30", "application/yaml"],
  ["swagger", "application/json"],
  ["swagger", "application/yaml"],
])("an import of the %s export in %s is exported the same", async (exportType, accepts) => {
  const at = scope({ accountId: "000000000071" });
  const { apiId: original } = await createExampleApi(at, { demoPort: 8081 });
  const first = await exportOf(at, original, exportType, accepts);

  const { id: restApiId } = await importRestApi(at, { body: new TextEncoder().encode(first), failOnWarnings: true });
  await createDeployment(at, { restApiId, stageName: "prod" });

  expect(await exportOf(at, restApiId, exportType, accepts)).toBe(first);
});

test("what an export cannot be is refused", async () => {
  const at = scope({ accountId: "000000000072" });
  const { apiId: restApiId } = await createExampleApi(at, { demoPort: 8081 });
  const ask = (more: { stageName?: string; exportType?: string; parameters?: Record<string, string> }) =>
    getExport(at, { restApiId, stageName: "prod", exportType: "oas30", ...more });

  await expect(ask({ exportType: "raml" })).rejects.toMatchObject({ code: "BadRequestException" });
  await expect(ask({ parameters: { extensions: "everything" } })).rejects.toMatchObject({ code: "BadRequestException" });
  await expect(ask({ stageName: "none" })).rejects.toMatchObject({ code: "NotFoundException" });
});
