"use client";
import { FileUp, Layers } from "lucide-react";
import { parseAsBoolean, parseAsString, useQueryState } from "nuqs";
import { useOperation } from "@/components/data/use-operations";
import { useUser } from "@/components/shell/user";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { EmptyState } from "@/components/ui/empty-state";
import { PageFrame } from "@/components/ui/page-frame";
import { QueryState } from "@/components/ui/query-state";
import { Time } from "@/components/ui/time";
import type { StackSummary } from "@/lib/client/stack-operations";
import { ApplyTemplateDialog } from "./apply-template-dialog";
import { StackPanel } from "./stack-panel";
import { StackStatus } from "./stack-status";

export function Stacks() {
  const stacks = useOperation("listStacks", {});
  const { canWrite } = useUser();
  const [chosen, setChosen] = useQueryState("stack", parseAsString);
  const [applying, setApplying] = useQueryState("apply", parseAsBoolean.withDefault(false));
  const apply = canWrite ? (
    <Button look="primary" onClick={() => void setApplying(true)}>
      <FileUp aria-hidden /> Apply a template
    </Button>
  ) : null;
  return (
    <PageFrame
      title="Stacks"
      text="What CloudFormation and SAM templates made here. A stack is applied as one change: all of it holds, or nothing."
      actions={stacks.data && stacks.data.length > 0 ? apply : null}
    >
      <QueryState query={stacks} what="the stacks">
        {(list) =>
          list.length === 0 ? (
            <EmptyState title="No stack yet" icon={<Layers />} action={apply}>
              A template makes APIs, domains, keys and plans. Applied again it changes, replaces and removes what it made.
            </EmptyState>
          ) : (
            <List
              list={list}
              chosen={list.find(({ stackName }) => stackName === chosen) ?? list[0]}
              onChoose={(name) => void setChosen(name)}
            />
          )
        }
      </QueryState>
      {applying && canWrite ? (
        <ApplyTemplateDialog
          taken={stacks.data?.map(({ stackName }) => stackName) ?? []}
          onClose={() => void setApplying(null)}
          onApplied={(name) => {
            void setApplying(null);
            void setChosen(name);
          }}
        />
      ) : null}
    </PageFrame>
  );
}

type ListProps = { list: readonly StackSummary[]; chosen: StackSummary | undefined; onChoose: (name: string) => void };

function List({ list, chosen, onChoose }: ListProps) {
  return (
    <div className="grid gap-4 lg:grid-cols-[300px_1fr]">
      <ul aria-label="Stacks" className="flex flex-col gap-0.5 self-start rounded-md border border-line bg-raised p-1">
        {list.map(({ stackName, status, creationTime, lastUpdatedTime }) => (
          <li key={stackName}>
            <button
              type="button"
              aria-pressed={stackName === chosen?.stackName}
              onClick={() => onChoose(stackName)}
              className={cn(
                "flex w-full flex-col gap-0.5 rounded px-2 py-1.5 text-left hover:bg-hover",
                stackName === chosen?.stackName && "bg-selected",
              )}
            >
              <span className="w-full truncate font-medium">{stackName}</span>
              <span className="flex w-full items-center gap-2 text-muted text-sm">
                <StackStatus status={status} />
                <Time date={lastUpdatedTime ?? creationTime} />
              </span>
            </button>
          </li>
        ))}
      </ul>
      {chosen ? <StackPanel key={chosen.stackName} stackName={chosen.stackName} /> : null}
    </div>
  );
}
