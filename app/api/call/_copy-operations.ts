import { z } from "zod";
import type { CopyOperations } from "@/lib/client/copy-operations";
import { copyAs } from "@/lib/services/copy-as/copy-as";
import { apiKey, definitionRef, id, stageKey } from "./_inputs";
import type { Row } from "./_row";

const kind = <Kind extends string>(name: Kind) => z.object({ kind: z.literal(name) });
const subject = z.union([
  apiKey.extend({ kind: z.literal("api") }),
  apiKey.extend({ kind: z.literal("method"), resourceId: id, httpMethod: id }),
  apiKey.extend({ kind: z.literal("model"), name: id }),
  apiKey.extend({ kind: z.literal("authorizer"), authorizerId: id }),
  apiKey.extend({ kind: z.literal("gatewayResponse"), responseType: id }),
  apiKey.extend({ kind: z.literal("route"), routeId: id }),
  apiKey.extend({ kind: z.literal("integration"), integrationId: id }),
  stageKey.extend({ kind: z.literal("stage") }),
  kind("plan").extend({ planId: id }),
  kind("key").extend({ keyId: id }),
  apiKey.extend({ kind: z.literal("documentationPart"), partId: id }),
  kind("domain").extend({ domainName: z.string().min(1).max(253), domainNameId: z.string().max(20).optional() }),
  kind("vpcLink").extend({ vpcLinkId: id, of: z.enum(["REST", "HTTP"]) }),
  kind("clientCertificate").extend({ clientCertificateId: id }),
  apiKey.extend({ kind: z.literal("diff"), from: definitionRef, to: definitionRef }),
]);

export const copyOperations = {
  copyAs: { kind: "query", input: z.object({ subject }), run: ({ scope }, input) => copyAs(scope, input.subject) },
} satisfies { [N in keyof CopyOperations]: Row<N> };
