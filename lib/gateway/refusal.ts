import { AssertionError } from "../base/assert.ts";
import type { GatewayResponseType } from "../definition/gateway-response-types.ts";
import type { ReasonCode } from "../definition/reason-codes.ts";
import { requestBodyMaxBytes } from "./message.ts";
import { BodyWorkLost } from "./ports.ts";

export type RefusalOptions = {
  responseType: GatewayResponseType;
  reason: ReasonCode;
  evidence?: Readonly<Record<string, string>>;
  /** What the caller reads, when it is not the usual message of the response type. */
  message?: string;
  /** Status when it is not the usual one of the response type. */
  status?: number;
  /** Value of `x-amzn-ErrorType` when it is not the usual one of the response type. */
  errorType?: string;
  /** Value of `$context.error.validationErrorString`. */
  validationError?: string;
  /** Headers that the answer carries besides. */
  headers?: readonly string[];
  /** The execution log's line about it. */
  logLine?: string;
  cause?: unknown;
};

/** The data plane says no: which gateway response is sent, and why. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly responseType: GatewayResponseType;
  readonly reason: ReasonCode;
  readonly evidence: Readonly<Record<string, string>>;
  readonly callerMessage: string | undefined;
  readonly status: number | undefined;
  readonly errorType: string | undefined;
  readonly validationError: string | undefined;
  readonly headers: readonly string[];
  readonly logLine: string | undefined;

  constructor(options: RefusalOptions) {
    super(options.logLine ?? options.message ?? options.reason, options.cause === undefined ? undefined : { cause: options.cause });
    this.responseType = options.responseType;
    this.reason = options.reason;
    this.evidence = options.evidence ?? {};
    this.callerMessage = options.message;
    this.status = options.status;
    this.errorType = options.errorType;
    this.validationError = options.validationError;
    this.headers = options.headers ?? [];
    this.logLine = options.logLine;
  }
}

/** A setting of the API cannot work: the service answers 500 and names the fault in the execution log only. */
export function configurationError(
  fault: string,
  options: { reason?: ReasonCode; evidence?: Readonly<Record<string, string>>; cause?: unknown } = {},
): Refusal {
  return new Refusal({
    responseType: "API_CONFIGURATION_ERROR",
    reason: options.reason ?? "CONFIGURATION_INVALID",
    evidence: options.evidence ?? { fault },
    logLine: `Execution failed due to configuration error: ${fault}`,
    cause: options.cause,
  });
}

/** The refusal of a body that is longer than the service takes. */
export function tooLarge(): Refusal {
  return new Refusal({ responseType: "REQUEST_TOO_LARGE", reason: "BODY_TOO_LARGE", evidence: { limit: String(requestBodyMaxBytes) } });
}

/** The only catch of the pipeline: whatever was thrown, as a refusal. */
export function toRefusal(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  if (error instanceof BodyWorkLost) {
    return configurationError("Unable to transform request", {
      reason: "TEMPLATE_ERROR",
      evidence: { message: error.message },
      cause: error,
    });
  }
  const evidence: Record<string, string> = {};
  if (error instanceof Error && !(error instanceof AssertionError)) evidence.fault = error.message;
  return new Refusal({
    responseType: "DEFAULT_5XX",
    reason: "INTERNAL_ERROR",
    evidence,
    logLine: "Execution failed due to an internal error",
    cause: error,
  });
}
