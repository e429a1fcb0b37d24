"use client";
import { Check, ChevronRight, Ellipsis, KeyRound, Lock, TriangleAlert } from "lucide-react";
import { Verb } from "@/components/ui/badge";
import { cn } from "@/components/ui/cn";
import { Menu, type MenuItem } from "@/components/ui/menu";
import type { RowState, TreeNode } from "./tree-model";

type Props = {
  node: TreeNode;
  expanded: boolean;
  isFolder: boolean;
  /** Whether the box of the row is ticked; undefined while rows have no boxes. */
  checked: boolean | undefined;
  dirty: boolean;
  state: RowState | undefined;
  actions: readonly MenuItem[];
  menuOpen: boolean;
  onMenu: (open: boolean) => void;
};

/** What one row of the tree shows; the row itself is the tree's button. */
export function TreeRow({ node, expanded, isFolder, checked, dirty, state, actions, menuOpen, onMenu }: Props) {
  return (
    <>
      <ChevronRight
        aria-hidden
        className={cn("size-3.5 shrink-0 text-muted transition-transform", expanded && "rotate-90", !isFolder && "invisible")}
      />
      {checked === undefined ? null : (
        // The row itself says whether it is selected; this only draws it.
        <span
          aria-hidden
          className={cn(
            "flex size-4 shrink-0 items-center justify-center rounded border",
            checked ? "border-accent bg-accent text-accent-fg" : "border-line-strong bg-raised",
          )}
        >
          {checked ? <Check className="size-3" /> : null}
        </span>
      )}
      {node.method ? (
        <>
          <Verb verb={node.method.httpMethod} />
          <span className="truncate text-muted text-sm">{node.method.integration ? integrationNames[node.method.integration] : ""}</span>
          <Marks node={node} />
        </>
      ) : (
        <span className="truncate font-mono text-sm">{node.resource.pathPart === undefined ? "/" : `/${node.resource.pathPart}`}</span>
      )}
      <span className="ml-auto flex items-center gap-1">
        {state ? <StateMark state={state} /> : null}
        {dirty ? <span role="img" aria-label="unsaved text" title="Unsaved text" className="size-2 rounded-full bg-warn" /> : null}
        {actions.length > 0 ? (
          <Menu
            align="end"
            label="Actions of the row"
            open={menuOpen}
            onOpenChange={onMenu}
            items={actions}
            trigger={
              // A span: the row is a button already, and the key "." opens this menu for keyboards.
              <span
                aria-hidden
                className="flex size-6 items-center justify-center rounded opacity-0 hover:bg-bg [button:focus-visible_&]:opacity-100 [button:hover_&]:opacity-100 data-[state=open]:opacity-100"
              >
                <Ellipsis className="size-4 text-muted" />
              </span>
            }
          />
        ) : null}
      </span>
    </>
  );
}

const stateMarks = {
  added: { sign: "+", label: "new in the draft", look: "text-ok" },
  changed: { sign: "~", label: "changed in the draft", look: "text-warn" },
} as const;

function StateMark({ state }: { state: RowState }) {
  const { sign, label, look } = stateMarks[state];
  return (
    <span role="img" aria-label={label} title={label} className={cn("w-3 text-center font-mono font-semibold", look)}>
      {sign}
    </span>
  );
}

export const integrationNames = { MOCK: "mock", HTTP: "HTTP", HTTP_PROXY: "HTTP proxy", AWS: "AWS", AWS_PROXY: "Lambda proxy" } as const;

function Marks({ node }: { node: TreeNode }) {
  const method = node.method;
  if (!method) return null;
  return (
    <span className="flex shrink-0 items-center gap-1 text-muted [&_svg]:size-3.5">
      {method.integration === undefined ? <TriangleAlert role="img" aria-label="no integration" className="text-warn" /> : null}
      {method.authorizationType !== "NONE" ? <Lock role="img" aria-label={`authorization ${method.authorizationType}`} /> : null}
      {method.apiKeyRequired ? <KeyRound role="img" aria-label="API key required" /> : null}
    </span>
  );
}
