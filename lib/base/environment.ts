import { join } from "node:path";
import { z } from "zod";
import { roles } from "./roles.ts";
import { StartRefusal } from "./start-refusal.ts";

const port = z.coerce.number().int().min(0).max(65_535);
const optionalText = z.string().min(1).optional();

const loopback = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

/** Tokens and addresses of people go there. */
const issuer = z.url().refine((text) => {
  const { protocol, hostname } = new URL(text);
  return protocol === "https:" || (protocol === "http:" && loopback.test(hostname));
}, "needs https:// unless it is on this machine");

const allowed = z
  .string()
  .regex(/^\s*[^\s,@]*@?[^\s,@]+(\s*,\s*[^\s,@]*@?[^\s,@]+)*\s*$/, "is a list of domains and addresses with commas between");

const variablesSchema = z.object({
  PORT: port.default(3000),
  HOST: z.string().min(1).default("127.0.0.1"),
  GATEWAY_PORT: port.default(8080),
  GATEWAY_HOST: z.string().min(1).default("127.0.0.1"),
  GATEWAY_TLS_PORT: port.optional(),
  DEMO_PORT: port.default(8081),
  PUBLIC_URL: z.url().optional(),
  GATEWAY_PUBLIC_URL: z.url().optional(),
  TRUSTED_PROXIES: optionalText,
  FEED_URL: z.url().optional(),
  FEED_TOKEN: z.string().min(16, "needs at least 16 characters").optional(),
  METRICS_TOKEN: optionalText,
  WEBSOCKET_IDLE_SECONDS: z.coerce.number().int().min(1).default(600),
  WEBSOCKET_MAX_SECONDS: z.coerce.number().int().min(1).default(7_200),
  GATEWAY_WORKERS: z.coerce.number().int().min(1).max(1_024).optional(),
  DATA_DIR: z.string().min(1).default("./data"),
  DATABASE_URL: z
    .string()
    .regex(/^(file:|postgres(ql)?:)/, "starts with file: or postgresql:")
    .optional(),
  REDIS_URL: z.url({ protocol: /^rediss?$/, error: "is an address such as redis://host:6379" }).optional(),
  AUTH_SECRET: z.string().min(16, "needs at least 16 characters").optional(),
  ADMIN_EMAIL: z.email().optional(),
  ADMIN_PASSWORD: optionalText,
  GATEHOUSE_ACCESS_KEY_ID: optionalText,
  GATEHOUSE_SECRET_ACCESS_KEY: optionalText,
  AWS_REGION: z
    .string()
    .regex(/^[a-z]{2}(-[a-z]+)+-\d{1,2}$/, "is a region such as us-east-1")
    .default("us-east-1"),
  GATEHOUSE_ACCOUNT_ID: z
    .string()
    .regex(/^\d{12}$/, "has 12 digits")
    .default("000000000000"),
  INTEGRATION_DENY: z.string().default("169.254.0.0/16, fe80::/10, fd00:ec2::254/128"),
  OIDC_ISSUER: issuer.optional(),
  OIDC_CLIENT_ID: optionalText,
  OIDC_CLIENT_SECRET: optionalText,
  OIDC_NAME: z.string().min(1).max(60).default("single sign-on"),
  OIDC_SCOPES: z
    .string()
    .regex(/(^|\s)openid(\s|$)/, "has to have openid")
    .default("openid email profile"),
  OIDC_ALLOW: allowed.optional(),
  OIDC_ROLE: z.enum(roles).default("viewer"),
});

const environmentSchema = variablesSchema.superRefine(({ OIDC_ISSUER, OIDC_CLIENT_ID }, context) => {
  if ((OIDC_ISSUER === undefined) === (OIDC_CLIENT_ID === undefined)) return;
  const missing = OIDC_ISSUER === undefined ? "OIDC_ISSUER" : "OIDC_CLIENT_ID";
  context.addIssue({ code: "custom", path: [missing], message: "OIDC_ISSUER and OIDC_CLIENT_ID belong together" });
});

export type Environment = z.infer<typeof environmentSchema>;

/** Parses the variables of contract; an empty one counts as not set, a bad one stops the start with a sentence. */
export function parseEnvironment(variables: Readonly<Record<string, string | undefined>>): Environment {
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== undefined && value !== ""));
  const parsed = environmentSchema.safeParse(given);
  if (parsed.success) return parsed.data;
  const sentences = parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
  throw new StartRefusal(`The environment does not fit. ${sentences.join("; ")}.`);
}

/** Where the installation of an environment keeps what it has. */
export function databaseUrl({ DATABASE_URL, DATA_DIR }: Pick<Environment, "DATABASE_URL" | "DATA_DIR">): string {
  return DATABASE_URL ?? `file:${join(DATA_DIR, "gatehouse.db")}`;
}
