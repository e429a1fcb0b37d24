import { request } from "node:http";
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

/** A real call of a custom domain name, whose DNS record would lead to the gateway. */
export function callDomain(
  product: Product,
  host: string,
  path: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<{ status: number; body: string }> {
  const { hostname, port } = new URL(product.gatewayUrl);
  return new Promise((resolve, reject) => {
    const call = request({ host: hostname, port, path, headers: { ...headers, host }, agent: false }, (response) => {
      let body = "";
      response.setEncoding("utf8").on("data", (chunk: string) => {
        body += chunk;
      });
      response.on("end", () => resolve({ status: response.statusCode ?? 0, body }));
    });
    call.on("error", reject).end();
  });
}
