import type { ComponentProps } from "react";
import { NativeSelect } from "@/components/ui/field";
import { isRole, type Role, roles } from "@/lib/base/roles";

const names: Readonly<Record<Role, string>> = {
  owner: "Owner",
  editor: "Editor",
  deployer: "Deployer",
  viewer: "Viewer",
  "portal-editor": "Portal editor",
};

/** What a role may do, in a sentence. */
export const roleSentences: Readonly<Record<Role, string>> = {
  owner: "Everything, members and workspace settings included.",
  editor: "Definitions, keys, plans and domains; deploys and tests; sees secrets.",
  deployer: "Reads, tests, deploys and changes stages; edits no definition.",
  viewer: "Reads everything but secrets and changes nothing.",
  "portal-editor": "Edits developer portals only.",
};

export const roleName = (role: Role): string => names[role];

type Props = Omit<ComponentProps<typeof NativeSelect>, "value" | "onChange" | "children"> & { value: Role; onChoose: (role: Role) => void };

export function RoleChoice({ value, onChoose, ...rest }: Props) {
  return (
    <NativeSelect {...rest} value={value} onChange={({ target }) => isRole(target.value) && onChoose(target.value)}>
      {roles.map((role) => (
        <option key={role} value={role}>
          {names[role]}
        </option>
      ))}
    </NativeSelect>
  );
}
