"use client";
import { Field, Input, NativeSelect } from "@/components/ui/field";
import type { PlanFields, QuotaPeriod } from "@/lib/client/access-operations";
import { beginning } from "./plan-sentence";

export type LimitTexts = { rate: string; burst: string; quota: string; period: QuotaPeriod; offset: string };

export function limitTexts({ throttle, quota }: Pick<PlanFields, "throttle" | "quota">): LimitTexts {
  return {
    rate: throttle?.rateLimit === undefined ? "" : String(throttle.rateLimit),
    burst: throttle?.burstLimit === undefined ? "" : String(throttle.burstLimit),
    quota: quota === undefined ? "" : String(quota.limit),
    period: quota?.period ?? "DAY",
    offset: String(quota?.offset ?? 0),
  };
}

/** The limits that the texts mean; undefined when one of them is no number. */
export function readLimits({ rate, burst, quota, period, offset }: LimitTexts): Pick<PlanFields, "throttle" | "quota"> | undefined {
  const numbers = [rate, burst, quota, offset].map((text) => (text.trim() === "" ? undefined : Number(text)));
  if (numbers.some((each) => each !== undefined && !(each >= 0))) return undefined;
  const [rateLimit, burstLimit, limit, shift = 0] = numbers;
  if ([burstLimit, limit, shift].some((each) => each !== undefined && !Number.isSafeInteger(each))) return undefined;
  const throttle = { ...(rateLimit === undefined ? {} : { rateLimit }), ...(burstLimit === undefined ? {} : { burstLimit }) };
  return {
    ...(Object.keys(throttle).length === 0 ? {} : { throttle }),
    ...(limit === undefined ? {} : { quota: { limit, period, offset: period === "DAY" ? 0 : shift } }),
  };
}

type Props = { texts: LimitTexts; onChange: (texts: LimitTexts) => void; disabled?: boolean };

const offsetsOf = { DAY: 1, WEEK: 7, MONTH: 28 } as const;

/** Rate, burst and quota of a plan; an empty field is no limit. */
export function LimitFields({ texts, onChange, disabled = false }: Props) {
  const set = (part: Partial<LimitTexts>) => onChange({ ...texts, ...part });
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <Field label="Rate" optional help="Requests a second of each key. More answer 429.">
        {(ids) => (
          <Input
            {...ids}
            inputMode="decimal"
            disabled={disabled}
            value={texts.rate}
            onChange={(event) => set({ rate: event.target.value })}
          />
        )}
      </Field>
      <Field label="Burst" optional help="Requests at once before the rate counts.">
        {(ids) => (
          <Input
            {...ids}
            inputMode="numeric"
            disabled={disabled}
            value={texts.burst}
            onChange={(event) => set({ burst: event.target.value })}
          />
        )}
      </Field>
      <Field label="Quota" optional help="Requests of each key in a period. More answer 429 until the next one.">
        {(ids) => (
          <Input
            {...ids}
            inputMode="numeric"
            disabled={disabled}
            value={texts.quota}
            onChange={(event) => set({ quota: event.target.value })}
          />
        )}
      </Field>
      <div className="grid grid-cols-2 gap-4">
        <Field label="Period">
          {(ids) => (
            <NativeSelect
              {...ids}
              disabled={disabled || texts.quota === ""}
              value={texts.period}
              // The value comes from the three options below.
              onChange={(event) => set({ period: event.target.value as QuotaPeriod, offset: "0" })}
            >
              <option value="DAY">Day</option>
              <option value="WEEK">Week</option>
              <option value="MONTH">Month</option>
            </NativeSelect>
          )}
        </Field>
        <Field label="Begins">
          {(ids) => (
            <NativeSelect
              {...ids}
              disabled={disabled || texts.quota === "" || texts.period === "DAY"}
              value={texts.offset}
              onChange={(event) => set({ offset: event.target.value })}
            >
              {Array.from({ length: offsetsOf[texts.period] }, (_, offset) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: the offset is what the option is.
                <option key={offset} value={offset}>
                  {beginning({ period: texts.period, offset, limit: 0 }).replace("from ", "")}
                </option>
              ))}
            </NativeSelect>
          )}
        </Field>
      </div>
    </div>
  );
}
