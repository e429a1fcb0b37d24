import { ensureEnvironmentOwner } from "@/lib/auth/users";
import { getRuntime } from "@/lib/services/runtime";

/** Opens and migrates the database before the console answers, and makes the owner that the environment names. */
export async function startUp(): Promise<void> {
  const { db, environment, workspace, clock, random } = await getRuntime();
  const { ADMIN_EMAIL: email, ADMIN_PASSWORD: password } = environment;
  if (email !== undefined && password !== undefined)
    await ensureEnvironmentOwner(db, { accountId: workspace.accountId, email, password }, clock, random);
  // The supervisor holds the other end; when it is gone, however it went, the ports have to be free for the next start.
  process.once("disconnect", () => process.kill(process.pid, "SIGTERM"));
}
