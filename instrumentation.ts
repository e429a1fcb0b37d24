/** Runs once before the console answers: opens and migrates the database, makes what the environment asks for. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const [{ getRuntime }, { ensureEnvironmentOwner }] = await Promise.all([
    import("./lib/services/runtime.ts"),
    import("./lib/auth/users.ts"),
  ]);
  const { db, environment, workspace, clock, random } = await getRuntime();
  const { ADMIN_EMAIL: email, ADMIN_PASSWORD: password } = environment;
  if (email !== undefined && password !== undefined)
    await ensureEnvironmentOwner(db, { accountId: workspace.accountId, email, password }, clock, random);
  // The supervisor holds the other end; when it is gone, however it went, the ports have to be free for the next start.
  process.once("disconnect", () => process.kill(process.pid, "SIGTERM"));
}
