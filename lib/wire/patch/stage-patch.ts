import { allMethodsKey, defaultMethodSetting } from "../../definition/method-setting.ts";
import type { CanarySettings, MethodSetting } from "../../definition/stage.ts";
import { badRequest } from "../../services/errors.ts";
import { promotedVariables, type StageDraft } from "../../services/stages.ts";
import { entry, flag, inside, parseDecimal, parseFlag, parseInteger, requiredText, set, text, without } from "./edits.ts";
import { type Change, type Edit, type PatchLine, patchTable } from "./patch-table.ts";

const replace = ["replace"] as const;

type AccessLog = NonNullable<StageDraft["accessLogSettings"]>;

function accessLog(member: keyof AccessLog): Edit<StageDraft> {
  return inside("accessLogSettings", (draft: AccessLog, { value }) => {
    if (value === undefined || value === "") throw badRequest("Access Log value must not be empty");
    return { ...draft, [member]: value };
  });
}

/** An edit of the canary; a stage without one gets one of its own deployment first. */
function canary(edit: Edit<CanarySettings>): Edit<StageDraft> {
  return (draft, change) => {
    const before = draft.canarySettings ?? { deploymentId: draft.deploymentId, percentTraffic: 0, useStageCache: false };
    return { ...draft, canarySettings: edit(before, change) };
  };
}

type Parse = (value: string | undefined, path: string) => unknown;

/** A setting of a method, or of all methods; with the first one of a method come the settings of all methods, or the defaults. */
function methodSetting(member: keyof MethodSetting, parse: Parse): Edit<StageDraft> {
  return (draft, { op, value, path, rawNames }) => {
    const key = `${rawNames.resourcePath}/${rawNames.httpMethod}`;
    const before = draft.methodSettings[key] ?? draft.methodSettings[allMethodsKey] ?? defaultMethodSetting;
    const fallback = defaultMethodSetting[member];
    const after =
      op === "remove"
        ? fallback === undefined
          ? without(before, member)
          : set(before, member, fallback)
        : set(before, member, parse(value, path));
    return { ...draft, methodSettings: { ...draft.methodSettings, [key]: after } };
  };
}

const removeMethodSetting: Edit<StageDraft> = (draft, change) => {
  const key = `${change.rawNames.resourcePath}/${change.rawNames.httpMethod}`;
  if (!Object.hasOwn(draft.methodSettings, key)) throw noMethodSetting(change);
  return { ...draft, methodSettings: without(draft.methodSettings, key) };
};

const parseText: Parse = (value) => value ?? "";

const settingLine = (member: keyof MethodSetting, parse: Parse): PatchLine<StageDraft> => ({
  ops: ["replace", "remove"],
  at: methodSetting(member, parse),
});

const copyPaths: Readonly<Record<string, string>> = {
  "/deploymentId": "/canarySettings/deploymentId",
  "/variables": "/canarySettings/stageVariableOverrides",
};

/** Promotion: from the canary to the stage only; the canary stays. */
const promote: Edit<StageDraft> = (draft, change) => {
  if (copyPaths[change.path] !== change.from) throw invalidCopy(change);
  if (draft.canarySettings === undefined) throw badRequest("Promotion not available. Canary does not exist.");
  if (change.path === "/deploymentId") return { ...draft, deploymentId: draft.canarySettings.deploymentId };
  return { ...draft, ...promotedVariables(draft) };
};

/** One path, two meanings: a new deployment, or the promotion of the canary's. */
const deployment: Edit<StageDraft> = (draft, change) =>
  change.op === "copy" ? promote(draft, change) : requiredText<StageDraft>("deploymentId")(draft, change);

