import { configurationError } from "../refusal.ts";
import type { Integration } from "./integration.ts";

/** An AWS service that is called over its own API. None but Lambda is called yet, and the caller is told so by a 500 with a reason. */
export const awsService: Integration = {
  compile({ integration }) {
    throw configurationError("Integrations with this AWS service are not supported", { evidence: { uri: integration.uri ?? "" } });
  },
};

/** A backend behind a VPC link. */
export const vpcLink: Integration = {
  compile({ integration }) {
    throw configurationError("Integrations over a VPC link are not supported", {
      evidence: { connectionId: integration.connectionId ?? "" },
    });
  },
};
