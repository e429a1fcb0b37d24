import type { HclBlock, HclBody, References } from "./hcl.ts";

export type TerraformNames = {
  nameFor(type: string, label: string): string;
  /** From here on the id is written as this expression. */
  refer(id: string, expression: string): void;
  references: References;
};

/** Names of resources, unlike each other by type, and what stands for ids. */
export function terraformNames(): TerraformNames {
  const taken = new Set<string>();
  const references = new Map<string, string>();
  return {
    references,
    refer: (id, expression) => void references.set(id, expression),
    nameFor: (type, label) => {
      const plain = label
        .toLowerCase()
        .replace(/[^a-z0-9]+/g, "_")
        .replace(/^_+|_+$/g, "");
      // Names begin with a letter.
      const name = /^[a-z]/.test(plain) ? plain : `r_${plain}`;
      let free = name;
      for (let count = 2; taken.has(`${type}.${free}`); count++) free = `${name}_${count}`;
      taken.add(`${type}.${free}`);
      return free;
    },
  };
}

export function resourceBlock(type: string, name: string, body: HclBody): HclBlock {
  return { keyword: "resource", labels: [type, name], body };
}
