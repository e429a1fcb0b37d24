import { ensureEnvironmentOwner } from "@/lib/auth/users";
import { refusedExitCode, StartRefusal } from "@/lib/base/start-refusal";
import { notePeers } from "@/lib/services/caller-address";
import { getRuntime } from "@/lib/services/runtime";

/** Opens and migrates the database before the console answers, and makes the owner that the environment names. */
export async function startUp(): Promise<void> {
  notePeers();
  // The supervisor holds the other end; when it is gone, however it went, the ports have to be free for the next start.
  process.once("disconnect", () => process.kill(process.pid, "SIGTERM"));
  // Next waits for open connections without end, and a polling gateway keeps one.
  process.once("SIGTERM", () => setTimeout(() => process.exit(0), stopMs).unref());
  try {
    await openAndMakeOwner();
  } catch (error) {
    // Next would go on and answer every request with the same error; the supervisor has to know instead.
    console.error(error instanceof Error ? error.message : error);
    process.exit(error instanceof StartRefusal ? refusedExitCode : 1);
  }
}

/** Requests that run get this long, less than the supervisor waits before it kills. */
const stopMs = 8_000;

async function openAndMakeOwner(): Promise<void> {
  const { db, environment, workspace, clock, random } = await getRuntime();
  const { ADMIN_EMAIL: email, ADMIN_PASSWORD: password } = environment;
  if (email !== undefined && password !== undefined)
    await ensureEnvironmentOwner(db, { accountId: workspace.accountId, email, password }, clock, random);
}
