import type { Page } from "@playwright/test";
import type { Product } from "../../tests/support/product.ts";

/** The id of the API that the page shows. */
export function apiIdOf(page: Page): string {
  return new URL(page.url()).pathname.split("/")[2] ?? "";
}

/** A real call of a deployed stage, by its Host as a client would. */
export async function callStage(product: Product, apiId: string, path: string): Promise<{ status: number; body: string }> {
  const response = await fetch(`${product.gatewayUrl}/_aws/execute-api/${apiId}${path}`);
  return { status: response.status, body: await response.text() };
}
