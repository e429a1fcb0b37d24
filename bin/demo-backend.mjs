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
