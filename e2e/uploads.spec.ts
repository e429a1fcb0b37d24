import { makeSelfSigned } from "../lib/services/self-signed-certificate.ts";
import { expect, test } from "./support/fixtures.ts";

const domainName = "api.example.com";
const dayMs = 86_400_000;

test("a certificate and a truststore are uploaded as files, and refused when they are none", async ({
  page,
  product,
  hand,
  setUp,
  scan,
}) => {
  await setUp();
  await page.request.post(`${product.consoleUrl}/api/call/createDomain`, { data: { domainName, endpointType: "REGIONAL" } });
  const [from, to] = [new Date(Date.now() - dayMs), new Date(Date.now() + 60 * dayMs)];
  const { certificate, privateKey } = await makeSelfSigned({ commonName: domainName, serial: Uint8Array.of(7), from, to });
  const file = (name: string, text: string) => ({ name, mimeType: "application/x-pem-file", buffer: Buffer.from(text) });
  await page.goto(`${product.consoleUrl}/domains/${domainName}`);

  await hand.press(page.getByRole("button", { name: "Upload a certificate" }));
  const upload = page.getByRole("dialog", { name: "Upload a certificate" });
  await upload.getByLabel("File of Certificate").setInputFiles(file("cert.pem", "no certificate"));
  await upload.getByLabel("File of Private key").setInputFiles(file("key.pem", privateKey));
  await hand.press(upload.getByRole("button", { name: "Upload", exact: true }));
  await expect(upload.getByText("Could not take the certificate.")).toBeVisible();
  await scan("certificate-refused");
  await upload.getByLabel("File of Certificate").setInputFiles(file("cert.pem", certificate));
  await hand.press(upload.getByRole("button", { name: "Upload", exact: true }));
  await expect(page.getByText(`Set the certificate of ${domainName}`)).toBeVisible();
  await expect(page.getByText("self-signed", { exact: true })).toBeVisible();

  await hand.press(page.getByRole("button", { name: "Upload a truststore" }));
  const trust = page.getByRole("dialog", { name: "Upload a truststore" });
  await trust.getByLabel("File of Bundle").setInputFiles(file("bundle.pem", certificate));
  await hand.press(trust.getByRole("button", { name: "Upload", exact: true }));
  await expect(page.getByText(`Set the truststore of ${domainName}`)).toBeVisible();
  await expect(page.getByText("Off: callers need no certificate.")).toBeHidden();
});

test("a key goes into a plan from its own page, and an undo takes it out", async ({ page, product, hand, setUp }) => {
  await setUp();
  const make = async (operation: string, data: object) =>
    (await page.request.post(`${product.consoleUrl}/api/call/${operation}`, { data })).json();
  await make("createPlan", { name: "Gold", apiStages: [] });
  const { keyId } = await make("createKey", { name: "mobile", enabled: true, planIds: [] });
  await page.goto(`${product.consoleUrl}/keys/${keyId}`);
  const choice = page.getByLabel("Usage plan to add the key to");

  await expect(page.getByRole("button", { name: "Add to plan" })).toBeDisabled();
  await hand.choose(choice, "Gold");
  await hand.press(page.getByRole("button", { name: "Add to plan" }));
  await expect(page.getByText("Added mobile to Gold")).toBeVisible();
  await expect(choice).toBeHidden();
  await hand.press(page.getByRole("button", { name: "Undo" }));
  await expect(choice).toBeVisible();
});
