import { pathOnStage, testDomain } from "../definition/stage-address.ts";
import { sha256Hex } from "../sigv4/canonical-request.ts";
import { type Credentials, signRequest } from "../sigv4/sign-request.ts";
import { parseQuery } from "./exchange.ts";

/** A call of a stage as a client makes it; the path is below the stage. */
export type StageCall = {
  apiId: string;
  stageName: string;
  httpMethod: string;
  pathWithQueryString: string;
  headers: readonly (readonly [string, string])[];
  body?: string | undefined;
};

/** The headers that sign a call of a stage for execute-api, to be added to its own. */
export function signStageCall(call: StageCall, options: { credentials: Credentials; region: string; nowMs: number }): [string, string][] {
  const { apiId, stageName, httpMethod, pathWithQueryString, headers, body = "" } = call;
  const [rawPath = "/", ...queries] = pathWithQueryString.split("?");
  const query = [...parseQuery(queries.join("?"))].flatMap(([name, values]) => values.map((value): [string, string] => [name, value]));
  const signable = {
    method: httpMethod,
    rawPath: pathOnStage(stageName, rawPath),
    query,
    headers: [["Host", testDomain(apiId)] as const, ...headers],
    bodyHash: sha256Hex(body),
  };
  return signRequest(signable, { ...options, service: "execute-api" });
}
