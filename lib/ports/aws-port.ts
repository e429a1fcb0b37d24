import { awsServiceFacts } from "../gateway/integrations/aws-service-table.ts";
import type { AwsCredentials, AwsPort } from "../gateway/ports.ts";

type Variables = Readonly<Record<string, string | undefined>>;

/** Endpoints and credentials from the variables that the AWS SDKs read. */
export function createAwsPort(variables: Variables): AwsPort {
  const credentials = readCredentials(variables) ?? standInCredentials(variables);
  return {
    endpoint(service, region) {
      const facts = awsServiceFacts(service);
      const names = [facts.id, service].map((name) => `AWS_ENDPOINT_URL_${name?.toUpperCase().replace(/[^A-Z0-9]/g, "_")}`);
      const override = names.map((name) => variables[name]).find(Boolean) || variables.AWS_ENDPOINT_URL;
      if (override) return override;
      const host = facts.host ?? service;
      return `https://${facts.global ? host : `${host}.${region}`}.amazonaws.com${region.startsWith("cn-") ? ".cn" : ""}`;
    },
    credentials: () => credentials,
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
