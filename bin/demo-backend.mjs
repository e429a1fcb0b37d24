// The loopback backend of the example API: a small pet shop that answers JSON. No dependencies.
import { createServer } from "node:http";

const pets = [
  { id: 1, type: "dog", name: "Rex", price: 249.99 },
  { id: 2, type: "cat", name: "Misty", price: 124.99 },
  { id: 3, type: "fish", name: "Bubbles", price: 0.99 },
];
const bodyBytesMax = 1024 * 1024;

function answer(response, status, body, headers = {}) {
  const text = JSON.stringify(body);
  response.writeHead(status, { "content-type": "application/json", "content-length": Buffer.byteLength(text), ...headers });
  response.end(text);
}

function readBody(request) {
  return new Promise((resolve, reject) => {
    const chunks = [];
    let size = 0;
    request.on("data", (chunk) => {
      size += chunk.length;
      if (size > bodyBytesMax) reject(new Error("too large"));
      else chunks.push(chunk);
    });
    request.on("end", () => resolve(Buffer.concat(chunks).toString()));
    request.on("error", reject);
  });
}

const xmlText = (text) => text.replace(/[<>&"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
const envelope = (body) =>
  `<?xml version="1.0" encoding="UTF-8"?><soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body>${body}</soap:Body></soap:Envelope>`;

/** The price office of the shop: an older service that speaks SOAP. */
function answerSoap(response, request) {
  const send = (status, body) => {
    const text = envelope(body);
    response.writeHead(status, { "content-type": "text/xml; charset=utf-8", "content-length": Buffer.byteLength(text) });
    response.end(text);
  };
  const pet = pets.find(({ id }) => id === Number(/<petId>(\d+)<\/petId>/.exec(request)?.[1]));
  const quantity = Number(/<quantity>(\d+)<\/quantity>/.exec(request)?.[1]);
  if (pet === undefined || !(quantity > 0))
    return send(500, "<soap:Fault><faultcode>soap:Client</faultcode><faultstring>No such pet</faultstring></soap:Fault>");
  return send(
    200,
    `<QuoteResponse xmlns="urn:pets"><name>${xmlText(pet.name)}</name><total>${(pet.price * quantity).toFixed(2)}</total></QuoteResponse>`,
  );
}

async function handle(request, response) {
  const url = new URL(request.url, "http://demo.invalid");
  const one = /^\/pets\/(\d+)$/.exec(url.pathname);
  if (request.method === "GET" && url.pathname === "/pets") {
    const type = url.searchParams.get("type");
    return answer(response, 200, type === null ? pets : pets.filter((pet) => pet.type === type));
  }
  if (request.method === "GET" && one) {
    const pet = pets.find(({ id }) => id === Number(one[1]));
    return pet ? answer(response, 200, pet) : answer(response, 404, { message: `No pet has the id ${one[1]}.` });
  }
  if (request.method === "POST" && url.pathname === "/soap") return answerSoap(response, await readBody(request));
  if (url.pathname === "/echo") {
    const body = await readBody(request);
    return answer(response, 200, {
      method: request.method,
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      headers: request.headers,
      body,
    });
  }
  return answer(response, 404, { message: `The demo backend has nothing at ${url.pathname}.` });
}

const server = createServer((request, response) => {
  handle(request, response).catch((error) =>
    answer(response, error.message === "too large" ? 413 : 500, { message: "The demo backend could not answer." }),
  );
});
server.listen(Number(process.env.DEMO_PORT || 8081), "127.0.0.1");

const stop = () => {
  server.close(() => process.exit(0));
  server.closeAllConnections();
};
process.on("SIGTERM", stop);
process.on("SIGINT", () => undefined);
process.on("disconnect", stop);
