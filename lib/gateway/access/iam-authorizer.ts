import type { ReasonCode } from "../../definition/reason-codes.ts";
import type { Policy, Verdict } from "../../policy/policy.ts";
import { hasRegion } from "../../sigv4/asymmetric.ts";
import { sha256Hex } from "../../sigv4/canonical-request.ts";
import { fromPresigned } from "../../sigv4/presigned.ts";
import { signatureFault } from "../../sigv4/signature-fault.ts";
import { type Verification, verifyRequest } from "../../sigv4/verify-request.ts";
import type { Exchange } from "../exchange.ts";
import type { AccessKeyHolder } from "../ports.ts";
import { Refusal } from "../refusal.ts";
import { evaluateIdentity, identityRefusal } from "./identity-policy.ts";
import { invokeAction, partitionOf } from "./method-arn.ts";
import { nobody, policyRefusal } from "./resource-policy.ts";

const service = "execute-api";

/** Who signed a request. */
export type SignedCaller = {
  /** The names of the caller in policies. */
  principals: string[];
  /** What the access key may do; undefined for everything. */
  policy: Policy | undefined;
};

/** Checks the signature of a request and lets the exchange know whose key signed it. */
export async function authenticateIam(exchange: Exchange): Promise<SignedCaller> {
  const { request, ports, startedAtMs } = exchange;
  const body = await request.body.collect();
  const query = [...exchange.query].flatMap(([name, values]) => values.map((value): [string, string] => [name, value]));
  const signable = {
    method: request.method,
    rawPath: request.targetPath ?? request.fullPath,
    query,
    headers: headerPairs(request.headers),
    bodyHash: sha256Hex(body),
  };
  const presigned = fromPresigned(signable, startedAtMs);
  if ("kind" in presigned) throw refusal(presigned);
  let holder: AccessKeyHolder | undefined;
  const findSecret = (accessKeyId: string) => {
    holder = ports.access.findAccessKey(accessKeyId);
    return holder?.secret;
  };
  const verification = await verifyRequest(presigned.signable, { nowMs: presigned.verifyAtMs, findSecret });
  if (verification.kind !== "valid" || holder === undefined) throw refusal(verification);
  const { scope, accessKeyId } = verification.authorization;
  if (scope.service !== service) throw wrongScope(`Credential should be scoped to correct service: '${service}'. `);
  const { region } = exchange.stage;
  const { regionSet } = verification;
  if (regionSet === undefined ? scope.region !== region : !hasRegion(regionSet, region))
    throw wrongScope(`Credential should be scoped to a valid region, not '${regionSet ?? scope.region}'. `);
  return recognize(exchange, holder, accessKeyId);
}

/** Lets the exchange know whose key signed its request. */
export function recognize(exchange: Exchange, holder: AccessKeyHolder, accessKeyId: string): SignedCaller {
  const { accountId, userId, userName, policy } = holder;
  const partition = partitionOf(exchange.stage.region);
  const userArn = `arn:${partition}:iam::${accountId}:user/${userName}`;
  exchange.identity = { ...exchange.identity, accessKey: accessKeyId, accountId, caller: userId, user: userId, userArn };
  return { principals: [userArn, accountId, `arn:${partition}:iam::${accountId}:root`], policy };
}

/** Whether the caller belongs to the account of the API; others need a permission of the API itself. */
export function isOwnCaller({ identity, stage }: Exchange): boolean {
  return identity.accountId === stage.accountId;
}

/** The same for what has no policy that could let other accounts in: the access key's own policy decides. */
export async function authenticateOwnCaller(exchange: Exchange, action: string = invokeAction): Promise<void> {
  const { policy } = await authenticateIam(exchange);
  if (!isOwnCaller(exchange)) throw policyRefusal(nobody, exchange, { decision: "none" }, exchange.identity.userArn);
  const verdict = evaluateIdentity(policy, exchange, action);
  if (policy === undefined || verdict === undefined) return;
  if (verdict.decision !== "allow") throw identityRefusal(policy, exchange, verdict, action);
  annotateIdentity(exchange, policy, verdict);
}

/** What the access key's policy says about a call; undefined for a key without one. */
export type PolicedCaller = SignedCaller & { verdict: Verdict | undefined };

/** Refuses what the access key's policy denies; whether something allows the call is decided with the resource policy. */
export function demandUndenied(caller: SignedCaller, exchange: Exchange): PolicedCaller {
  const { policy } = caller;
  const verdict = evaluateIdentity(policy, exchange, invokeAction);
  if (policy !== undefined && verdict !== undefined) {
    if (verdict.decision === "deny") throw identityRefusal(policy, exchange, verdict, invokeAction);
    annotateIdentity(exchange, policy, verdict);
  }
  return { ...caller, verdict };
}

function annotateIdentity({ trace }: Exchange, { statements }: Policy, verdict: Verdict): void {
  if (!trace.isKept) return;
  const place = verdict.decision === "none" ? undefined : (statements[verdict.statement]?.id ?? String(verdict.statement + 1));
  trace.annotate({
    note: place === undefined ? "No statement of the access key's policy applies" : `Statement ${place} of the access key's policy allows`,
  });
}

const reasons: Record<Verification["kind"], ReasonCode> = {
  valid: "SIGV4_MISMATCH",
  missing: "SIGV4_MISSING",
  malformed: "SIGV4_MISMATCH",
  expired: "SIGV4_SKEW",
  skew: "SIGV4_SKEW",
  unknownKey: "SIGV4_MISMATCH",
  mismatch: "SIGV4_MISMATCH",
};

function refusal(verification: Verification): Refusal {
  const { type, message } = signatureFault(verification.kind === "valid" ? { kind: "unknownKey", accessKeyId: "" } : verification);
  const accessKeyId = "accessKeyId" in verification ? { accessKeyId: verification.accessKeyId } : {};
  return new Refusal({
    responseType: verification.kind === "missing" ? "MISSING_AUTHENTICATION_TOKEN" : "INVALID_SIGNATURE",
    reason: reasons[verification.kind],
    evidence: { fault: verification.kind, ...accessKeyId },
    message,
    errorType: type,
    // A malformed header may be a token of another scheme, and its message quotes it.
    logLine: verification.kind === "malformed" ? "The Authorization header is no signature" : message,
  });
}

function wrongScope(message: string): Refusal {
  const evidence = { fault: message.trim() };
  return new Refusal({ responseType: "INVALID_SIGNATURE", reason: "SIGV4_MISMATCH", evidence, message, logLine: message });
}

function headerPairs(headers: readonly string[]): [string, string][] {
  const pairs: [string, string][] = [];
  for (let i = 0; i < headers.length; i += 2) pairs.push([headers[i] ?? "", headers[i + 1] ?? ""]);
  return pairs;
}
