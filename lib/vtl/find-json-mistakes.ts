import { readPath } from "../jsonpath/evaluate-path.ts";
import { parseJson } from "../jsonpath/parse-json.ts";
import { parsePath } from "../jsonpath/parse-path.ts";
import { JavaMap } from "../jsonpath/values.ts";
import type { Finding } from "./diagnose-template.ts";
import type { TemplateSyntax } from "./parser.ts";
import type { Expression, Reference, Statement } from "./syntax.ts";

/** Where a variable's value comes from, as far as the text tells. */
type Origin = { kind: "text"; path?: string } | { kind: "json" } | { kind: "safe" };

/** Mistakes that make a template's output invalid JSON for some input. */
export function findJsonMistakes({ text, body }: TemplateSyntax, sampleBody: string | undefined): Finding[] {
  const finder = new MistakeFinder(text, sampleBody);
  finder.visit(body);
  return finder.findings;
}

class MistakeFinder {
  readonly findings: Finding[] = [];
  private isInString = false;
  private readonly origins = new Map<string, Origin>();

  constructor(
    private readonly text: string,
    private readonly sampleBody: string | undefined,
  ) {}

  visit(statements: readonly Statement[]): void {
    for (const [index, statement] of statements.entries()) this.visitStatement(statement, statements[index + 1]);
  }

  private visitStatement(statement: Statement, next: Statement | undefined): void {
    switch (statement.kind) {
      case "text":
        this.readText(statement);
        break;
      case "print":
        this.checkPrint(statement.reference, next);
        break;
      case "set":
        if (statement.target.accessors.length === 0) this.origins.set(statement.target.root, this.originOf(statement.value));
        break;
      case "if": {
        const before = this.isInString;
        for (const branch of statement.branches) {
          this.isInString = before;
          this.visit(branch.body);
        }
        this.isInString = before;
        this.visit(statement.otherwise ?? []);
        break;
      }
      case "foreach":
        this.origins.set(statement.variable, { kind: "text" });
        this.visit(statement.body);
        this.checkLoopEnd(statement.body);
        break;
      default:
        break;
    }
  }

  private readText(statement: Statement & { kind: "text" }): void {
    const { text } = statement;
    for (let at = 0; at < text.length; at++) {
      if (text[at] === "\\" && this.isInString) at++;
      else if (text[at] === '"') this.isInString = !this.isInString;
      else if (text[at] === "," && !this.isInString && /^\s*[}\]]/.test(text.slice(at + 1))) this.reportComma(statement, at);
    }
  }

  private reportComma(statement: Statement & { kind: "text" }, at: number): void {
    // Text nodes that were put together, or unescaped, no longer have the template's offsets.
    const start = statement.span.start + at;
    const base = { code: "TRAILING_COMMA", severity: "error", message: "A comma before a closing bracket is not JSON." } as const;
    if (this.text[start] !== ",")
      this.findings.push({ ...base, span: statement.span, noFix: "The text around it is put together from pieces." });
    else
      this.findings.push({
        ...base,
        span: { start, end: start + 1 },
        fix: { title: "Remove the comma", edits: [{ start, end: start + 1, text: "" }] },
      });
  }

  private checkLoopEnd(body: readonly Statement[]): void {
    const last = body.at(-1);
    const match = last?.kind === "text" && !this.isInString ? /,\s*$/.exec(last.text) : null;
    if (last === undefined || match === null) return;
    const start = this.text.lastIndexOf(",", last.span.end);
    const span = { start, end: start + 1 };
    const edits = [{ ...span, text: "#if($foreach.hasNext),#end" }];
    const message = "The loop writes a comma behind its last item too.";
    this.findings.push({ code: "TRAILING_COMMA", severity: "error", message, span, fix: { title: "Write it only between items", edits } });
  }

  private checkPrint(reference: Reference, next: Statement | undefined): void {
    if (reference.isEscaped || reference.isWord) return;
    const origin = this.originOfReference(reference);
    if (origin.kind === "text" && this.isMap(origin.path)) this.reportMap(reference, origin.path ?? "$");
    else if (this.isInString && origin.kind === "json") this.reportQuoted(reference, next);
    else if (this.isInString && origin.kind === "text") this.reportUnescaped(reference);
  }

  private reportMap(reference: Reference, path: string): void {
    const message = "An object prints as {key=value}, which is not JSON.";
    const edits = [{ ...reference.span, text: `$input.json('${path}')` }];
    this.findings.push({
      code: "MAP_PRINTED",
      severity: "warning",
      message,
      span: reference.span,
      fix: { title: "Use $input.json()", edits },
    });
  }

  private reportQuoted(reference: Reference, next: Statement | undefined): void {
    const base = {
      code: "JSON_VALUE_QUOTED",
      severity: "error",
      message: "$input.json() writes its own quotes; inside of quotes the output breaks.",
      span: reference.span,
    } as const;
    const { start, end } = reference.span;
    if (this.text[start - 1] !== '"' || this.text[end] !== '"' || next?.kind !== "text") {
      this.findings.push({ ...base, noFix: "More than this value is in the quotes." });
      return;
    }
    const edits = [
      { start: start - 1, end: start, text: "" },
      { start: end, end: end + 1, text: "" },
    ];
    this.findings.push({ ...base, fix: { title: "Remove the quotes", edits } });
  }

  private reportUnescaped(reference: Reference): void {
    const message = `A quote or line break in ${reference.literal} breaks the JSON.`;
    const edits = [{ ...reference.span, text: `$util.escapeJavaScript(${reference.literal})` }];
    this.findings.push({
      code: "UNESCAPED_IN_JSON",
      severity: "warning",
      message,
      span: reference.span,
      fix: { title: "Escape it", edits },
    });
  }

  private isMap(path: string | undefined): boolean {
    if (path === undefined) return false;
    if (this.sampleBody === undefined) return path === "$";
    try {
      const document = parseJson(this.sampleBody);
      return readPath(parsePath(path), { document, spend: () => {} }) instanceof JavaMap;
    } catch {
      // Paths and samples that cannot be read are reported elsewhere.
      return false;
    }
  }

  private originOf(expression: Expression): Origin {
    if (expression.kind === "reference") return this.originOfReference(expression.reference);
    return expression.kind === "template" ? { kind: "text" } : { kind: "safe" };
  }

  private originOfReference(reference: Reference): Origin {
    const [first, ...rest] = reference.accessors;
    if (reference.root === "input") return first === undefined ? { kind: "safe" } : originOfInput(first, rest.length);
    const known = this.origins.get(reference.root);
    if (known === undefined || first === undefined) return known ?? { kind: "safe" };
    // Sizes and answers are no texts of the client.
    const last = reference.accessors.at(-1);
    const isHarmless =
      last?.kind === "method" &&
      /^(size|length|isEmpty|contains\w*|indexOf|lastIndexOf|hashCode|matches|equals\w*|startsWith|endsWith)$/.test(last.name);
    return isHarmless || known.kind === "safe" ? { kind: "safe" } : { kind: "text" };
  }
}

function originOfInput(accessor: Reference["accessors"][number], deeper: number): Origin {
  if (accessor.kind === "index") return { kind: "safe" };
  if (accessor.kind === "property") return accessor.name === "body" ? { kind: "text" } : { kind: "safe" };
  const [parameter] = accessor.parameters;
  if (accessor.name === "json") return deeper === 0 ? { kind: "json" } : { kind: "text" };
  if (accessor.name === "path" && deeper === 0 && parameter?.kind === "string") return { kind: "text", path: parameter.value };
  return { kind: "text" };
}
