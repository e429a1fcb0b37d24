import type { AccountThrottle } from "../definition/stage.ts";
import { badRequest } from "./errors.ts";
import { type Source, table, type WorkspaceSettings } from "./rows.ts";
import type { Scope } from "./scope.ts";
import { read, write } from "./write.ts";

export type Account = {
  cloudwatchRoleArn?: string;
  throttleSettings: AccountThrottle;
  features: string[];
  apiKeyVersion: string;
};

/** The limits that every account of the service starts with, as the wire shows them where nobody limits this one. */
const throttleDefault: AccountThrottle = { rateLimit: 10_000, burstLimit: 5_000 };

// Far beyond what one machine answers; beyond it the arithmetic of buckets would lose tokens.
const throttleMax = 1_000_000_000;

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

/** What limits all APIs of the workspace together; undefined when nothing does. */
export async function getAccountThrottle(scope: Scope): Promise<AccountThrottle | undefined> {
  return read(scope, async (source) => (await loadSettings(source, scope)).throttle);
}

/** Limits all APIs of the workspace together, or takes the limit away. */
export async function setAccountThrottle(scope: Scope, throttle: AccountThrottle | undefined): Promise<void> {
  const summary = throttle === undefined ? "Take the throttle of the account away" : "Throttle the account";
  await write(scope, { action: "account:throttle", permission: "administer", summary }, async (tx) => {
    if (throttle !== undefined) demandThrottle(throttle);
    const row = await table(tx.source, "Workspace").findUnique({ where: { id: scope.workspace.id } });
    if (row === null) throw badRequest("The workspace does not exist");
    const { throttle: _old, ...settings } = row.settings;
    await tx.update("Workspace", row, { settings: throttle === undefined ? settings : { ...settings, throttle } });
  });
}

function demandThrottle({ rateLimit, burstLimit }: AccountThrottle): void {
  const isIn = (value: number) => Number.isFinite(value) && value >= 0 && value <= throttleMax;
  if (!isIn(rateLimit)) throw badRequest(`The rate must be a number between 0 and ${throttleMax} requests per second.`);
  if (!isIn(burstLimit) || !Number.isInteger(burstLimit)) {
    throw badRequest(`The burst must be a whole number between 0 and ${throttleMax} requests.`);
  }
}

async function loadSettings(source: Source, scope: Scope): Promise<WorkspaceSettings> {
  const row = await table(source, "Workspace").findUnique({ where: { id: scope.workspace.id } });
  return row?.settings ?? {};
}

function accountOf({ cloudwatchRoleArn, throttle }: WorkspaceSettings): Account {
  return {
    ...(cloudwatchRoleArn === undefined ? {} : { cloudwatchRoleArn }),
    throttleSettings: throttle ?? throttleDefault,
    features: ["UsagePlans"],
    apiKeyVersion: "4",
  };
}
