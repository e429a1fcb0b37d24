"use client";
import { Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import { useMethodsOfStage } from "@/components/keys/stage-method-picker";
import { Button } from "@/components/ui/button";
import { Input, NativeSelect } from "@/components/ui/field";
import type { PlanStage } from "@/lib/client/access-operations";
import { formatNumber } from "@/lib/client/format";

type Props = { stage: PlanStage; disabled: boolean; onChange: (stage: PlanStage) => void };

/** Limits of single methods: of these and of those of the plan the narrower one counts. */
export function MethodLimits({ stage, disabled, onChange }: Props) {
  const limits = Object.entries(stage.throttle ?? {});
  const without = (path: string) => Object.fromEntries(limits.filter(([each]) => each !== path));
  const set = (throttle: NonNullable<PlanStage["throttle"]>) => {
    const { throttle: _before, ...rest } = stage;
    onChange(Object.keys(throttle).length === 0 ? rest : { ...rest, throttle });
  };
  return (
    <div className="flex flex-col gap-2">
      {limits.length === 0 ? <p className="text-muted text-sm">All methods have the limits of the plan.</p> : null}
      {limits.length === 0 ? null : (
        <table className="w-full text-left">
          <caption className="sr-only">Limits of methods</caption>
          <thead className="text-muted text-sm">
            <tr>
              <th scope="col" className="font-medium">
                Method
              </th>
              <th scope="col" className="w-40 font-medium">
                Rate a second
              </th>
              <th scope="col" className="w-28 font-medium">
                Burst
              </th>
              <th scope="col" className="w-10">
                <span className="sr-only">Remove</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {limits.map(([path, { rateLimit, burstLimit }]) => (
              <tr key={path} className="h-8 border-line border-t">
                <td className="font-mono text-sm">{methodLabel(path)}</td>
                <td className="tabular-nums">{rateLimit === undefined ? "none" : formatNumber(rateLimit)}</td>
                <td className="tabular-nums">{burstLimit === undefined ? "as the rate" : formatNumber(burstLimit)}</td>
                <td>
                  {disabled ? null : (
                    <Button
                      look="ghost"
                      size="iconSm"
                      aria-label={`Remove the limit of ${methodLabel(path)}`}
                      onClick={() => set(without(path))}
                    >
                      <Trash2 />
                    </Button>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {disabled ? null : <AddLimit stage={stage} onAdd={(path, throttle) => set({ ...stage.throttle, [path]: throttle })} />}
    </div>
  );
}

/** `GET /pets` of the service's `/pets/GET`. */
function methodLabel(path: string): string {
  const at = path.lastIndexOf("/");
  return `${path.slice(at + 1)} ${path.slice(0, at)}`;
}

type AddProps = { stage: PlanStage; onAdd: (path: string, limits: { rateLimit: number; burstLimit?: number }) => void };

function AddLimit({ stage, onAdd }: AddProps) {
  const [form, setForm] = useState({ method: "", rate: "", burst: "" });
  const methods = useMethodsOfStage({ apiId: stage.apiId, stageName: stage.stage });
  const open = methods.list.filter((method) => !Object.keys(stage.throttle ?? {}).some((path) => methodLabel(path) === method));
  const [rateLimit, burstLimit] = [Number(form.rate), form.burst.trim() === "" ? undefined : Number(form.burst)];
  const isWhole =
    form.method !== "" &&
    form.rate.trim() !== "" &&
    rateLimit >= 0 &&
    (burstLimit === undefined || (Number.isSafeInteger(burstLimit) && burstLimit >= 0));
  if (methods.error !== undefined) return <p className="text-error text-sm">{methods.error}</p>;
  if (open.length === 0) return null;
  return (
    <form
      className="flex flex-wrap gap-1.5"
      onSubmit={(event) => {
        event.preventDefault();
        const [verb = "", path = ""] = form.method.split(" ");
        onAdd(`${path}/${verb}`, { rateLimit, ...(burstLimit === undefined ? {} : { burstLimit }) });
        setForm({ method: "", rate: "", burst: "" });
      }}
    >
      <NativeSelect
        aria-label="Method to limit"
        className="max-w-72"
        value={form.method}
        onChange={(event) => setForm({ ...form, method: event.target.value })}
      >
        <option value="">Limit a method</option>
        {open.map((method) => (
          <option key={method} value={method}>
            {method}
          </option>
        ))}
      </NativeSelect>
      <Input
        className="w-28"
        inputMode="decimal"
        aria-label="Rate of the method"
        placeholder="Rate"
        value={form.rate}
        onChange={(event) => setForm({ ...form, rate: event.target.value })}
      />
      <Input
        className="w-28"
        inputMode="numeric"
        aria-label="Burst of the method"
        placeholder="Burst"
        value={form.burst}
        onChange={(event) => setForm({ ...form, burst: event.target.value })}
      />
      <Button type="submit" disabled={!isWhole}>
        <Plus aria-hidden /> Add limit
      </Button>
    </form>
  );
}
