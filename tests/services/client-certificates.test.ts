import { createPrivateKey, X509Certificate } from "node:crypto";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import type { TLSSocket } from "node:tls";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeSealer } from "@/lib/auth/seal.ts";
import { type FeedChanges, feedChangesSchema, feedPaths } from "@/lib/feed/protocol.ts";
import { openInGateway } from "@/lib/feed/seal-for-gateways.ts";
import { handleChanges } from "@/lib/feed/server/feed-door.ts";
import { RowNotes } from "@/lib/feed/server/row-notes.ts";
import { patientCaller } from "@/lib/ports/http-port.ts";
import { createPorts, type RealPorts } from "@/lib/ports/real-ports.ts";
import {
  deleteClientCertificate,
  generateClientCertificate,
  getClientCertificate,
  getClientCertificates,
  openClientCertificate,
  updateClientCertificate,
} from "@/lib/services/client-certificates.ts";
import { createDeployment } from "@/lib/services/deployments.ts";
import { putIntegration } from "@/lib/services/integrations.ts";
import { putMethod } from "@/lib/services/methods.ts";
import { createRestApi } from "@/lib/services/rest-apis.ts";
import type { Scope } from "@/lib/services/scope.ts";
import { makeSelfSigned } from "@/lib/services/self-signed-certificate.ts";
import { updateStage } from "@/lib/services/stages.ts";
import { openTestDatabase, scopeOn } from "./test-scope.ts";

const rowNotes = new RowNotes(() => undefined);
const sealer = makeSealer("a-secret-of-the-installation", "access-keys");
const accessSecrets = { hashKey: "k", hashStored: () => undefined, openAccessKey: () => undefined };
const feedToken = "a-token-for-the-feed";
let scope: Scope;
let close: () => Promise<void>;
let ports: RealPorts;
let backend: Server;
let url: string;

beforeAll(async () => {
  const open = await openTestDatabase();
  [scope, close] = [scopeOn(open.db), open.close];
  ports = createPorts({ integrationDeny: "", variables: {} });
  const day = 24 * 60 * 60 * 1000;
  const [from, to] = [new Date(Date.now() - day), new Date(Date.now() + day)];
  const { certificate: cert, privateKey: key } = await makeSelfSigned({ commonName: "backend", serial: Uint8Array.of(1), from, to });
  backend = createServer({ cert, key, requestCert: true, rejectUnauthorized: false }, (request, response) => {
    // It names the certificate that the caller showed, and the subject of it.
    const peer = (request.socket as TLSSocket).getPeerX509Certificate();
    response.end(JSON.stringify({ serial: peer?.serialNumber, subject: peer?.subject }));
  });
  await new Promise<void>((resolve) => backend.listen(0, "127.0.0.1", resolve));
  url = `https://127.0.0.1:${(backend.address() as AddressInfo).port}`;
});

afterAll(async () => {
  await ports.close();
  backend.closeAllConnections();
  await new Promise((resolve) => backend.close(resolve));
  await close();
});

async function stageWith(clientCertificateId: string) {
  const { id: restApiId, rootResourceId: resourceId } = await createRestApi(scope, { name: "pets" });
  const method = { restApiId, resourceId, httpMethod: "GET" };
  await putMethod(scope, { ...method, authorizationType: "NONE" });
  await putIntegration(scope, { ...method, type: "MOCK" });
  await createDeployment(scope, { restApiId, stageName: "prod" });
  await updateStage(scope, { restApiId, stageName: "prod" }, (draft) => ({ ...draft, clientCertificateId }));
  return restApiId;
}

async function releases(): Promise<FeedChanges> {
  const headers = { authorization: `Bearer ${feedToken}` };
  const request = new Request(`http://localhost:3000${feedPaths.changes(0)}`, { headers });
  const response = await handleChanges(
    { db: scope.db, feedToken, clock: () => new Date(), accessSecrets, sealer, apiKeys: scope.apiKeys, rowNotes },
    request,
  );
  return feedChangesSchema.parse(await response.json());
}

