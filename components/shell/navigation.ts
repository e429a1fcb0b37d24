import {
  BadgeCheck,
  BookOpen,
  Boxes,
  Braces,
  Cable,
  ChartLine,
  FileStack,
  FlaskConical,
  Funnel,
  Gauge,
  Globe,
  History,
  KeyRound,
  Layers,
  ListChecks,
  type LucideIcon,
  MessageSquareWarning,
  MessagesSquare,
  Network,
  Plug,
  Rocket,
  Route,
  Scale,
  ScrollText,
  Settings,
  ShieldCheck,
  SlidersHorizontal,
  UserRoundPen,
  Users,
} from "lucide-react";
import type { ApiKind } from "@/lib/client/operations";

export type Destination = { label: string; href: string; icon: LucideIcon; keys?: string };

/** The rail lists what exists, nothing else. */
export const railTop: readonly Destination[] = [
  { label: "APIs", href: "/apis", icon: Boxes, keys: "g a" },
  { label: "Logs", href: "/logs", icon: ScrollText, keys: "g l" },
  { label: "Metrics", href: "/metrics", icon: ChartLine, keys: "g m" },
  { label: "Keys", href: "/keys", icon: KeyRound, keys: "g k" },
  { label: "Plans", href: "/plans", icon: Gauge, keys: "g p" },
  { label: "Domains", href: "/domains", icon: Globe },
  { label: "VPC links", href: "/vpc-links", icon: Cable },
  { label: "Client certificates", href: "/certificates", icon: BadgeCheck },
  { label: "Filters", href: "/filters", icon: Funnel },
  { label: "Stacks", href: "/stacks", icon: Layers },
];
export const railBottom: readonly Destination[] = [
  { label: "Audit", href: "/audit", icon: UserRoundPen, keys: "g u" },
  { label: "Members", href: "/members", icon: Users, keys: "g e" },
  { label: "Settings", href: "/settings", icon: Settings, keys: "g s" },
];

/** Where an API opens: on its resources or routes. */
export const apiAddress = ({ id, kind }: { id: string; kind: ApiKind }): string =>
  `/apis/${id}/${kind === "REST" ? "resources" : "routes"}`;

/** Pages of one API, in the order of the second column. */
export function apiPages(apiId: string, kind: ApiKind = "REST"): readonly Destination[] {
  const base = `/apis/${apiId}`;
  if (kind !== "REST") return v2Pages(base, kind);
  return [
    { label: "Overview", href: base, icon: FileStack },
    { label: "Resources", href: `${base}/resources`, icon: Network },
    { label: "Models", href: `${base}/models`, icon: Braces },
    { label: "Authorizers", href: `${base}/authorizers`, icon: ShieldCheck },
    { label: "Resource policy", href: `${base}/policy`, icon: Scale },
    { label: "Gateway responses", href: `${base}/gateway-responses`, icon: MessageSquareWarning },
    { label: "Documentation", href: `${base}/documentation`, icon: BookOpen },
    { label: "Lint", href: `${base}/lint`, icon: ListChecks },
    { label: "Suites", href: `${base}/suites`, icon: FlaskConical },
    { label: "Stages", href: `${base}/stages`, icon: Rocket },
    { label: "Deployments", href: `${base}/deployments`, icon: History },
    { label: "Settings", href: `${base}/settings`, icon: SlidersHorizontal },
  ];
}

function v2Pages(base: string, kind: Exclude<ApiKind, "REST">): readonly Destination[] {
  const isSocket = kind === "WEBSOCKET";
  return [
    { label: "Overview", href: base, icon: FileStack },
    { label: "Routes", href: `${base}/routes`, icon: Route },
    { label: "Integrations", href: `${base}/integrations`, icon: Plug },
    ...(isSocket ? [{ label: "Models", href: `${base}/models`, icon: Braces }] : []),
    { label: "Authorizers", href: `${base}/authorizers`, icon: ShieldCheck },
    isSocket
      ? { label: "Connections", href: `${base}/connections`, icon: MessagesSquare }
      : { label: "Test", href: `${base}/test`, icon: FlaskConical },
    { label: "Stages", href: `${base}/stages`, icon: Rocket },
    { label: "Deployments", href: `${base}/deployments`, icon: History },
    { label: "Settings", href: `${base}/settings`, icon: SlidersHorizontal },
  ];
}
