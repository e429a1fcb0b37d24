import type { TemplateOverrides } from "@/lib/vtl/run";

/** What a template changed of request and response, one row for each value. */
export function listOverrides(overrides: TemplateOverrides | undefined): { name: string; value: string }[] {
  return Object.entries(overrides ?? {}).flatMap(([side, parts]) =>
    Object.entries(parts).flatMap(([part, value]) => {
      if (typeof value !== "object" || value === null) return [{ name: `${side}.${part}`, value: print(value) }];
      return Object.entries(value).map(([key, each]) => ({ name: `${side}.${part}.${key}`, value: print(each) }));
    }),
  );
}

function print(value: unknown): string {
  return typeof value === "string" ? value : (JSON.stringify(value) ?? "");
}
