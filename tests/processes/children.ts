import { readdirSync, readFileSync } from "node:fs";

type Running = { pid: number; parent: number; command: string };

/** Processes below `pid`, from /proc; those that ended and wait to be collected do not count. */
export function processesBelow(pid: number): Running[] {
  const all = readdirSync("/proc").flatMap((name) => (/^\d+$/.test(name) ? readProcess(Number(name)) : []));
  const below = (parent: number): Running[] => all.filter((each) => each.parent === parent).flatMap((each) => [each, ...below(each.pid)]);
  return below(pid);
}

function readProcess(pid: number): Running[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const [state, parent] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    if (state === "Z") return [];
    return [{ pid, parent: Number(parent), command: readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ") }];
  } catch {
    // It ended while we looked.
    return [];
  }
}

const commands = { console: /next-server/, primary: /dist\/gateway\.mjs/ };

/** The child of a supervisor that has this part. */
export function pidOf(supervisorPid: number | undefined, part: keyof typeof commands): number {
  const found = processesBelow(supervisorPid ?? 0).find(({ command, parent }) => parent === supervisorPid && commands[part].test(command));
  if (found === undefined) throw new Error(`the supervisor has no ${part}`);
  return found.pid;
}

export function isRunning(pid: number): boolean {
  return readProcess(pid).length > 0;
}
