import { awsServiceFacts } from "../gateway/integrations/aws-service-table.ts";
import type { AwsCredentials, AwsPort } from "../gateway/ports.ts";
import { askChain, LentCredentials, namesCredentials } from "./credential-chain.ts";

type Variables = Readonly<Record<string, string | undefined>>;

export type RealAwsPort = AwsPort & {
  /** Settles when credentials that have to be asked for are there, or are not to be had. */
  ready: Promise<void>;
  close(): void;
};

/** Endpoints and credentials from where the AWS SDKs look for them. */
export function createAwsPort(variables: Variables, onTrouble: (message: string) => void = () => undefined, ask = askChain): RealAwsPort {
  const own = readCredentials(variables);
  const lent = own === undefined && namesCredentials(variables) ? new LentCredentials(ask, onTrouble) : undefined;
  const standIn = standInCredentials(variables);
  return {
    endpoint(service, region) {
      const facts = awsServiceFacts(service);
      const names = [facts.id, service].map((name) => `AWS_ENDPOINT_URL_${name?.toUpperCase().replace(/[^A-Z0-9]/g, "_")}`);
      const override = names.map((name) => variables[name]).find(Boolean) || variables.AWS_ENDPOINT_URL;
      if (override) return override;
      const host = facts.host ?? service;
      return `https://${facts.global ? host : `${host}.${region}`}.amazonaws.com${region.startsWith("cn-") ? ".cn" : ""}`;
    },
    credentials: () => own ?? lent?.current() ?? standIn,
    ready: lent?.ready ?? Promise.resolve(),
    close: () => lent?.close(),
  };
}

function readCredentials(variables: Variables): AwsCredentials | undefined {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey, AWS_SESSION_TOKEN: sessionToken } = variables;
  if (!accessKeyId || !secretAccessKey) return undefined;
  return { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) };
}

/**
 * Stand-ins of AWS take any signature, but read from it which service is called. So calls are signed wherever an endpoint was named,
 * also on a machine without an account.
 */
function standInCredentials(variables: Variables): AwsCredentials | undefined {
  const names = Object.keys(variables).filter((name) => name === "AWS_ENDPOINT_URL" || name.startsWith("AWS_ENDPOINT_URL_"));
  return names.some((name) => variables[name]) ? { accessKeyId: "test", secretAccessKey: "test" } : undefined;
}
