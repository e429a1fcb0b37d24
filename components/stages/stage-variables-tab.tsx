"use client";
import { Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import { useOperation, useWrite } from "@/components/data/use-operations";
import { useUndo } from "@/components/data/use-undo";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/field";
import { QueryState } from "@/components/ui/query-state";
import { plural } from "@/lib/client/format";
import type { StageDetail } from "@/lib/client/operations";
import { SecretToggle } from "./secret-toggle";
import { VariableCell } from "./variable-cell";
import { changedStages, type Flags, type Grid, gridOf, isSecretRow, problemsOf, variableNames } from "./variable-grid";

type Props = { apiId: string; stageName: string; disabled: boolean };

/** The variables of every stage side by side; what one lacks and another has is red. */
export function StageVariablesTab({ apiId, stageName, disabled }: Props) {
  const stages = useOperation("listStages", { apiId });
  return (
    <QueryState query={stages} what="the stages">
      {(list) => (
        <VariableTable
          key={JSON.stringify(list.map(({ stageName: name, settings }) => [name, settings.variables, settings.secretVariables]))}
          stages={[...list].sort((a, b) => Number(b.stageName === stageName) - Number(a.stageName === stageName))}
          disabled={disabled}
        />
      )}
    </QueryState>
  );
}

function VariableTable({ stages, disabled }: { stages: readonly StageDetail[]; disabled: boolean }) {
  const [grid, setGrid] = useState<Grid>(() => gridOf(stages));
  const [flags, setFlags] = useState<Flags>({});
  const [added, setAdded] = useState<string[]>([]);
  const [newName, setNewName] = useState("");
  const write = useWrite("updateStage");
  const { offer } = useUndo();
  const names = [...new Set([...variableNames(grid), ...added])];
  const edited = { stages, grid, flags };
  const changed = changedStages(edited);
  const problems = problemsOf(edited);
  const name = newName.trim();
  const set = (stage: string, variable: string, value: string | undefined) => {
    const { [variable]: _old, ...others } = grid[stage] ?? {};
    setGrid({ ...grid, [stage]: value === undefined ? others : { ...others, [variable]: value } });
  };

  async function save() {
    for (const { stage, patch } of changed) {
      const { revision } = await write.mutateAsync({
        apiId: stage.apiId,
        stageName: stage.stageName,
        patch,
        expectedVersion: stage.version,
      });
      offer(`Saved the variables of ${stage.stageName}; they act now`, revision);
    }
  }

  return (
    <form
      aria-label="Stage variables"
      className="flex flex-col gap-3 rounded-md border border-line bg-raised p-4"
      onSubmit={(event) => {
        event.preventDefault();
        // A refusal is shown below; stages before it are saved.
        save().catch(() => undefined);
      }}
    >
      <p className="text-muted text-sm">
        Variables act at once: templates read <code>$stageVariables.name</code>, addresses <code>{"${stageVariables.name}"}</code>. The
        value of a secret one is sealed, and hidden here, in traces, in logs and from the AWS API.
      </p>
      <div className="overflow-x-auto">
        <table className="w-full">
          <caption className="sr-only">Stage variables</caption>
          <thead>
            <tr className="border-line border-b text-left">
              <th className="py-1.5 pr-3 font-normal text-muted">Variable</th>
              {stages.map(({ stageName }) => (
                <th key={stageName} className="min-w-48 py-1.5 pr-2">
                  {stageName}
                </th>
              ))}
              <th className="w-9">
                <span className="sr-only">Remove</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {names.map((variable) => (
              <tr key={variable} className="border-line border-b last:border-b-0">
                <th className="py-1.5 pr-3 text-left align-top font-mono font-normal">
                  <span className="flex h-8 items-center gap-1">
                    <SecretToggle
                      name={variable}
                      isSecret={isSecretRow(stages, flags, variable)}
                      disabled={disabled}
                      onChange={(isSecret) => setFlags({ ...flags, [variable]: isSecret })}
                    />
                    {variable}
                  </span>
                </th>
                {stages.map((stage) => (
                  <td key={stage.stageName} className="py-1.5 pr-2 align-top">
                    <VariableCell
                      stage={stage}
                      name={variable}
                      edited={edited}
                      disabled={disabled}
                      onChange={(value) => set(stage.stageName, variable, value)}
                    />
                  </td>
                ))}
                <td>
                  {disabled ? null : (
                    <Button
                      look="ghost"
                      size="icon"
                      aria-label={`Remove ${variable} everywhere`}
                      onClick={() => {
                        setGrid(
                          Object.fromEntries(
                            Object.entries(grid).map(([stage, values]) => {
                              const { [variable]: _gone, ...others } = values;
                              return [stage, others];
                            }),
                          ),
                        );
                        setAdded(added.filter((each) => each !== variable));
                      }}
                    >
                      <Trash2 />
                    </Button>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {names.length === 0 ? <p className="text-muted">No stage has a variable.</p> : null}
      {disabled ? null : (
        <div className="flex gap-2">
          <Input
            mono
            className="max-w-60"
            aria-label="New variable"
            placeholder="backendUrl"
            value={newName}
            onChange={(event) => setNewName(event.target.value)}
          />
          <Button
            disabled={name === "" || names.includes(name)}
            onClick={() => {
              setAdded([...added, name]);
              setNewName("");
            }}
          >
            <Plus aria-hidden /> Add a variable
          </Button>
        </div>
      )}
      {problems.length > 0 ? (
        <Alert tone="warn">
          <ul>
            {problems.map((problem) => (
              <li key={problem}>{problem}</li>
            ))}
          </ul>
        </Alert>
      ) : null}
      {write.error ? (
        <Alert tone="error" live title="Could not save the variables.">
          <code>{write.error.message}</code>
        </Alert>
      ) : null}
      {disabled ? null : (
        <Button
          type="submit"
          look="primary"
          className="self-start"
          busy={write.isPending}
          disabled={changed.length === 0 || problems.length > 0}
        >
          {changed.length === 0 ? "Save variables" : `Save variables of ${plural(changed.length, "stage")}`}
        </Button>
      )}
    </form>
  );
}
