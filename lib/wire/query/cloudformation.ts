import { ServiceError } from "../../base/service-error.ts";
import type { Scope } from "../../services/scope.ts";
import {
  type ChangeSet,
  createChangeSet,
  deleteChangeSet,
  describeChangeSet,
  executeChangeSet,
  getChangeSetTemplate,
  listChangeSets,
} from "../../services/stacks/change-sets.ts";
import {
  describeStack,
  listStackEvents,
  listStackResources,
  listStacks,
  type StackDescription,
  type StackResourceDescription,
} from "../../services/stacks/describe-stacks.ts";
import type { StackTools } from "../../services/stacks/resource-handler.ts";
import {
  createStack,
  deleteStack,
  getStackTemplate,
  type StackInput,
  updateStack,
  updateTerminationProtection,
} from "../../services/stacks/stacks.ts";
import { summarizeTemplate } from "../../services/stacks/summarize-template.ts";
import type { QueryForm } from "./query-form.ts";
import { refuseUnsupported } from "./refuse-unsupported.ts";
import type { XmlValue } from "./xml.ts";

type Handler = (scope: Scope, form: QueryForm, tools: StackTools) => Promise<XmlValue>;

/** The operations of CloudFormation that there are, by their action. */
export const cloudFormationOperations: Readonly<Record<string, Handler>> = {
  CreateStack: async (scope, form, tools) => {
    const enableTerminationProtection = form.flag("EnableTerminationProtection");
    return { StackId: (await createStack(scope, tools, { ...stackInput(form), enableTerminationProtection })).stackId };
  },
  UpdateStack: async (scope, form, tools) => ({ StackId: (await updateStack(scope, tools, stackInput(form))).stackId }),
  DeleteStack: async (scope, form, tools) => {
    await deleteStack(scope, tools, { stackName: form.required("StackName"), retainResources: form.texts("RetainResources") });
    return undefined;
  },
  UpdateTerminationProtection: async (scope, form) => {
    const enableTerminationProtection = form.required("EnableTerminationProtection") === "true";
    const { stackId } = await updateTerminationProtection(scope, { stackName: form.required("StackName"), enableTerminationProtection });
    return { StackId: stackId };
  },
  DescribeStacks: async (scope, form) => {
    const stackName = form.text("StackName");
    const stacks = stackName === undefined ? await listStacks(scope) : [await describeStack(scope, { stackName })];
    return { Stacks: stacks.map(stackOf) };
  },
  ListStacks: async (scope, form) => {
    const statuses = form.texts("StackStatusFilter");
    const stacks = (await listStacks(scope)).filter(({ status }) => statuses.length === 0 || statuses.includes(status));
    return { StackSummaries: stacks.map(summaryOf) };
  },
  DescribeStackEvents: async (scope, form) => {
    const input = { stackName: form.required("StackName"), nextToken: form.text("NextToken") };
    const { stackId, stackName, events, nextToken } = await listStackEvents(scope, input);
    return {
      StackEvents: events.map((event) => ({
        StackId: stackId,
        EventId: event.eventId,
        StackName: stackName,
        LogicalResourceId: event.logicalId,
        PhysicalResourceId: event.physicalId,
        ResourceType: event.type,
        Timestamp: event.at,
        ResourceStatus: event.status,
        ResourceStatusReason: event.reason,
      })),
      NextToken: nextToken,
    };
  },
  DescribeStackResource: async (scope, form) => {
    const [resource] = await resourcesOf(scope, form, form.required("LogicalResourceId"));
    return { StackResourceDetail: resource === undefined ? undefined : { ...resource.common, LastUpdatedTimestamp: resource.at } };
  },
  DescribeStackResources: async (scope, form) => {
    const resources = await resourcesOf(scope, form, form.text("LogicalResourceId"));
    return { StackResources: resources.map(({ common, at }) => ({ ...common, Timestamp: at })) };
  },
  ListStackResources: async (scope, form) => {
    const resources = await resourcesOf(scope, form, undefined);
    return { StackResourceSummaries: resources.map(({ common, at }) => ({ ...common, LastUpdatedTimestamp: at })) };
  },
  ListExports: async (scope) => {
    const stacks = await listStacks(scope);
    const exported = stacks.flatMap(({ stackId, outputs }) =>
      outputs.flatMap(({ exportName, value }) =>
        exportName === undefined ? [] : [{ ExportingStackId: stackId, Name: exportName, Value: value }],
      ),
    );
    return { Exports: exported };
  },
  GetTemplate: async (scope, form) => {
    const changeSetName = form.text("ChangeSetName");
    const body =
      changeSetName === undefined
        ? await getStackTemplate(scope, { stackName: form.required("StackName") })
        : await getChangeSetTemplate(scope, { changeSetName, stackName: form.text("StackName") });
    return { TemplateBody: body, StagesAvailable: ["Original", "Processed"] };
  },
  GetTemplateSummary: async (scope, form) => {
    const summary = await templateSummary(scope, form);
    return {
      Parameters: summary.parameters.map(({ key, type, defaultValue, description, noEcho, allowedValues }) => ({
        ParameterKey: key,
        DefaultValue: defaultValue,
        ParameterType: type,
        NoEcho: noEcho,
        Description: description,
        ParameterConstraints: allowedValues.length === 0 ? undefined : { AllowedValues: allowedValues },
      })),
      Description: summary.description,
      ResourceTypes: summary.resourceTypes,
      Version: "2010-09-09",
      DeclaredTransforms: summary.transforms,
    };
  },
  ValidateTemplate: async (scope, form) => {
    const summary = await templateSummary(scope, form);
    return {
      Parameters: summary.parameters.map(({ key, defaultValue, description, noEcho }) => ({
        ParameterKey: key,
        DefaultValue: defaultValue,
        NoEcho: noEcho,
        Description: description,
      })),
      Description: summary.description,
      Capabilities: [],
      DeclaredTransforms: summary.transforms,
    };
  },
  CreateChangeSet: async (scope, form) => {
    const names = {
      changeSetName: form.required("ChangeSetName"),
      changeSetType: form.text("ChangeSetType"),
      description: form.text("Description"),
    };
    const { changeSetId, stackId } = await createChangeSet(scope, { ...stackInput(form), ...names });
    return { Id: changeSetId, StackId: stackId };
  },
  DescribeChangeSet: async (scope, form) => changeSetOf(await describeChangeSet(scope, changeSetKey(form))),
  ExecuteChangeSet: async (scope, form, tools) => {
    refuseUnsupported(form);
    await executeChangeSet(scope, tools, changeSetKey(form));
    return {};
  },
  DeleteChangeSet: async (scope, form) => {
    await deleteChangeSet(scope, changeSetKey(form));
    return {};
  },
  ListChangeSets: async (scope, form) => {
    const sets = await listChangeSets(scope, { stackName: form.required("StackName") });
    return { Summaries: sets.map(changeSetSummary) };
  },
};

