import { JavaList, JavaMap } from "../jsonpath/values.ts";
import { iterate } from "./collection-methods.ts";
import { compileCondition, compileExpression } from "./compile-expression.ts";
import { compileAssignment, compileReference } from "./compile-reference.ts";
import { type Compiler, type Emit, slotOf } from "./compiler.ts";
import { JavaIterator, JavaView, LoopScope } from "./java-objects.ts";
import { printValue } from "./printing.ts";
import { Block, BreakSignal, type Run, StopSignal } from "./run.ts";
import type { Reference, Statement } from "./syntax.ts";
import { Failure } from "./vtl-error.ts";

/** Compiles statements to one function that writes them. */
export function compileBlock(statements: readonly Statement[], compiler: Compiler): Emit {
  const emits = statements.map((statement) => compileObserved(statement, compiler));
  const [only] = emits;
  if (only !== undefined && emits.length === 1) return only;
  return (run) => {
    for (const emit of emits) emit(run);
  };
}

function compileObserved(statement: Statement, compiler: Compiler): Emit {
  if (statement.kind === "text") {
    const { text } = statement;
    return (run) => run.write(text);
  }
  const emit = compileStatement(statement, compiler);
  return (run) => {
    run.spend(1);
    run.at = statement.span.start;
    run.observer?.(statement, run);
    emit(run);
  };
}

function compileStatement(statement: Exclude<Statement, { kind: "text" }>, compiler: Compiler): Emit {
  switch (statement.kind) {
    case "print":
      return compilePrint(statement.reference, compiler);
    case "set": {
      const value = compileExpression(statement.value, compiler);
      const assign = compileAssignment(statement.target, compiler);
      return (run) => {
        const assigned = value(run);
        // Without a value the variable keeps its old one.
        if (assigned !== null) assign(run, assigned);
      };
    }
    case "if":
      return compileIf(statement, compiler);
    case "foreach":
      return compileForeach(statement, compiler);
    case "define":
      return compileDefine(statement, compiler);
    case "stop":
      return () => {
        throw new StopSignal();
      };
    case "break":
      return compileBreak(statement, compiler);
  }
}

function compilePrint(reference: Reference, compiler: Compiler): Emit {
  if (reference.isWord) {
    const { root } = reference;
    return (run) => run.write(root);
  }
  const { prefix, literal } = reference;
  const value = compileReference(reference, compiler);
  if (reference.isEscaped) {
    return (run) => {
      value(run);
      run.write(prefix + literal);
    };
  }
  const missing = prefix + prefix + (reference.isQuiet ? "" : literal);
  return (run) => {
    const result = value(run);
    if (typeof result === "string") run.write(prefix + result);
    else if (result instanceof Block) writeBlock(result, run, missing);
    else run.write(prefix + (printValue(result, run) ?? ""));
  };
}

// A block that is already inside itself too often prints the reference instead.
function writeBlock(block: Block, run: Run, missing: string): void {
  if (!block.write(run)) run.write(missing);
}

function compileIf(statement: Statement & { kind: "if" }, compiler: Compiler): Emit {
  const branches = statement.branches.map((branch) => ({
    condition: compileCondition(branch.condition, compiler),
    body: compileBlock(branch.body, compiler),
  }));
  const otherwise = statement.otherwise === undefined ? undefined : compileBlock(statement.otherwise, compiler);
  return (run) => {
    for (const { condition, body } of branches) {
      if (condition(run)) return body(run);
    }
    otherwise?.(run);
  };
}

function compileForeach(statement: Statement & { kind: "foreach" }, compiler: Compiler): Emit {
  const element = slotOf(compiler, statement.variable);
  const [count, hasNext, scope] = ["velocityCount", "velocityHasNext", "foreach"].map((name) => slotOf(compiler, name));
  const list = statement.list === undefined ? undefined : compileExpression(statement.list, compiler);
  const body = compileBlock(statement.body, compiler);
  if (list === undefined || count === undefined || hasNext === undefined || scope === undefined) return () => {};
  return (run) => {
    const iterator = findIterator(list(run), run);
    if (iterator === undefined) return;
    const { variables } = run;
    const outer = [variables[element], variables[count], variables[hasNext], variables[scope]];
    const loop = new LoopScope(outer[3]);
    variables[scope] = loop;
    const restore = () => {
      [variables[element], variables[count], variables[hasNext]] = outer;
      variables[scope] = outer[3];
    };
    for (let turn = 0; turn < run.budget.loopTurns && iterator.hasNext; turn++) {
      run.at = statement.span.start;
      run.spend(2);
      variables[element] = iterator.next() ?? undefined;
      loop.index = turn;
      loop.hasNext = iterator.hasNext;
      variables[count] = turn + 1;
      variables[hasNext] = loop.hasNext;
      if (!runTurn(body, run, loop)) break;
    }
    restore();
  };
}

function runTurn(body: Emit, run: Run, loop: LoopScope): boolean {
  try {
    body(run);
    return true;
  } catch (signal) {
    if (signal instanceof BreakSignal && (signal.target === undefined || signal.target === loop)) return false;
    throw signal;
  }
}

function findIterator(value: unknown, run: Run): JavaIterator | undefined {
  if (value instanceof JavaList) return new JavaIterator(value.items, value);
  if (value instanceof JavaMap) return iterate(new JavaView(value, "values"), run);
  if (value instanceof JavaView) return iterate(value, run);
  return value instanceof JavaIterator ? value : undefined;
}

function compileDefine(statement: Statement & { kind: "define" }, compiler: Compiler): Emit {
  const slot = slotOf(compiler, statement.name);
  const body = compileBlock(statement.body, compiler);
  const isValid = statement.argumentCount === 1;
  return (run) => {
    if (!isValid) throw new Failure("runtime", "#define takes exactly one argument, the variable of the block.");
    run.variables[slot] = new Block(body);
  };
}

function compileBreak(statement: Statement & { kind: "break" }, compiler: Compiler): Emit {
  const scope = statement.scope === undefined ? undefined : compileExpression(statement.scope, compiler);
  return (run) => {
    if (statement.argumentCount === 0) throw new BreakSignal(undefined);
    const target = scope?.(run);
    if (!(target instanceof LoopScope)) throw new Failure("runtime", "The argument of #break is not a loop.");
    throw new BreakSignal(target);
  };
}
