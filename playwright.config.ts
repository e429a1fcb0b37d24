import { defineConfig } from "@playwright/test";

const screens = (...names: string[]) => names.map((name) => `**/e2e/${name}.spec.ts`);
const byMouse = screens(
  "audit",
  "certificates",
  "deployment-gates",
  "download-sdk",
  "filters",
  "http-api",
  "memory",
  "sizes",
  "stacks",
  "uploads",
  "v2-api",
  "vpc-links",
);
const byKeyboard = screens("access-keys", "copy-as", "documentation", "integration", "resource-policy", "stage", "suites");

const executablePath = process.env.CHROMIUM_PATH;

export default defineConfig({
  testDir: "e2e",
  timeout: 240_000,
  expect: { timeout: 15_000 },
  // Every test has a product of its own; half of its time nobody computes.
  workers: 2,
  fullyParallel: true,
  forbidOnly: true,
  retries: 0,
  outputDir: "test-results",
  use: {
    viewport: { width: 1440, height: 900 },
    // Taking traces makes a journey by keyboard take 1.7 times as long; `--trace on` takes them where one is looked into.
    trace: "off",
    screenshot: "only-on-failure",
    launchOptions: {
      ...(executablePath ? { executablePath } : {}),
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE *.localhost, EXCLUDE 127.0.0.1",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
  // Journeys are made by mouse in light and by keyboard in dark; so is the search for faults of accessibility. The other screens are
  // worked by one of the two.
  projects: [
    { name: "light-mouse", testIgnore: byKeyboard, use: { colorScheme: "light" }, metadata: { hand: "mouse" } },
    { name: "dark-keyboard", testIgnore: byMouse, use: { colorScheme: "dark" }, metadata: { hand: "keyboard" } },
  ],
});
