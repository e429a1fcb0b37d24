import type { Method, RestApiDefinition } from "../definition/rest-api.ts";
import { Refusal } from "./refusal.ts";

/**
 * Refuses methods whose callers this gateway cannot tell apart yet: it rather answers nobody than everybody.
 * Undefined for methods that are open to all.
 */
export function compileGuard(definition: RestApiDefinition, method: Method): Refusal | undefined {
  const { policy } = definition.settings;
  if (policy !== undefined && policy.trim() !== "") {
    return new Refusal({
      responseType: "ACCESS_DENIED",
      reason: "POLICY_NO_ALLOW",
      evidence: { fault: "resource policies are not evaluated" },
    });
  }
  if (method.authorizationType.toUpperCase() !== "NONE") {
    return new Refusal({
      responseType: "AUTHORIZER_CONFIGURATION_ERROR",
      reason: "AUTHORIZER_FAILED",
      evidence: { authorizationType: method.authorizationType },
      logLine: `Execution failed due to configuration error: authorization of type ${method.authorizationType} is not supported`,
    });
  }
  if (method.apiKeyRequired) return new Refusal({ responseType: "INVALID_API_KEY", reason: "KEY_UNKNOWN", logLine: "Invalid API key" });
  return undefined;
}
