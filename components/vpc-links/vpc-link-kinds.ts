import type { VpcLinkKind } from "@/lib/client/operations";

/** How the console speaks of the two kinds of links, and what the AWS API calls their entries. */
export const vpcLinkKinds: Record<VpcLinkKind, { name: string; entries: string; help: string }> = {
  REST: { name: "REST APIs", entries: "Target ARNs", help: "Integrations of REST APIs call it. The AWS API shows its targets as ARNs." },
  HTTP: {
    name: "HTTP APIs",
    entries: "Subnets",
    help: "Private integrations of HTTP APIs call it, and those of REST APIs may. The AWS API shows its targets as subnets.",
  },
};
