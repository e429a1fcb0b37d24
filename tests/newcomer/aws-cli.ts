import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import type { Product } from "../support/product.ts";

const run = promisify(execFile);
const program = resolve(".cache/aws-cli/bin/aws");

/** The AWS CLI in a Python environment of our own, made once. */
export async function requireAwsCli(): Promise<string> {
  await requirePython(resolve(".cache/aws-cli"), { program, packages: "awscli" });
  return program;
}

/** A Python that reads Terraform's language, made once. */
export async function requireHclReader(): Promise<string> {
  const folder = resolve(".cache/hcl");
  await requirePython(folder, { program: join(folder, "bin/hcl2tojson"), packages: "python-hcl2" });
  return join(folder, "bin/python");
}

type Environment = { program: string; packages: string };

/** A Python environment with packages of PyPI. */
async function requirePython(folder: string, { program: wanted, packages }: Environment): Promise<void> {
  if (existsSync(wanted)) return;
  await rm(folder, { recursive: true, force: true });
  await mkdir(resolve(".cache"), { recursive: true });
  try {
    await run("python3", ["-m", "venv", folder]);
    await run(join(folder, "bin/pip"), ["install", "--quiet", "--disable-pip-version-check", packages]);
  } catch (cause) {
    // Half an environment must not look like a whole one the next time.
    if (existsSync(folder)) await rename(folder, `${folder}.failed-${process.pid}`);
    throw new Error(`${packages} is taken from PyPI. Install Python with venv (Debian: apt-get install python3-venv) and try again.`, {
      cause,
    });
  }
}

/** Runs the CLI against a product and gives the JSON that it prints. */
export async function aws(product: Product, ...args: string[]): Promise<Record<string, unknown>> {
  const stdout = await awsText(product, ...args);
  return stdout.trim() === "" ? {} : (JSON.parse(stdout) as Record<string, unknown>);
}

/** Runs the CLI and gives what it prints. */
export async function awsText(product: Product, ...args: string[]): Promise<string> {
  const env = {
    ...process.env,
    HOME: product.dataDir,
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_DEFAULT_REGION: "us-east-1",
    AWS_PAGER: "",
  };
  const { stdout } = await run(program, ["--endpoint-url", `${product.consoleUrl}/aws`, "--output", "json", ...args], { env });
  return stdout;
}
