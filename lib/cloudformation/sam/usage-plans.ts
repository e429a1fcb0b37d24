import { type Node, nodeIn } from "../node.ts";
import { addResource, type Expansion, given, type ServerlessApi, tagList } from "./serverless.ts";

/** The plan and the key that `UsagePlan` asks for: of one API, or shared by all that ask so. */
export function addUsagePlan(expansion: Expansion, { logicalId, properties, attributes }: ServerlessApi, stageId: string): void {
  const plan = nodeIn(nodeIn(properties, "Auth"), "UsagePlan");
  const { CreateUsagePlan: kind } = plan;
  if (kind !== "PER_API" && kind !== "SHARED") return;
  const prefix = kind === "SHARED" ? "Serverless" : logicalId;
  const stage = { ApiId: { Ref: logicalId }, Stage: { Ref: stageId } };
  const key = { RestApiId: { Ref: logicalId }, StageName: { Ref: stageId } };
  const known = { plan: expansion.resources[`${prefix}UsagePlan`], key: expansion.resources[`${prefix}ApiKey`] };
  const { Condition: condition } = attributes;
  const from: Node = condition === undefined || kind === "SHARED" ? {} : { Condition: condition };
  addResource(expansion, `${prefix}UsagePlan`, {
    Type: "AWS::ApiGateway::UsagePlan",
    from,
    Properties: given({
      ApiStages: [...earlier(known.plan, "ApiStages"), stage],
      Description: plan.Description,
      Quota: plan.Quota,
      Tags: tagList(plan.Tags),
      Throttle: plan.Throttle,
      UsagePlanName: plan.UsagePlanName,
    }),
  });
  addResource(expansion, `${prefix}ApiKey`, {
    Type: "AWS::ApiGateway::ApiKey",
    from,
    Properties: { Enabled: true, StageKeys: [...earlier(known.key, "StageKeys"), key] },
  });
  addResource(expansion, `${prefix}UsagePlanKey`, {
    Type: "AWS::ApiGateway::UsagePlanKey",
    from,
    Properties: { KeyId: { Ref: `${prefix}ApiKey` }, KeyType: "API_KEY", UsagePlanId: { Ref: `${prefix}UsagePlan` } },
  });
  for (const name of ["UsagePlan", "ApiKey", "UsagePlanKey"]) expansion.referable.set(`${logicalId}.${name}`, `${prefix}${name}`);
}

/** What APIs before this one put into a shared resource. */
function earlier(resource: Node | undefined, property: string): unknown[] {
  const list = nodeIn(resource ?? {}, "Properties")[property];
  return Array.isArray(list) ? list : [];
}
