/** A line of the gateway's own log. */
export function log(level: "info" | "warn" | "error", message: string): void {
  process.stdout.write(`${JSON.stringify({ at: new Date().toISOString(), level, part: "gateway", message })}\n`);
}