const changeSetKey = (form: QueryForm) => ({ changeSetName: form.required("ChangeSetName"), stackName: form.text("StackName") });

/** Stacks here have templates in their calls: S3 is not read, and nothing that exists is adopted. */
function stackInput(form: QueryForm): StackInput {
  refuseUnsupported(form);
  const given = form.structures("Parameters").map((parameter) => ({
    key: parameter.required("ParameterKey"),
    value: parameter.text("ParameterValue"),
    usePreviousValue: parameter.flag("UsePreviousValue"),
  }));
  const tags = form.structures("Tags").map((tag) => [tag.required("Key"), tag.text("Value") ?? ""] as const);
  const templateBody = form.flag("UsePreviousTemplate") ? undefined : form.required("TemplateBody");
  return {
    stackName: form.required("StackName"),
    templateBody,
    parameters: given,
    capabilities: form.texts("Capabilities"),
    ...(form.has("Tags") || tags.length > 0 ? { tags: Object.fromEntries(tags) } : {}),
  };
}

async function templateSummary(scope: Scope, form: QueryForm) {
  refuseUnsupported(form);
  const stackName = form.text("StackName");
  const body = stackName === undefined ? form.required("TemplateBody") : await getStackTemplate(scope, { stackName });
  return summarizeTemplate(scope, body);
}

