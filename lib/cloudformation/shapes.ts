/** What a property may hold. `json` is an object or its text; `any` is not looked into. */
export type Shape =
  | "string"
  | "integer"
  | "number"
  | "boolean"
  | "json"
  | "any"
  | { list: Shape }
  | { map: Shape }
  | { members: Readonly<Record<string, Shape>> };

export type ResourceType = {
  required?: readonly string[];
  /** Properties whose change makes a new resource. */
  createOnly?: readonly string[];
  /** Names that `Fn::GetAtt` takes. */
  attributes?: readonly string[];
  properties: Readonly<Record<string, Shape>>;
};

export const list = (of: Shape): Shape => ({ list: of });
export const map = (of: Shape): Shape => ({ map: of });
export const object = (members: Readonly<Record<string, Shape>>): Shape => ({ members });
export const tagList = list(object({ Key: "string", Value: "string" }));
