/** Next calls this once, before it answers. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME === "nodejs") await (await import("./app/_startup.ts")).startUp();
}
