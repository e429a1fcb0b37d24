import type { Integration, Method } from "@/lib/definition/rest-api";

export type FormProps = {
  apiId: string;
  resourceId: string;
  /** Path of the resource. */
  path: string;
  method: Method;
  edit: (change: (method: Method) => Method) => void;
  disabled: boolean;
  /** Sentences of the server by field. */
  errors: Readonly<Record<string, string>>;
};

/** A copy of `value` with `name` set, or without it when the text is empty: the service has no empty members. */
export function withText<T extends object, K extends keyof T>(value: T, name: K, text: string): T {
  const copy = { ...value };
  if (text === "") delete copy[name];
  else copy[name] = text as T[K]; // Only used for members that are texts.
  return copy;
}

/** A copy of `value` with the map `name` replaced, or without it when the map is empty. */
export function withMap<T extends object, K extends keyof T>(value: T, name: K, map: NonNullable<T[K]>): T {
  const copy = { ...value };
  if (Object.keys(map).length === 0) delete copy[name];
  else copy[name] = map;
  return copy;
}

/** A copy of the method with its integration changed; nothing happens while it has none. */
export function editIntegration(method: Method, change: (integration: Integration) => Integration): Method {
  return method.methodIntegration ? { ...method, methodIntegration: change(method.methodIntegration) } : method;
}
