import { parseJson } from "../jsonpath/parse-json.ts";
import type { Path } from "../jsonpath/path.ts";
import { JavaMap } from "../jsonpath/values.ts";
import type { Statement } from "./syntax.ts";
import { Failure } from "./vtl-error.ts";

/** The parameters of a request by their place. */
export type TemplateParameters = {
  path: Readonly<Record<string, string>>;
  querystring: Readonly<Record<string, string>>;
  header: Readonly<Record<string, string>>;
};

/** What a template changed of the request or the response; plain JSON. */
export type TemplateOverrides = { requestOverride: Record<string, unknown>; responseOverride: Record<string, unknown> };

/** What a template reads. In a response template `body` is the integration's answer. */
export type TemplateInput = {
  body?: string | undefined;
  params: TemplateParameters;
  /** Behind `$context`; read only where the template asks. */
  context: Readonly<Record<string, unknown>>;
  stageVariables: Readonly<Record<string, string>>;
  /** What the request template changed, for the response template. */
  overrides?: TemplateOverrides | undefined;
};

/** Limits of one render. The defaults keep any template over a body of usual size under 50 ms on a slow core. */
export type TemplateBudget = { steps: number; outputLength: number; loopTurns: number; blockDepth: number };

/** Steps that a render may take: more over a long body, so that it can be read and written whole. */
export function stepsOver(body: string | undefined): number {
  return DEFAULT_BUDGET.steps + (body?.length ?? 0);
}

/** Integration requests and responses have 10 MB at most, a `#foreach` 1,000 turns; both as the service documents. */
export const DEFAULT_BUDGET: TemplateBudget = { steps: 500_000, outputLength: 10 * 1024 * 1024, loopTurns: 1000, blockDepth: 100 };

/** Told about each directive and reference before it runs; for the debugger. */
export type StepObserver = (statement: Statement, run: Run) => void;

/** One render: the variables, the output and what is left of the budget. */
export class Run {
  readonly variables: unknown[];
  output = "";
  blockDepth = 0;
  /** How many texts are being put together apart from the output. */
  captureDepth = 0;
  /** Offset of the node at work, for the place of an error. */
  at = 0;
  private stepsLeft: number;

  constructor(
    slotCount: number,
    readonly input: TemplateInput,
    readonly budget: TemplateBudget,
    /** Parsed paths of this template, by their text. */
    readonly paths: Map<string, Path>,
    readonly observer: StepObserver | undefined,
  ) {
    this.variables = new Array(slotCount);
    this.stepsLeft = budget.steps;
  }

  spend(steps: number): void {
    this.stepsLeft -= steps;
    if (this.stepsLeft < 0) throw new Failure("budget", "The template takes too many steps.");
  }

  get remaining(): number {
    return this.stepsLeft;
  }

  /** Refuses texts that are too long to go on with, and charges for the length. */
  check(text: string): string {
    if (text.length > this.budget.outputLength) throw new Failure("budget", "The template makes a text that is too long.");
    this.spend(text.length >> 6);
    return text;
  }

  write(text: string): void {
    this.output += text;
    if (this.output.length > this.budget.outputLength) throw new Failure("budget", "The output is too long.");
  }

  /** What the run of something writes, as a text of its own. */
  capture(write: () => void): string {
    const outer = this.output;
    this.output = "";
    this.captureDepth++;
    try {
      write();
      return this.output;
    } finally {
      this.output = outer;
      this.captureDepth--;
    }
  }
}

/** Leaves a loop, a block, or with no target named the nearest of both. */
export class BreakSignal {
  constructor(readonly target: unknown) {}
}

/** Ends the template; what is written stays. */
export class StopSignal {}

// Velocity lets a block contain itself twice.
const RECURSION_MAX = 2;

/** What `#define` puts into a variable: statements that run at each use. */
export class Block {
  private depth = 0;

  constructor(private readonly body: (run: Run) => void) {}

  /** Writes the block; false when it is already inside itself too often. */
  write(run: Run): boolean {
    if (this.depth >= RECURSION_MAX) return false;
    if (run.blockDepth >= run.budget.blockDepth) throw new Failure("budget", "Blocks are nested too deeply.");
    this.depth++;
    run.blockDepth++;
    try {
      this.body(run);
    } catch (signal) {
      if (!(signal instanceof BreakSignal) || signal.target !== undefined) throw signal;
    } finally {
      this.depth--;
      run.blockDepth--;
    }
    return true;
  }

  /** The block's text, or `undefined` when it is already inside itself too often. */
  print(run: Run): string | undefined {
    let isWritten = false;
    const text = run.capture(() => {
      isWritten = this.write(run);
    });
    return isWritten ? text : undefined;
  }
}

/** `$input`. */
export class InputValue {
  private document: { value: unknown } | undefined;
  private parameters: JavaMap | undefined;

  constructor(readonly input: TemplateInput) {}

  get body(): string {
    return this.input.body === undefined || this.input.body === "" ? "{}" : this.input.body;
  }

  /** The body as values; parsed once, so that changes of a template stay. */
  getDocument(run: Run): unknown {
    if (this.document === undefined) {
      run.spend(this.body.length >> 6);
      this.document = { value: parseJson(this.body) };
    }
    return this.document.value;
  }

  getParameters(): JavaMap {
    if (this.parameters === undefined) {
      const { path, querystring, header } = this.input.params;
      const texts = (record: Readonly<Record<string, string>>) => new JavaMap("linked", { record, convert: (value) => value });
      this.parameters = new JavaMap();
      this.parameters.set("path", texts(path));
      this.parameters.set("querystring", texts(querystring));
      this.parameters.set("header", texts(header));
    }
    return this.parameters;
  }
}

/** `$util`. */
export class UtilValue {}
