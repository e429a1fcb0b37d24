import { z } from "zod";

/** A place behind a VPC link. */
export const vpcLinkTargetSchema = z.object({ host: z.string(), port: z.number().int(), weight: z.number().int() });
export type VpcLinkTarget = z.infer<typeof vpcLinkTargetSchema>;

const targetPattern = /^(?<host>[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\]):(?<port>\d{1,5})(?:;weight=(?<weight>\d{1,3}))?$/;
const targetsMax = 100;

/**
 * The addresses among the targets of a VPC link: `10.0.0.5:8080`, `[fd00::5]:8080;weight=3`, several of them with commas. ARNs of load
 * balancers are no addresses here and are left out. Undefined when an entry is neither.
 */
export function parseVpcLinkTargets(entries: readonly string[]): VpcLinkTarget[] | undefined {
  const texts = entries.filter((entry) => !entry.startsWith("arn:")).flatMap((entry) => entry.split(","));
  const targets = texts.map((text) => parseTarget(text.trim()));
  return targets.length > targetsMax || targets.includes(undefined) ? undefined : targets.filter((target) => target !== undefined);
}

function parseTarget(text: string): VpcLinkTarget | undefined {
  const { host, port, weight } = targetPattern.exec(text)?.groups ?? {};
  const target = { host: host ?? "", port: Number(port), weight: Number(weight ?? 1) };
  return host !== undefined && target.port >= 1 && target.port <= 65_535 && target.weight >= 1 ? target : undefined;
}

/** The entry that says where targets are: what `parseVpcLinkTargets` reads. */
export function formatVpcLinkTargets(targets: readonly VpcLinkTarget[]): string {
  return targets.map(({ host, port, weight }) => `${host}:${port}${weight === 1 ? "" : `;weight=${weight}`}`).join(",");
}