function stackOf(stack: StackDescription): XmlValue {
  return {
    StackId: stack.stackId,
    StackName: stack.stackName,
    Description: stack.description,
    Parameters: parametersOf(stack.parameters),
    CreationTime: stack.creationTime,
    LastUpdatedTime: stack.lastUpdatedTime,
    StackStatus: stack.status,
    StackStatusReason: stack.statusReason,
    RollbackConfiguration: {},
    DisableRollback: false,
    NotificationARNs: [],
    Capabilities: stack.capabilities,
    Outputs: stack.outputs.map(({ key, value, description, exportName }) => ({
      OutputKey: key,
      OutputValue: value,
      Description: description,
      ExportName: exportName,
    })),
    Tags: tagsOf(stack.tags),
    EnableTerminationProtection: stack.enableTerminationProtection,
    DriftInformation: { StackDriftStatus: "NOT_CHECKED" },
  };
}

function summaryOf({ stackId, stackName, description, creationTime, lastUpdatedTime, status, statusReason }: StackDescription): XmlValue {
  return {
    StackId: stackId,
    StackName: stackName,
    TemplateDescription: description,
    CreationTime: creationTime,
    LastUpdatedTime: lastUpdatedTime,
    StackStatus: status,
    StackStatusReason: statusReason,
    DriftInformation: { StackDriftStatus: "NOT_CHECKED" },
  };
}

async function resourcesOf(scope: Scope, form: QueryForm, logicalId: string | undefined) {
  const { stackId, stackName, resources } = await listStackResources(scope, { stackName: form.required("StackName") });
  const found = resources.filter((resource) => logicalId === undefined || resource.logicalId === logicalId);
  if (logicalId !== undefined && found.length === 0)
    throw new ServiceError("ValidationException", `Resource ${logicalId} does not exist for stack ${stackName}`);
  return found.map((resource) => ({ common: resourceFacts(resource, { stackId, stackName }), at: new Date(resource.at) }));
}

function resourceFacts(
  { logicalId, physicalId, type, isImported }: StackResourceDescription,
  { stackId, stackName }: { stackId: string; stackName: string },
) {
  return {
    StackId: stackId,
    StackName: stackName,
    LogicalResourceId: logicalId,
    PhysicalResourceId: physicalId,
    ResourceType: type,
    ResourceStatus: "CREATE_COMPLETE",
    ResourceStatusReason: isImported ? undefined : "Skipped: only resources of API Gateway are made here.",
    DriftInformation: { StackResourceDriftStatus: "NOT_CHECKED" },
  };
}

function changeSetSummary(set: ChangeSet) {
  return {
    ChangeSetId: set.changeSetId,
    ChangeSetName: set.changeSetName,
    StackId: set.stackId,
    StackName: set.stackName,
    Description: set.description,
    CreationTime: set.creationTime,
    ExecutionStatus: set.executionStatus,
    Status: set.status,
    StatusReason: set.statusReason,
  };
}

function changeSetOf(set: ChangeSet): XmlValue {
  return {
    ...changeSetSummary(set),
    Parameters: parametersOf(set.parameters),
    NotificationARNs: [],
    Capabilities: [],
    Tags: tagsOf(set.tags),
    Changes: set.changes.map(({ action, logicalId, type, physicalId, replacement, properties }) => ({
      Type: "Resource",
      ResourceChange: {
        Action: action,
        LogicalResourceId: logicalId,
        PhysicalResourceId: physicalId,
        ResourceType: type,
        Replacement: replacement === undefined ? undefined : replacement ? "True" : "False",
        Scope: properties === undefined ? [] : ["Properties"],
        Details: (properties ?? []).map((name) => ({
          Target: { Attribute: "Properties", Name: name, RequiresRecreation: replacement === true ? "Conditionally" : "Never" },
          Evaluation: "Static",
          ChangeSource: "DirectModification",
        })),
      },
    })),
  };
}

function parametersOf(parameters: readonly { key: string; value: string }[]): XmlValue {
  return parameters.map(({ key, value }) => ({ ParameterKey: key, ParameterValue: value }));
}

function tagsOf(tags: Readonly<Record<string, string>>): XmlValue {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}
