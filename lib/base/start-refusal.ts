/** Why this process cannot start and will not by being started again: its message is the sentence for whoever started it. */
export class StartRefusal extends Error {
  override readonly name = "StartRefusal";
}

/** Exit code that tells the supervisor not to start the process again; `EX_CONFIG` of sysexits. */
export const refusedExitCode = 78;
