import { Buffer } from "node:buffer";
import { addHeader, findHeader, type GatewayReply } from "../message.ts";
import { parseJson } from "../parse-json.ts";
import { Refusal } from "../refusal.ts";
import { connectionHeaders } from "./http-headers.ts";

type Members = Readonly<Record<string, unknown>>;

/** The response that a function's result describes in payload format 1.0; anything else is an error. */
export function readAnswer1(payload: string): GatewayReply {
  const result = parseJson(payload);
  if (!isRecord(result)) throw malformedResult(payload);
  const headers: string[] = [];
  const multiple = memberRecord(result, "multiValueHeaders", payload);
  for (const [name, value] of Object.entries(memberRecord(result, "headers", payload))) {
    if (findMember(multiple, name) === undefined) addResultHeader(headers, name, [value], payload);
  }
  for (const [name, values] of Object.entries(multiple)) {
    if (!Array.isArray(values)) throw malformedResult(payload);
    addResultHeader(headers, name, values, payload);
  }
  return describedReply(result, headers, payload);
}

/** The same for format 2.0, where a result that describes no response is the body of one. */
export function readAnswer2(payload: string): GatewayReply {
  const result = parseJson(payload);
  if (!isRecord(result) || result.statusCode === undefined) {
    const body = typeof result === "string" ? result : payload;
    return { status: 200, headers: ["Content-Type", "application/json"], body, isGatewayResponse: false };
  }
  const headers: string[] = [];
  for (const [name, value] of Object.entries(memberRecord(result, "headers", payload))) addResultHeader(headers, name, [value], payload);
  const cookies = result.cookies ?? [];
  if (!Array.isArray(cookies)) throw malformedResult(payload);
  addResultHeader(headers, "Set-Cookie", cookies, payload);
  return describedReply(result, headers, payload);
}

function describedReply(result: Members, headers: string[], payload: string): GatewayReply {
  const { statusCode, body = "", isBase64Encoded = false } = result;
  const status = typeof statusCode === "string" && /^\d{3}$/.test(statusCode) ? Number(statusCode) : statusCode;
  // Below 200 are interim answers, after which a caller would wait for the real one.
  if (typeof status !== "number" || !Number.isInteger(status) || status < 200 || status > 599) throw malformedResult(payload);
  if ((body !== null && typeof body !== "string") || typeof isBase64Encoded !== "boolean") throw malformedResult(payload);
  if (findHeader(headers, "content-type") === undefined) headers.push("Content-Type", "text/plain; charset=utf-8");
  return { status, headers, body: isBase64Encoded ? decoded(body ?? "", payload) : (body ?? ""), isGatewayResponse: false };
}

function decoded(body: string, payload: string): Buffer {
  if (!/^[A-Za-z0-9+/\s]*={0,2}\s*$/.test(body)) throw malformedResult(payload);
  return Buffer.from(body, "base64");
}

function memberRecord(result: Members, name: string, payload: string): Members {
  const value = result[name] ?? {};
  if (!isRecord(value)) throw malformedResult(payload);
  return value;
}

function findMember(record: Members, name: string): unknown {
  const key = Object.keys(record).find((each) => each.toLowerCase() === name.toLowerCase());
  return key === undefined ? undefined : record[key];
}

function addResultHeader(headers: string[], name: string, values: readonly unknown[], payload: string): void {
  if (connectionHeaders.has(name.toLowerCase())) return;
  const texts = values
    .filter((value) => value !== null)
    .map((value) => {
      if (typeof value === "object" || value === undefined) throw malformedResult(payload);
      return String(value);
    });
  addHeader(headers, name, texts);
}

function isRecord(value: unknown): value is Members {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The function failed, or its result is no response: nothing of it reaches the caller. */
export function malformedResult(payload: string, logLine = "Malformed Lambda proxy response"): Refusal {
  return new Refusal({
    responseType: "DEFAULT_5XX",
    reason: "RESULT_MALFORMED",
    evidence: { result: payload.slice(0, 512) },
    logLine: `Execution failed due to configuration error: ${logLine}`,
  });
}
