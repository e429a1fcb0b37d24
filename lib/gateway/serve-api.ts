import type { CompiledRestApi } from "./compile-rest.ts";
import type { CompiledHttpApi } from "./http/compile-http.ts";
import { serveHttp } from "./http/serve-http.ts";
import type { GatewayRequest } from "./message.ts";
import type { Ports, Served } from "./ports.ts";
import { serveRest } from "./serve-rest.ts";
import type { Trace } from "./trace.ts";

/** An API of any kind as one stage serves it. */
export type CompiledApi = CompiledRestApi | CompiledHttpApi;

/** Serves one request of a deployed stage. */
export function serveApi(api: CompiledApi, request: GatewayRequest, ports: Ports, trace: Trace): Promise<Served> {
  return api.kind === "REST" ? serveRest(api, request, ports, trace) : serveHttp(api, request, ports, trace);
}
