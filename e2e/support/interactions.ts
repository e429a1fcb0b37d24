import type { FullResult, Reporter, TestCase, TestResult } from "@playwright/test/reporter";

/** From a key or a click to the next picture, as the design guide promises it for 95 of 100; a busy machine gets three times that. */
const p95MaxMs = 100 * 3;

/** What a test notes its interactions as: their times in ms, as a list. */
export const interactionsType = "interactions";

/** Browsers tell of nothing that took shorter, so that the figure is one of the slower interactions. */
export const shortestMs = 16;

const percentile95 = (values: readonly number[]) => [...values].sort((a, b) => a - b)[Math.floor((values.length - 1) * 0.95)] ?? 0;

/** Adds up how long the console took to answer keys and clicks in all tests, by project, and fails a run that was too slow. */
export default class InteractionReporter implements Reporter {
  private readonly byProject = new Map<string, number[]>();

  onTestEnd(test: TestCase, result: TestResult): void {
    const project = test.parent.project()?.name ?? "";
    const known = this.byProject.get(project) ?? [];
    for (const { type, description } of result.annotations)
      if (type === interactionsType) for (const ms of JSON.parse(description ?? "[]") as number[]) known.push(ms);
    this.byProject.set(project, known);
  }

  async onEnd({ status }: FullResult): Promise<{ status: FullResult["status"] }> {
    let isSlow = false;
    for (const [project, times] of this.byProject) {
      const p95 = percentile95(times);
      isSlow ||= p95 > p95MaxMs;
      console.log(`interaction to next paint in ${project}: p95 ${p95} ms of ${times.length}, at most ${p95MaxMs}`);
    }
    return { status: isSlow && status === "passed" ? "failed" : status };
  }

  printsToStdio(): boolean {
    return true;
  }
}
