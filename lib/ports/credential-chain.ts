import { existsSync } from "node:fs";
import { join } from "node:path";
import type { AwsCredentials } from "../gateway/ports.ts";

type Variables = Readonly<Record<string, string | undefined>>;

/** Credentials that may end. */
export type Lent = AwsCredentials & { expiration?: Date | undefined };

/**
 * Whether the machine names a source of credentials other than the two variables: a profile or its files, a token of a web identity, a
 * container's endpoint, or an instance's when somebody asks for it. Without one nothing is looked for: the last link of the SDKs' chain
 * calls an address of the network.
 */
export function namesCredentials(variables: Variables): boolean {
  const { HOME: home, AWS_SHARED_CREDENTIALS_FILE: file = home && join(home, ".aws", "credentials") } = variables;
  const named = [
    "AWS_PROFILE",
    "AWS_WEB_IDENTITY_TOKEN_FILE",
    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
    "AWS_CONTAINER_CREDENTIALS_FULL_URI",
  ];
  return named.some((name) => variables[name]) || variables.AWS_EC2_METADATA_DISABLED === "false" || (!!file && existsSync(file));
}

/** The first credentials of the chain that the AWS SDKs go along. */
export async function askChain(): Promise<Lent> {
  process.env.AWS_EC2_METADATA_DISABLED ??= "true";
  const { defaultProvider } = await import("@aws-sdk/credential-provider-node");
  return defaultProvider()();
}

// Ahead of their end, as a call takes its time; and how long after a failure.
const aheadMs = 5 * 60_000;
const againMs = 60_000;
const soonestMs = 10_000;
// Longer than this is no timer.
const latestMs = 24 * 60 * 60_000;

/** Keeps the credentials of a source that lends them: asks again before they end, and goes on with the last ones while it fails. */
export class LentCredentials {
  /** Settles with the first answer, whatever it is. */
  readonly ready: Promise<void>;
  readonly #ask: () => Promise<Lent>;
  readonly #onTrouble: (message: string) => void;
  #known: AwsCredentials | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(ask: () => Promise<Lent>, onTrouble: (message: string) => void) {
    this.#ask = ask;
    this.#onTrouble = onTrouble;
    this.ready = this.#refresh();
  }

  current(): AwsCredentials | undefined {
    return this.#known;
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
  }

  async #refresh(): Promise<void> {
    try {
      const { accessKeyId, secretAccessKey, sessionToken, expiration } = await this.#ask();
      this.#known = { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) };
      if (expiration !== undefined) this.#again(Math.max(soonestMs, expiration.getTime() - Date.now() - aheadMs));
    } catch (error) {
      this.#onTrouble(`No credentials for AWS: ${error instanceof Error ? error.message : String(error)}`);
      this.#again(againMs);
    }
  }

  #again(ms: number): void {
    if (!this.#isClosed) this.#timer = setTimeout(() => void this.#refresh(), Math.min(ms, latestMs)).unref();
  }
}
