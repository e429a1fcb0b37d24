import { z } from "zod";
import type { StackOperations } from "@/lib/client/stack-operations";
import { applyTemplate, previewTemplate } from "@/lib/services/stacks/apply-template";
import {
  describeStack,
  listStackEvents,
  listStackResources,
  listStacks,
  type StackDescription,
} from "@/lib/services/stacks/describe-stacks";
import { exportTemplate } from "@/lib/services/stacks/export-template";
import { deleteStack, updateTerminationProtection } from "@/lib/services/stacks/stacks";
import { apiKey } from "./_inputs";
import type { Row } from "./_row";

const templateMax = 1_048_576;
const stackName = z.string().max(256);
const stackKey = z.object({ stackName });
const template = stackKey.extend({
  template: z.string().max(templateMax),
  parameters: z.record(z.string().max(255), z.string().max(4_096)),
});

function inputOf({ stackName: name, template: templateBody, parameters }: StackOperations["applyTemplate"]["input"]) {
  return { stackName: name, templateBody, parameters: Object.entries(parameters).map(([key, value]) => ({ key, value })) };
}

function stackView({ creationTime, lastUpdatedTime, tags: _, capabilities: __, ...stack }: StackDescription) {
  return {
    ...stack,
    creationTime: creationTime.toISOString(),
    ...(lastUpdatedTime === undefined ? {} : { lastUpdatedTime: lastUpdatedTime.toISOString() }),
  };
}

export const stackOperations = {
  listStacks: { kind: "query", input: z.object({}), run: async ({ scope }) => (await listStacks(scope)).map(stackView) },
  getStack: {
    kind: "query",
    input: stackKey,
    run: async ({ scope }, key) => {
      const stack = await describeStack(scope, key);
      const { resources } = await listStackResources(scope, key);
      const { events } = await listStackEvents(scope, key);
      return {
        ...stackView(stack),
        resources: resources.map(({ logicalId, physicalId, type, isImported }) => ({ logicalId, physicalId, type, isImported })),
        events: events.map(({ at, physicalId: _, ...event }) => ({ ...event, at: at.toISOString() })),
      };
    },
  },
  previewTemplate: {
    kind: "mutation",
    input: template,
    run: async ({ scope }, input) => {
      const { description, resourceTypes: _, transforms: __, ...preview } = await previewTemplate(scope, inputOf(input));
      return { ...preview, ...(description === undefined ? {} : { description }) };
    },
  },
  applyTemplate: {
    kind: "mutation",
    input: template,
    run: async ({ scope, runtime }, input) => {
      const { stackName: name, status, statusReason } = await applyTemplate(scope, runtime, inputOf(input));
      return { stackName: name, status, ...(statusReason === undefined ? {} : { statusReason }) };
    },
  },
  updateTerminationProtection: {
    kind: "mutation",
    input: stackKey.extend({ enableTerminationProtection: z.boolean() }),
    run: async ({ scope }, input) => {
      await updateTerminationProtection(scope, input);
      return {};
    },
  },
  deleteStack: {
    kind: "mutation",
    input: stackKey,
    run: async ({ scope, runtime }, key) => {
      await deleteStack(scope, runtime, key);
      const left = (await listStacks(scope)).find((stack) => stack.stackName === key.stackName);
      return left?.statusReason === undefined ? {} : { statusReason: left.statusReason };
    },
  },
  exportTemplate: {
    kind: "mutation",
    input: apiKey.extend({ format: z.enum(["yaml", "json"]) }),
    run: async ({ scope }, input) => {
      const { body, fileName } = await exportTemplate(scope, input);
      return { name: fileName, text: body };
    },
  },
} satisfies { [N in keyof StackOperations]: Row<N> };
