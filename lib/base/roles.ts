/** What members may do; console.md 3.18 in data. */
export const roles = ["owner", "editor", "deployer", "viewer", "portal-editor"] as const;
export type Role = (typeof roles)[number];

export const permissions = ["read", "write", "reveal", "release", "test", "portals", "administer", "own"] as const;
/**
 * read: all but secrets. write: definitions, imports, keys, plans. reveal: keys and secrets. release: deployments, stages and their variables.
 * test: test-invoke and replay. administer: members, others' access keys, workspace settings, backups. own: own access keys and settings.
 */
export type Permission = (typeof permissions)[number];

const rights: Readonly<Record<Role, readonly Permission[]>> = {
  owner: permissions,
  editor: ["read", "write", "reveal", "release", "test", "portals", "own"],
  deployer: ["read", "release", "test", "own"],
  viewer: ["read", "own"],
  "portal-editor": ["portals", "own"],
};

export function mayRole(role: Role, permission: Permission): boolean {
  return rights[role].includes(permission);
}

export function isRole(text: string): text is Role {
  return roles.some((role) => role === text);
}
