import { plural } from "@/lib/client/format";
import type { MethodContext, MethodOnStage } from "@/lib/definition/method-context";
import type { Method } from "@/lib/definition/rest-api";
import type { StepKind } from "@/lib/definition/trace";

/** One thing that a request passes before its method request is read; `href` is its screen, where that is not the form of the box. */
export type Gate = { title: string; summary: string; isOpen: boolean; steps: readonly StepKind[]; href?: string };

/** The gates of a method in the order in which requests meet them. */
export function describeGates(apiId: string, method: Method, context: MethodContext): Gate[] {
  const authorizer = describeAuthorizer(method, context);
  return [
    {
      title: "Policy",
      summary: context.hasPolicy ? "of the API" : "none",
      isOpen: !context.hasPolicy,
      steps: ["policy", "filter"],
      href: `/apis/${apiId}/policy`,
    },
    { title: "Authorizer", summary: authorizer ?? "none", isOpen: authorizer === undefined, steps: ["authorizer", "scope"] },
    {
      title: "API key",
      summary: method.apiKeyRequired ? "required" : "not asked for",
      isOpen: !method.apiKeyRequired,
      steps: ["key", "plan"],
    },
    describeByStage(apiId, context.stages, {
      title: "Throttle",
      tab: "methods",
      steps: ["throttle"],
      none: "of the account",
      settingOf: ({ throttle }) => throttle && `${throttle.rateLimit}/s, burst ${throttle.burstLimit}`,
    }),
    describeValidator(method, context),
    describeByStage(apiId, context.stages, {
      title: "Cache",
      tab: "cache",
      steps: ["cache-read"],
      none: "off",
      settingOf: ({ cacheTtl }) => (cacheTtl === undefined ? undefined : `${cacheTtl} s`),
    }),
  ];
}

function describeAuthorizer({ authorizationType }: Method, { authorizer }: MethodContext): string | undefined {
  if (authorizationType === "NONE") return undefined;
  return authorizationType === "AWS_IAM" ? "IAM" : (authorizer?.name ?? authorizationType);
}

function describeValidator({ requestValidatorId }: Method, { validator }: MethodContext): Gate {
  const parts = [validator?.parameters ? "parameters" : "", validator?.body ? "body" : ""].filter(Boolean).join(" and ");
  const isOpen = requestValidatorId === undefined || parts === "";
  return { title: "Validator", summary: isOpen ? "none" : parts, isOpen, steps: ["validate"] };
}

type OfStage = {
  title: string;
  tab: string;
  steps: readonly StepKind[];
  none: string;
  settingOf: (stage: MethodOnStage) => string | undefined;
};

/** A gate that stages set each for themselves, without a deployment. */
function describeByStage(apiId: string, stages: readonly MethodOnStage[], { title, tab, steps, none, settingOf }: OfStage): Gate {
  const set = stages.flatMap((stage) => {
    const setting = settingOf(stage);
    return setting === undefined ? [] : [{ stageName: stage.stageName, setting }];
  });
  const [first] = set;
  const shown = first ?? stages[0];
  const isAlike = set.length === stages.length && set.every(({ setting }) => setting === first?.setting);
  return {
    title,
    summary:
      first === undefined
        ? none
        : isAlike
          ? first.setting
          : set.length === 1
            ? `${first.stageName}: ${first.setting}`
            : `set by ${plural(set.length, "stage")}`,
    isOpen: first === undefined,
    steps,
    ...(shown === undefined ? {} : { href: `/apis/${apiId}/stages/${encodeURIComponent(shown.stageName)}?tab=${tab}` }),
  };
}
