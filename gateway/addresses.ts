import { defaultStage } from "../lib/definition/stage-address.ts";
import type { CustomDomain } from "../lib/gateway/message.ts";

/** Which stage a request is for, and the path below it. */
export type Destination = {
  apiId: string;
  stageName: string;
  /** Below the stage, without the query. */
  rawPath: string;
  rawQuery: string;
  /** With the stage, as `$context.path` shows it. */
  fullPath: string;
  /** Host without port. */
  domainName: string;
  /** Of custom domain names: what led to the stage. */
  customDomain?: CustomDomain;
  /** The id of the edge-optimized domain name that it came by. */
  edgeId?: string;
};

const hostPattern = /^([a-z0-9]+)\.execute-api\.[a-z0-9-]+\.[^/]+$/;
const pathPrefix = "/_aws/execute-api/";

/** Reads the address of a request: by its Host, or by a path that names the API; undefined when it names none. */
export function readDestination(host: string, target: string): Destination | undefined {
  const mark = target.indexOf("?");
  const path = mark < 0 ? target : target.slice(0, mark);
  const rawQuery = mark < 0 ? "" : target.slice(mark + 1);
  if (path.startsWith(pathPrefix)) {
    const slash = path.indexOf("/", pathPrefix.length);
    const apiId = path.slice(pathPrefix.length, slash < 0 ? undefined : slash);
    return belowStage(apiId, slash < 0 ? "/" : path.slice(slash), rawQuery, `${apiId}.execute-api.localhost`);
  }
  const domainName = hostName(host);
  const apiId = hostPattern.exec(domainName)?.[1];
  return apiId === undefined ? undefined : belowStage(apiId, path, rawQuery, domainName);
}

/** A Host header without its port, in small letters. */
export function hostName(host: string): string {
  const colon = host.lastIndexOf(":");
  return (colon > host.lastIndexOf("]") ? host.slice(0, colon) : host).toLowerCase();
}

/** Whether a target names its API itself, whatever the host is. */
export function namesApi(target: string): boolean {
  return target.startsWith(pathPrefix);
}

function belowStage(apiId: string, path: string, rawQuery: string, domainName: string): Destination {
  const slash = path.indexOf("/", 1);
  const stageName = slash < 0 ? path.slice(1) : path.slice(1, slash);
  const rawPath = slash < 0 ? "/" : path.slice(slash);
  return { apiId, stageName, rawPath, rawQuery, fullPath: stageName === defaultStage ? rawPath : path, domainName };
}

/** The stage of HTTP APIs that no address names. */

/** The same address for an API that has no stage of that name: what looked like a stage is a part of the path. */
export function belowDefaultStage(destination: Destination): Destination {
  return { ...destination, stageName: defaultStage, rawPath: destination.fullPath };
}
