import { badRequest } from "./errors.ts";
import { type Source, table, type WorkspaceSettings } from "./rows.ts";
import type { Scope } from "./scope.ts";
import { read, write } from "./write.ts";

export type Account = {
  cloudwatchRoleArn?: string;
  throttleSettings: { burstLimit: number; rateLimit: number };
  features: string[];
  apiKeyVersion: string;
};

/** The limits that every account of the service starts with. */
const throttleSettings = { burstLimit: 5_000, rateLimit: 10_000 };

export async function getAccount(scope: Scope): Promise<Account> {
  return read(scope, async (source) => accountOf(await loadSettings(source, scope)));
}

export async function updateAccount(scope: Scope, change: (draft: WorkspaceSettings) => WorkspaceSettings): Promise<Account> {
  const intent = { action: "account:update", permission: "administer", summary: "Change the account settings" } as const;
  return write(scope, intent, async (tx) => {
    const row = await table(tx.source, "Workspace").findUnique({ where: { id: scope.workspace.id } });
    if (row === null) throw badRequest("The workspace does not exist");
    const settings = change({ ...row.settings });
    const role = settings.cloudwatchRoleArn;
    if (role !== undefined && !/^arn:[^:]+:iam::\d{12}:role\/.+$/.test(role)) throw badRequest("Invalid ARN specified in the request");
    await tx.update("Workspace", row, { settings });
    return accountOf(settings);
  });
}

async function loadSettings(source: Source, scope: Scope): Promise<WorkspaceSettings> {
  const row = await table(source, "Workspace").findUnique({ where: { id: scope.workspace.id } });
  return row?.settings ?? {};
}

function accountOf({ cloudwatchRoleArn }: WorkspaceSettings): Account {
  return {
    ...(cloudwatchRoleArn === undefined ? {} : { cloudwatchRoleArn }),
    throttleSettings,
    features: ["UsagePlans"],
    apiKeyVersion: "4",
  };
}
