import type { APIGatewayClient } from "@aws-sdk/client-api-gateway";
import { eventually, type Product } from "../support/product.ts";
import { deploy, type NumberApi, readNumber, setNumber } from "./aws.ts";

/** Edits and deploys without end; `acknowledged` is the last number whose deployment was answered. */
export function streamOfDeployments(client: APIGatewayClient, api: NumberApi) {
  const state = { acknowledged: 0, isStopped: false };
  const done = (async () => {
    for (let number = 1; !state.isStopped; number++) {
      try {
        await setNumber(client, api, number);
        await deploy(client, api);
        state.acknowledged = number;
      } catch {
        // Not acknowledged: who answers is gone for a while.
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    }
  })();
  return {
    acknowledged: () => state.acknowledged,
    more: (count: number) => {
      const wanted = state.acknowledged + count;
      return eventually(`${count} more deployments`, async () => state.acknowledged >= wanted, 30_000);
    },
    stop: async () => {
      state.isStopped = true;
      await done;
    },
  };
}

/** A client that calls the stage all the time and keeps for how long it was not answered. */
export function streamOfCalls(product: Product, api: NumberApi) {
  const state = { isStopped: false, answered: 0, longestGapMs: 0 };
  const done = (async () => {
    let failedFrom: number | undefined;
    while (!state.isStopped) {
      const number = await readNumber(product, api).catch(() => undefined);
      if (number === undefined) {
        failedFrom ??= performance.now();
        continue;
      }
      state.answered++;
      if (failedFrom !== undefined) state.longestGapMs = Math.max(state.longestGapMs, performance.now() - failedFrom);
      failedFrom = undefined;
    }
  })();
  return {
    stop: async () => {
      state.isStopped = true;
      await done;
      return state;
    },
  };
}
