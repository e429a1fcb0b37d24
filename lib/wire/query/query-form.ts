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

/** More than any call of the service has: a stack with all its parameters, tags and capabilities is below a thousand. */
const parametersMax = 5_000;
/** `Parameters.member.1.ParameterKey` has four parts; the service's deepest names have fewer than these. */
const partsMax = 16;

/** A part of the names: the value of the name that ends here, and the parts that go on from it. */
type Part = { value?: string; parts: Map<string, Part> };

/** Reads the parameters once, so that every look-up afterwards takes the same time however many there are. */
export function queryForm(parameters: URLSearchParams): QueryForm {
  if (parameters.size > parametersMax)
    throw new ServiceError("ValidationException", `A call has at most ${parametersMax} parameters; this one has ${parameters.size}.`);
  const root: Part = { parts: new Map() };
  for (const [name, value] of parameters) {
    const parts = name.split(".", partsMax + 1);
    if (parts.length > partsMax)
      throw new ServiceError("ValidationException", `The name of a parameter has at most ${partsMax} parts: ${name.slice(0, 128)}`);
    // Of parameters with one name the first counts.
    placeOf(root, parts).value ??= value;
  }
  return formOf(root);
}

function placeOf(root: Part, parts: readonly string[]): Part {
  let place = root;
  for (const part of parts) {
    const next = place.parts.get(part) ?? { parts: new Map() };
    place.parts.set(part, next);
    place = next;
  }
  return place;
}

function formOf(root: Part): QueryForm {
  const text = (name: string) => root.parts.get(name)?.value;
  const items = (name: string) => {
    const members = root.parts.get(name)?.parts.get("member")?.parts;
    const found: Part[] = [];
    for (let item = members?.get("1"); item !== undefined; item = members?.get(String(found.length + 1))) found.push(item);
    return found;
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
    texts: (name) => items(name).map(({ value = "" }) => value),
    structures: (name) => items(name).map(formOf),
    has: (name) => text(name) !== undefined || items(name).length > 0,
  };
}
