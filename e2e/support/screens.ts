import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join, sep } from "node:path";
import type { FullConfig, Reporter } from "@playwright/test/reporter";

const page = (figures: readonly string[]) => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Screens</title>
<style>
  body { font: 14px system-ui; margin: 24px; }
  main { display: grid; grid-template-columns: repeat(auto-fill, minmax(480px, 1fr)); gap: 24px; }
  figure { margin: 0; }
  img { width: 100%; border: 1px solid #8888; }
</style>
<h1>${figures.length} screens</h1>
<main>
${figures.join("\n")}
</main>
</html>
`;

/** Writes a page of every screenshot that the run took, next to them, to be looked at one by one. */
export default class ScreensReporter implements Reporter {
  private folders: readonly string[] = [];

  onBegin(config: FullConfig): void {
    this.folders = [...new Set(config.projects.map(({ outputDir }) => outputDir))];
  }

  onEnd(): void {
    for (const folder of this.folders.filter(existsSync)) {
      const pictures = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".png"));
      if (pictures.length > 0) writeFileSync(join(folder, "screens.html"), page(pictures.sort().map(figureOf)));
    }
  }

  printsToStdio(): boolean {
    return false;
  }
}

// Folders are named by the files of tests, and pictures by the tests.
function figureOf(name: string): string {
  const address = name.split(sep).map(encodeURIComponent).join("/");
  return `<figure><a href="${address}"><img loading="lazy" src="${address}" alt=""></a><figcaption>${address}</figcaption></figure>`;
}
