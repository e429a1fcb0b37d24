import { ServiceError } from "../../base/service-error.ts";

/** The parameters of a call: lists are `Name.member.1`, members of structures `Name.Member`. */
export type QueryForm = {
  text(name: string): string | undefined;
  /** Throws the service's error when there is none. */
  required(name: string): string;
  flag(name: string): boolean;
  texts(name: string): string[];
  structures(name: string): QueryForm[];
  has(name: string): boolean;
};

const listMax = 1_000;

export function queryForm(parameters: URLSearchParams, prefix = ""): QueryForm {
  const text = (name: string) => parameters.get(`${prefix}${name}`) ?? undefined;
  const items = (name: string) => {
    const positions: number[] = [];
    for (let position = 1; position <= listMax; position++) {
      const item = `${prefix}${name}.member.${position}`;
      if (!parameters.has(item) && ![...parameters.keys()].some((key) => key.startsWith(`${item}.`))) break;
      positions.push(position);
    }
    return positions.map((position) => `${name}.member.${position}`);
  };
  return {
    text,
    required: (name) => {
      const value = text(name);
      if (value !== undefined && value !== "") return value;
      throw new ServiceError(
        "ValidationException",
        `1 validation error detected: Value null at '${name.charAt(0).toLowerCase()}${name.slice(1)}' failed to satisfy constraint: Member must not be null`,
      );
    },
    flag: (name) => text(name) === "true",
    texts: (name) => items(name).map((item) => text(item) ?? ""),
    structures: (name) => items(name).map((item) => queryForm(parameters, `${prefix}${item}.`)),
    has: (name) => parameters.has(`${prefix}${name}`) || parameters.has(`${prefix}${name}.member.1`),
  };
}
