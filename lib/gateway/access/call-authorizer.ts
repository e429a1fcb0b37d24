import type { Exchange } from "../exchange.ts";
import type { IntegrationRequest } from "../integrations/integration.ts";
import { answerBodyMaxBytes } from "../map-response.ts";
import { findHeader } from "../message.ts";
import { HttpFailure } from "../ports.ts";
import { authorizerFailed } from "./authorizer-refusals.ts";

/** The longest that a function may think about a caller, as for integrations. */
const timeoutMs = 29_000;

export type AuthorizerAnswer = { payload: string; hasFailed: boolean; ms: number };

/** Calls the function of an authorizer. */
export async function callAuthorizer(request: IntegrationRequest, exchange: Exchange, authorizerId: string): Promise<AuthorizerAnswer> {
  const { clock, http } = exchange.ports;
  const startedMs = clock.monotonicMs();
  try {
    const answer = await http.send({ ...request, timeoutMs, skipsCertificateCheck: false, caller: exchange.request.caller });
    const payload = (await answer.body?.collect(answerBodyMaxBytes))?.toString("utf8") ?? "";
    const ms = Math.round(clock.monotonicMs() - startedMs);
    if (answer.status < 200 || answer.status >= 300) {
      throw authorizerFailed("Invalid permissions on Lambda function", { authorizerId, status: String(answer.status) });
    }
    return { payload, hasFailed: findHeader(answer.headers, "x-amz-function-error") !== undefined, ms };
  } catch (error) {
    if (!(error instanceof HttpFailure)) throw error;
    throw authorizerFailed("The function of the authorizer did not answer", { authorizerId, failure: error.message }, error);
  }
}
