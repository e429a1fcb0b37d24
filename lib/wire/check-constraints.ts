import { ServiceError } from "../base/service-error.ts";
import type { Input } from "./decode.ts";
import { memberKey, type WireMember, type WireTable } from "./wire-table.ts";

/** Required members and enums, in the model's order, reported together before any rule of the service is looked at. */
export function checkConstraints(table: WireTable, operation: { name: string; input: string | null }, input: Input): void {
  if (operation.input === null) return;
  const at = `${operation.name.charAt(0).toLowerCase()}${operation.name.slice(1)}Input`;
  const errors = structureErrors(table, operation.input, input, at);
  if (errors.length === 0) return;
  const count = errors.length === 1 ? "1 validation error" : `${errors.length} validation errors`;
  throw new ServiceError("ValidationException", `${count} detected: ${errors.join("; ")}`);
}

function structureErrors(table: WireTable, shapeName: string, input: Input, at: string): string[] {
  const shape = table.shapes[shapeName];
  if (shape === undefined) return [];
  return Object.entries(shape.members).flatMap(([name, member]) => {
    const value = input[memberKey(table, name, member)];
    const where = `${at}.${name}`;
    if (value !== undefined) return memberErrors(table, member, value, where);
    return shape.required.includes(name) ? [`Value null at '${where}' failed to satisfy constraint: Member must not be null`] : [];
  });
}

function memberErrors(table: WireTable, member: WireMember, value: unknown, at: string): string[] {
  if (member.enum !== undefined) return enumErrors(table.enums[member.enum] ?? [], value, at);
  if (member.type === "structure") return structureErrors(table, member.shape, toInput(value), at);
  if (member.type === "list" && member.of.type === "structure" && Array.isArray(value)) {
    const { shape } = member.of;
    return value.flatMap((item, index) => structureErrors(table, shape, toInput(item), `${at}.${index + 1}.member`));
  }
  return [];
}

function enumErrors(values: readonly string[], value: unknown, at: string): string[] {
  const set = `Member must satisfy enum value set: [${values.join(", ")}]`;
  if (Array.isArray(value)) {
    if (value.every((item) => values.includes(item))) return [];
    return [`Value '[${value.join(", ")}]' at '${at}' failed to satisfy constraint: Member must satisfy constraint: [${set}]`];
  }
  return values.includes(String(value)) ? [] : [`Value '${String(value)}' at '${at}' failed to satisfy constraint: ${set}`];
}

/** Structures were decoded to objects. */
function toInput(value: unknown): Input {
  return value as Input;
}
