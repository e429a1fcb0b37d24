import type { V2Integration } from "@/lib/definition/v2-api";
import { v2IntegrationSchema } from "@/lib/definition/v2-api";
import { EntityJson } from "./entity-json";

type Props = { value: V2Integration; edit: (change: (old: V2Integration) => V2Integration) => void; disabled: boolean };

const ownMembers = ["integrationId", "apiGatewayManaged", "integrationResponses"] as const;

export function IntegrationJson(props: Props) {
  return <EntityJson label="Integration as JSON" schema={v2IntegrationSchema} own={ownMembers} {...props} />;
}
