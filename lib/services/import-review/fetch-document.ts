import { documentBytesMax } from "../../definition/document-limit.ts";
import { HttpFailure } from "../../gateway/ports.ts";
import { badRequest } from "../errors.ts";
import type { RuntimeCore } from "../runtime-scope.ts";
import { demand, type Scope } from "../scope.ts";

const deadlineMs = 10_000;

/** The text at an address that this process can reach, by the rules that calls of backends keep: INTEGRATION_DENY counts. */
export async function fetchDocument(
  scope: Scope,
  { ports }: Pick<RuntimeCore, "ports">,
  { url }: { url: string },
): Promise<{ document: string }> {
  demand(scope, "write", "api:import");
  const address = URL.canParse(url) ? new URL(url) : undefined;
  if (address === undefined || !["http:", "https:"].includes(address.protocol)) {
    throw badRequest("The address needs http:// or https:// and a host.", {
      fields: { url: "The address needs http:// or https:// and a host." },
    });
  }
  if (address.username !== "" || address.password !== "") throw badRequest("Addresses with a name and a password are not fetched.");
  try {
    const answer = await ports.http.send({
      method: "GET",
      origin: address.origin,
      path: address.pathname + address.search,
      headers: ["Accept", "application/json, application/yaml, text/yaml, */*"],
      body: undefined,
      timeoutMs: deadlineMs,
      skipsCertificateCheck: false,
      caller: { isGone: false, onGone: () => undefined },
    });
    const bytes = await answer.body.collect(documentBytesMax);
    // A redirect may lead to where the rules would not have let us go.
    if (answer.status !== 200) throw badRequest(`${address.host} answered ${answer.status} instead of the document.`);
    return { document: new TextDecoder().decode(bytes) };
  } catch (error) {
    if (!(error instanceof HttpFailure)) throw error;
    throw badRequest(`Could not fetch the document from ${address.host}: ${error.message}.`, { cause: error });
  }
}
