import { describe, expect, it } from "vitest";
import type { MethodSetting } from "../definition/stage.ts";
import { findMethodSetting } from "./method-settings.ts";

const setting = (throttlingRateLimit: number): MethodSetting => ({
  metricsEnabled: false,
  dataTraceEnabled: false,
  throttlingBurstLimit: -1,
  throttlingRateLimit,
  cacheTtlInSeconds: 300,
  cacheDataEncrypted: false,
  requireAuthorizationForCacheControl: true,
  unauthorizedCacheControlHeaderStrategy: "SUCCEED_WITH_RESPONSE_HEADER",
});

describe("findMethodSetting", () => {
  const settings = { "*/*": setting(1), "~1/GET": setting(2), "~1pets~1{id}/GET": setting(3), "pets/POST": setting(4) };
  const rate = (resourcePath: string, verb: "GET" | "POST") => findMethodSetting(settings, { resourcePath, verb })?.throttlingRateLimit;

  it("prefers the method's own settings, however their key spells the path", () => {
    expect([rate("/", "GET"), rate("/pets/{id}", "GET"), rate("/pets", "POST")]).toEqual([2, 3, 4]);
  });

  it("falls back to those of all methods, and to none", () => {
    expect(rate("/pets", "GET")).toBe(1);
    expect(findMethodSetting({ "~1/GET": setting(2) }, { resourcePath: "/x", verb: "GET" })).toBeUndefined();
  });
});
