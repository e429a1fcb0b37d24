import { configurationError } from "../refusal.ts";
import type { Integration } from "./integration.ts";

/** A backend behind a VPC link. None is called yet, and the caller is told so by a 500 with a reason. */
export const vpcLink: Integration = {
  compile({ integration }) {
    throw configurationError("Integrations over a VPC link are not supported", {
      evidence: { connectionId: integration.connectionId ?? "" },
    });
  },
};