export const stagePatch = patchTable<StageDraft>(
  {
    "/deploymentId": { ops: ["replace", "copy"], at: deployment },
    "/description": { ops: replace, at: text("description") },
    "/cacheClusterEnabled": { ops: replace, at: flag("cacheClusterEnabled") },
    "/cacheClusterSize": { ops: replace, at: text("cacheClusterSize") },
    "/clientCertificateId": { ops: replace, at: text("clientCertificateId") },
    "/documentationVersion": { ops: replace, at: text("documentationVersion") },
    "/tracingEnabled": { ops: replace, at: flag("tracingEnabled") },
    "/accessLogSettings": { ops: ["remove"], at: (draft) => without(draft, "accessLogSettings") },
    "/accessLogSettings/destinationArn": { ops: ["add", "replace"], at: accessLog("destinationArn") },
    "/accessLogSettings/format": { ops: ["add", "replace"], at: accessLog("format") },
    "/variables": { ops: ["copy"], at: promote },
    "/variables/{variableName}": { ops: ["add", "replace", "remove"], at: entry("variables") },
    "/canarySettings": { ops: ["remove"], at: (draft) => without(draft, "canarySettings") },
    "/canarySettings/deploymentId": { ops: replace, at: canary(requiredText("deploymentId")) },
    "/canarySettings/percentTraffic": {
      ops: replace,
      at: canary((draft, { value, path }) => set(draft, "percentTraffic", parseDecimal(value, path))),
    },
    "/canarySettings/useStageCache": { ops: replace, at: canary(flag("useStageCache")) },
    "/canarySettings/stageVariableOverrides/{variableName}": { ops: ["replace", "remove"], at: canary(entry("stageVariableOverrides")) },
    "/{resourcePath}/{httpMethod}": { ops: ["remove"], at: removeMethodSetting },
    "/{resourcePath}/{httpMethod}/metrics/enabled": settingLine("metricsEnabled", parseFlag),
    "/{resourcePath}/{httpMethod}/logging/dataTrace": settingLine("dataTraceEnabled", parseFlag),
    "/{resourcePath}/{httpMethod}/logging/loglevel": settingLine("loggingLevel", parseText),
    "/{resourcePath}/{httpMethod}/throttling/burstLimit": settingLine("throttlingBurstLimit", parseInteger),
    "/{resourcePath}/{httpMethod}/throttling/rateLimit": settingLine("throttlingRateLimit", parseDecimal),
    "/{resourcePath}/{httpMethod}/caching/enabled": settingLine("cachingEnabled", parseFlag),
    "/{resourcePath}/{httpMethod}/caching/ttlInSeconds": settingLine("cacheTtlInSeconds", parseInteger),
    "/{resourcePath}/{httpMethod}/caching/dataEncrypted": settingLine("cacheDataEncrypted", parseFlag),
    "/{resourcePath}/{httpMethod}/caching/requireAuthorizationForCacheControl": settingLine(
      "requireAuthorizationForCacheControl",
      parseFlag,
    ),
    "/{resourcePath}/{httpMethod}/caching/unauthorizedCacheControlHeaderStrategy": settingLine(
      "unauthorizedCacheControlHeaderStrategy",
      parseText,
    ),
  },
  { refuse: refuseStageChange },
);

function refuseStageChange(change: Change): Error {
  const { op, path } = change;
  if (op === "copy") return invalidCopy(change);
  if (op === "remove") return noMethodSetting(change);
  if (path.startsWith("/accessLogSettings")) {
    return badRequest("Invalid accessLogSettings path. Must be one of : [/accessLogSettings/destinationArn, /accessLogSettings/format]");
  }
  if (op === "add" && path.startsWith("/canarySettings")) return badRequest(`Invalid add operation with path: ${path}`);
  return badRequest(`Invalid method setting path: ${path}. Must be one of: [${advertisedPaths}]`);
}

function noMethodSetting({ path }: Change): Error {
  // The trailing space is the service's.
  return badRequest(`Cannot remove method setting ${path.slice(1)} because there is no method setting for this method `);
}

function invalidCopy({ path, from }: Change): Error {
  const [paths, froms] = [Object.keys(copyPaths).join(", "), Object.values(copyPaths).join(", ")];
  return badRequest(
    `Invalid copy operation with path: ${path} and from ${from ?? ""}. Valid copy:path are [${paths}] and valid copy:from are [${froms}]`,
  );
}

/** As the service lists them, missing commas included. */
const advertisedPaths =
  "/deploymentId, /description, /cacheClusterEnabled, /cacheClusterSize, /clientCertificateId, /accessLogSettings, " +
  "/accessLogSettings/destinationArn, /accessLogSettings/format, /{resourcePath}/{httpMethod}/metrics/enabled, " +
  "/{resourcePath}/{httpMethod}/logging/dataTrace, /{resourcePath}/{httpMethod}/logging/loglevel, " +
  "/{resourcePath}/{httpMethod}/throttling/burstLimit/{resourcePath}/{httpMethod}/throttling/rateLimit" +
  "/{resourcePath}/{httpMethod}/caching/ttlInSeconds, /{resourcePath}/{httpMethod}/caching/enabled, " +
  "/{resourcePath}/{httpMethod}/caching/dataEncrypted, /{resourcePath}/{httpMethod}/caching/requireAuthorizationForCacheControl, " +
  "/{resourcePath}/{httpMethod}/caching/unauthorizedCacheControlHeaderStrategy, /*/*/metrics/enabled, /*/*/logging/dataTrace, " +
  "/*/*/logging/loglevel, /*/*/throttling/burstLimit /*/*/throttling/rateLimit /*/*/caching/ttlInSeconds, /*/*/caching/enabled, " +
  "/*/*/caching/dataEncrypted, /*/*/caching/requireAuthorizationForCacheControl, " +
  "/*/*/caching/unauthorizedCacheControlHeaderStrategy, /variables/{variable_name}, /tracingEnabled";
