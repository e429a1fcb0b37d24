/** What every client of JavaScript and TypeScript does: place parameters, sign, call, read. The text is the same for all APIs. */
export const javascriptRuntime = String.raw`/** An answer outside 200 to 299. */
export class ApiError extends Error {
  constructor(answer) {
    super("The API answered " + answer.status + ".");
    this.name = "ApiError";
    this.status = answer.status;
    this.headers = answer.headers;
    this.body = answer.body;
  }
}

export class ApiClient {
  #place;
  #settings;

  constructor(place, settings) {
    this.#place = place;
    this.#settings = settings;
  }

  async call(operation, parameters, options = {}) {
    const { endpoint = this.#place.endpoint, headers: common = {}, fetch: send = globalThis.fetch } = this.#settings;
    const { method, path, query, headers } = placeParameters(operation, parameters);
    const body = bodyOf(operation, parameters.body);
    Object.assign(headers, common, options.headers);
    if (body !== undefined && operation.contentType) headers["content-type"] = operation.contentType;
    await this.#authorize(operation, headers);
    const url = new URL(endpoint.replace(/\/+$/, "") + path + (query === "" ? "" : "?" + query));
    if (operation.isSigned) await sign({ method, url, headers, body }, this.#signer());
    const init = { method, headers };
    if (body !== undefined) init.body = body;
    if (options.signal) init.signal = options.signal;
    return read(await send(url, init));
  }

  async #authorize(operation, headers) {
    const { apiKey, token } = this.#settings;
    if (operation.needsApiKey) {
      if (apiKey === undefined) throw new TypeError(operation.name + " needs an API key: give the client apiKey.");
      headers["x-api-key"] = apiKey;
    }
    if (operation.tokenHeader && token !== undefined) headers[operation.tokenHeader] = typeof token === "function" ? await token() : token;
  }

  #signer() {
    const { credentials, region = this.#place.region } = this.#settings;
    if (credentials === undefined) throw new TypeError("This method is signed: give the client credentials.");
    return { credentials, region };
  }
}

function placeParameters(operation, parameters) {
  const headers = {};
  const query = [];
  let { method, path } = operation;
  for (const { key, name, place, required } of operation.parameters) {
    const value = parameters[key];
    if (value === undefined || value === null) {
      if (required) throw new TypeError(operation.name + " needs the parameter " + key + ".");
      continue;
    }
    if (place === "method") method = String(value).toUpperCase();
    else if (place === "path") path = fill(path, name, value);
    else if (place === "header") headers[name] = String(value);
    else for (const each of Array.isArray(value) ? value : [value]) query.push(escape(name) + "=" + escape(String(each)));
  }
  return { method, path, query: query.join("&"), headers };
}

/** A greedy variable keeps its slashes. */
function fill(path, name, value) {
  const isGreedy = path.includes("{" + name + "+}");
  const segments = isGreedy ? String(value).split("/") : [String(value)];
  // These would lead to another path.
  if (segments.some((segment) => /^\.{0,2}$/.test(segment))) throw new TypeError(name + " cannot be empty, . or .. in a path.");
  return path.split(isGreedy ? "{" + name + "+}" : "{" + name + "}").join(segments.map(escape).join("/"));
}

function bodyOf(operation, body) {
  if (body === undefined) return undefined;
  const isText = typeof body === "string" || body instanceof Uint8Array;
  return isText && !/[/+]json\b/i.test(operation.contentType) ? body : JSON.stringify(body);
}

async function read(response) {
  const text = await response.text();
  const isJson = /[/+]json\b/i.test(response.headers.get("content-type") ?? "");
  const answer = { status: response.status, headers: Object.fromEntries(response.headers), body: isJson && text !== "" ? JSON.parse(text) : text };
  if (!response.ok) throw new ApiError(answer);
  return answer;
}

/** Signature Version 4: host, date and session token are covered, and all of path, query and body. */
async function sign(request, { credentials, region }) {
  const date = new Date().toISOString().replace(/[-:]|\.\d{3}/g, "");
  const scope = date.slice(0, 8) + "/" + region + "/execute-api/aws4_request";
  request.headers["x-amz-date"] = date;
  if (credentials.sessionToken) request.headers["x-amz-security-token"] = credentials.sessionToken;
  const covered = { host: request.url.host, "x-amz-date": date };
  if (credentials.sessionToken) covered["x-amz-security-token"] = credentials.sessionToken;
  const names = Object.keys(covered).join(";");
  const lines = Object.entries(covered).map(([name, value]) => name + ":" + value + "\n").join("");
  const path = request.url.pathname.split("/").map(escape).join("/");
  const query = sorted(request.url.search.slice(1));
  const canonical = [request.method, path, query, lines, names, await sha256(request.body ?? "")].join("\n");
  let key = encode("AWS4" + credentials.secretAccessKey);
  for (const part of scope.split("/")) key = await hmac(key, part);
  const proof = hex(await hmac(key, ["AWS4-HMAC-SHA256", date, scope, await sha256(canonical)].join("\n")));
  const credential = credentials.accessKeyId + "/" + scope;
  request.headers.authorization = "AWS4-HMAC-SHA256 Credential=" + credential + ", SignedHeaders=" + names + ", Signature=" + proof;
}

/** By name, then by value. */
function sorted(query) {
  const pairs = query.split("&").map((pair) => pair.split("="));
  return pairs.sort(([a, x], [b, y]) => compare(a, b) || compare(x, y)).map((pair) => pair.join("=")).join("&");
}

function compare(a, b) {
  return a < b ? -1 : a > b ? 1 : 0;
}

function escape(text) {
  return encodeURIComponent(text).replace(/[!'()*]/g, (sign) => "%" + sign.charCodeAt(0).toString(16).toUpperCase());
}

function encode(data) {
  return typeof data === "string" ? new TextEncoder().encode(data) : data;
}

async function sha256(data) {
  return hex(await crypto.subtle.digest("SHA-256", encode(data)));
}

async function hmac(key, text) {
  const imported = await crypto.subtle.importKey("raw", key, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  return crypto.subtle.sign("HMAC", imported, encode(text));
}

function hex(bytes) {
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
`;

export const javascriptRuntimeTypes = `export type Credentials = { accessKeyId: string; secretAccessKey: string; sessionToken?: string };

export type ClientSettings = {
  /** The stage's address; the one that the SDK was made for unless told. */
  endpoint?: string;
  region?: string;
  /** For methods that need an API key. */
  apiKey?: string;
  /** For methods whose authorizer reads a token from a header. */
  token?: string | (() => string | Promise<string>);
  /** For methods that are signed. */
  credentials?: Credentials;
  /** Sent with every call. */
  headers?: Record<string, string>;
  fetch?: typeof globalThis.fetch;
};

export type CallOptions = { headers?: Record<string, string>; signal?: AbortSignal };

export type Answer<Body> = { status: number; headers: Record<string, string>; body: Body };

/** An answer outside 200 to 299. */
export declare class ApiError extends Error {
  constructor(answer: Answer<unknown>);
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: unknown;
}

export type Operation = {
  name: string;
  method: string;
  path: string;
  parameters: readonly { key: string; name: string; place: string; required: boolean }[];
  contentType?: string;
  needsApiKey: boolean;
  isSigned: boolean;
  tokenHeader?: string;
};

export declare class ApiClient {
  constructor(place: { endpoint: string; region: string }, settings: ClientSettings);
  call<Body>(operation: Operation, parameters: object, options?: CallOptions): Promise<Answer<Body>>;
}
`;