test("a certificate signs itself, is good for a year, and its key is not shown", async () => {
  const made = await generateClientCertificate(scope, { sealer }, { description: "for the shop", tags: { team: "a" } });

  const read = new X509Certificate(made.pemEncodedCertificate);
  expect(read.verify(read.publicKey)).toBe(true);
  expect(read.subject).toBe("CN=ApiGateway");
  expect(Date.parse(read.validTo) - Date.parse(read.validFrom)).toBe(365 * 24 * 60 * 60 * 1000);
  expect(await getClientCertificate(scope, made)).toEqual(made);
  expect(JSON.stringify(made)).not.toContain("PRIVATE KEY");
  expect(JSON.stringify(await scope.db.reader.clientCertificate.findMany())).not.toContain("PRIVATE KEY");
  const opened = await openClientCertificate(scope.db.reader, scope, { sealer, id: made.clientCertificateId });
  expect(read.checkPrivateKey(createPrivateKey(opened?.privateKey ?? ""))).toBe(true);
});

test("certificates are listed, described and deleted, but not while a stage uses them", async () => {
  const made = await generateClientCertificate(scope, { sealer }, {});
  await stageWith(made.clientCertificateId);

  const described = await updateClientCertificate(scope, made, (draft) => ({ ...draft, description: "new" }));

  expect(described.description).toBe("new");
  expect((await getClientCertificates(scope)).items.map((item) => item.clientCertificateId)).toContain(made.clientCertificateId);
  await expect(deleteClientCertificate(scope, made)).rejects.toThrow("is used by stage prod");
  const unused = await generateClientCertificate(scope, { sealer }, {});
  await deleteClientCertificate(scope, unused);
  await expect(getClientCertificate(scope, unused)).rejects.toThrow("Invalid Client Certificate Identifier specified");
});

test("a release carries the certificate with a key that only gateways open, and stays equal while nothing changes", async () => {
  const made = await generateClientCertificate(scope, { sealer }, {});
  const apiId = await stageWith(made.clientCertificateId);
  const find = async () => (await releases()).apis.find((api) => api.apiId === apiId)?.stages[0]?.clientCertificate;

  const [first, second] = [await find(), await find()];

  expect(first?.certificate).toBe(made.pemEncodedCertificate);
  expect(first).toEqual(second);
  expect(first?.privateKey).not.toContain("PRIVATE KEY");
  expect(openInGateway(first?.privateKey ?? "", feedToken)).toContain("-----BEGIN PRIVATE KEY-----");
  expect(openInGateway(first?.privateKey ?? "", "another-token")).toBeUndefined();
});

test("a backend sees the certificate of the call, also right after it was changed for another one", async () => {
  const certificates = [await generateClientCertificate(scope, { sealer }, {}), await generateClientCertificate(scope, { sealer }, {})];
  const call = async (index: number | undefined) => {
    const id = index === undefined ? undefined : certificates[index]?.clientCertificateId;
    const clientCertificate = id === undefined ? undefined : await openClientCertificate(scope.db.reader, scope, { sealer, id });
    const base = { method: "GET", origin: url, path: "/", headers: [], body: undefined, timeoutMs: 5_000, caller: patientCaller };
    const answer = await ports.http.send({ ...base, skipsCertificateCheck: true, clientCertificate });
    return JSON.parse((await answer.body.collect(1_000)).toString());
  };
  const serialOf = (index: number) => new X509Certificate(certificates[index]?.pemEncodedCertificate ?? "").serialNumber;

  const seen = [await call(0), await call(1), await call(0), await call(undefined)];

  expect(seen.map(({ serial }) => serial)).toEqual([serialOf(0), serialOf(1), serialOf(0), undefined]);
  expect(seen[0]?.subject).toBe("CN=ApiGateway");
});

test("a stage takes a certificate that is there, and no other", async () => {
  const { id: restApiId, rootResourceId: resourceId } = await createRestApi(scope, { name: "proven" });
  await putMethod(scope, { restApiId, resourceId, httpMethod: "GET", authorizationType: "NONE" });
  await putIntegration(scope, { restApiId, resourceId, httpMethod: "GET", type: "MOCK" });
  await createDeployment(scope, { restApiId, stageName: "prod" });
  const { clientCertificateId } = await generateClientCertificate(scope, { sealer }, {});
  const choose = (id: string) => updateStage(scope, { restApiId, stageName: "prod" }, (draft) => ({ ...draft, clientCertificateId: id }));

  await expect(choose("nothere")).rejects.toMatchObject({
    code: "BadRequestException",
    message: "Invalid Client Certificate Identifier specified",
  });
  expect((await choose(clientCertificateId)).clientCertificateId).toBe(clientCertificateId);
});
