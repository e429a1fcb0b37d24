import { z } from "zod";
import type { TagOperations } from "@/lib/client/tag-operations";
import { getTagsOf, setTags } from "@/lib/services/set-tags";
import { apiKey, id, stageKey } from "./_inputs";
import type { Row } from "./_row";

const kind = <Kind extends string>(name: Kind) => z.object({ kind: z.literal(name) });
const thing = z.union([
  apiKey.extend({ kind: z.literal("api") }),
  stageKey.extend({ kind: z.literal("stage") }),
  kind("plan").extend({ planId: id }),
  kind("key").extend({ keyId: id }),
  kind("domain").extend({ domainName: z.string().min(1).max(253), domainNameId: z.string().max(20).optional() }),
  kind("vpcLink").extend({ vpcLinkId: id }),
  kind("clientCertificate").extend({ clientCertificateId: id }),
]);
const tags = z.record(z.string().max(128), z.string().max(256));

/** Tags of whatever has them. */
export const tagOperations = {
  getTags: { kind: "query", input: z.object({ thing }), run: async ({ scope }, input) => ({ tags: await getTagsOf(scope, input.thing) }) },
  setTags: {
    kind: "mutation",
    input: z.object({ thing, tags }),
    run: async ({ scope }, input) => {
      await setTags(scope, input);
      return {};
    },
  },
} satisfies { [N in keyof TagOperations]: Row<N> };
