import {
  type APIGatewayClient,
  GetApiKeyCommand,
  GetAuthorizerCommand,
  GetClientCertificateCommand,
  GetGatewayResponseCommand,
  GetMethodCommand,
  GetModelCommand,
  GetRestApiCommand,
  GetStageCommand,
  GetUsagePlanCommand,
  GetVpcLinkCommand,
} from "@aws-sdk/client-api-gateway";
import type { Page } from "@playwright/test";
import { clientOf, environmentKey } from "../../tests/processes/aws.ts";
import type { Product } from "../../tests/support/product.ts";
import { expect, test } from "../support/fixtures.ts";
import { createFullApi, type FullApi } from "../support/full-api.ts";
import type { Hand } from "../support/hand.ts";

test.use({ productEnv: environmentKey });

/** A form, what is changed in it, and how the thing reads through the control API. */
type FormOfThing = {
  name: string;
  address: (api: FullApi) => string;
  read: (client: APIGatewayClient, api: FullApi) => Promise<object>;
  /** Changes one field of the form and saves it. */
  change: (page: Page, hand: Hand) => Promise<void>;
  /** What reads differently afterwards. */
  changed: object;
};

const described = { description: "after" };
const writeDescription = async (page: Page, hand: Hand, save: string | RegExp) => {
  await hand.write(page.getByLabel("Description", { exact: false }).first(), "after");
  await hand.press(page.getByRole("button", { name: save }).first());
};
const readMethod: FormOfThing["read"] = (client, { restApiId, resourceId }) =>
  client.send(new GetMethodCommand({ restApiId, resourceId, httpMethod: "POST" }));
const box = (name: string) => (api: FullApi) => `/apis/${api.restApiId}/resources?node=%2F&method=POST&box=${name}`;
const save = async (page: Page) => {
  await expect(page.getByRole("button", { name: "Save to draft" }).first()).toBeEnabled();
  await page.keyboard.press("Control+s");
};

const forms: readonly FormOfThing[] = [
  {
    name: "settings of the API",
    address: (api) => `/apis/${api.restApiId}/settings`,
    read: (client, { restApiId }) => client.send(new GetRestApiCommand({ restApiId })),
    change: (page, hand) => writeDescription(page, hand, "Save to draft"),
    changed: described,
  },
  {
    name: "model",
    address: (api) => `/apis/${api.restApiId}/models?model=Pet`,
    read: (client, { restApiId }) => client.send(new GetModelCommand({ restApiId, modelName: "Pet" })),
    change: (page, hand) => writeDescription(page, hand, "Save to draft"),
    changed: described,
  },
  {
    name: "authorizer",
    address: (api) => `/apis/${api.restApiId}/authorizers?authorizer=${api.authorizerId}`,
    read: (client, { restApiId, authorizerId }) => client.send(new GetAuthorizerCommand({ restApiId, authorizerId })),
    change: async (page, hand) => {
      await hand.write(page.getByLabel("Cache for seconds"), "60");
      await save(page);
    },
    changed: { authorizerResultTtlInSeconds: 60 },
  },
  {
    name: "gateway response",
    address: (api) => `/apis/${api.restApiId}/gateway-responses?type=DEFAULT_5XX`,
    read: (client, { restApiId }) => client.send(new GetGatewayResponseCommand({ restApiId, responseType: "DEFAULT_5XX" })),
    change: async (page, hand) => {
      await hand.write(page.getByRole("textbox", { name: "Status" }), "502");
      await hand.press(page.getByRole("button", { name: "Save to draft" }));
    },
    changed: { statusCode: "502" },
  },
  {
    name: "method request",
    address: box("method-request"),
    read: readMethod,
    change: async (page, hand) => {
      await hand.write(page.getByLabel("Operation name"), "after");
      await save(page);
    },
    changed: { operationName: "after" },
  },
  {
    name: "integration request",
    address: box("integration-request"),
    read: readMethod,
    change: async (page, hand) => {
      await hand.choose(page.getByLabel("Bodies without a template pass"), "When no template matches the content type");
      await save(page);
    },
    changed: { methodIntegration: { passthroughBehavior: "WHEN_NO_MATCH" } },
  },
  {
    name: "integration",
    address: box("integration"),
    read: readMethod,
    change: async (page, hand) => {
      await hand.write(page.getByLabel("URL", { exact: true }), "https://127.0.0.1:9/other");
      await save(page);
    },
    changed: { methodIntegration: { uri: "https://127.0.0.1:9/other" } },
  },
  {
    name: "integration response",
    address: box("integration-response"),
    read: readMethod,
    change: async (page, hand) => {
      await hand.write(page.getByLabel("Selection pattern"), "20\\d");
      await save(page);
    },
    changed: { methodIntegration: { integrationResponses: { "200": { selectionPattern: "20\\d" } } } },
  },
  {
    name: "stage",
    address: (api) => `/apis/${api.restApiId}/stages/prod?tab=settings`,
    read: (client, { restApiId }) => client.send(new GetStageCommand({ restApiId, stageName: "prod" })),
    change: (page, hand) => writeDescription(page, hand, /^Save/),
    changed: described,
  },
  {
    name: "API key",
    address: (api) => `/keys/${api.apiKey}`,
    read: (client, { apiKey }) => client.send(new GetApiKeyCommand({ apiKey, includeValue: true })),
    change: (page, hand) => writeDescription(page, hand, "Save API key"),
    changed: described,
  },
  {
    name: "usage plan",
    address: (api) => `/plans/${api.usagePlanId}?tab=limits`,
    read: (client, { usagePlanId }) => client.send(new GetUsagePlanCommand({ usagePlanId })),
    change: (page, hand) => writeDescription(page, hand, "Save usage plan"),
    changed: described,
  },
  {
    name: "VPC link",
    address: (api) => `/vpc-links?link=${api.vpcLinkId}`,
    read: (client, { vpcLinkId }) => client.send(new GetVpcLinkCommand({ vpcLinkId })),
    change: (page, hand) => writeDescription(page, hand, "Save VPC link"),
    changed: described,
  },
  {
    name: "client certificate",
    address: () => "/certificates",
    read: (client, { clientCertificateId }) => client.send(new GetClientCertificateCommand({ clientCertificateId })),
    change: (page, hand) => writeDescription(page, hand, "Save description"),
    changed: described,
  },
];

/** A thing without what every answer and every change has of its own. */
async function readThing({ read }: FormOfThing, product: Product, api: FullApi): Promise<object> {
  // A connection that was kept for a later call may have been closed by then.
  const client = clientOf(product);
  const { $metadata: _, lastUpdatedDate: __, ...thing } = { $metadata: {}, lastUpdatedDate: undefined, ...(await read(client, api)) };
  return thing;
}

/** The thing with the change written into it, member by member. */
function withChange(thing: object, change: object): object {
  const merged: Record<string, unknown> = { ...thing };
  for (const [name, value] of Object.entries(change)) {
    const old = merged[name];
    const isDeep = typeof value === "object" && value !== null && typeof old === "object" && old !== null;
    merged[name] = isDeep ? withChange(old, value) : value;
  }
  return merged;
}

test("a form that is saved changes its own field and keeps every other one", async ({ page, product, hand, setUp }) => {
  test.setTimeout(480_000);
  await setUp();
  const api = await createFullApi(clientOf(product));
  for (const form of forms) {
    await test.step(form.name, async () => {
      const before = await readThing(form, product, api);
      await page.goto(product.consoleUrl + form.address(api));

      await form.change(page, hand);

      const wanted = withChange(before, form.changed);
      expect(wanted).not.toEqual(before);
      await expect(
        page
          .getByRole("region", { name: /^Notifications/ })
          .getByRole("listitem")
          .first(),
      ).toBeVisible();
      expect(await readThing(form, product, api), form.name).toEqual(wanted);
    });
  }
});
