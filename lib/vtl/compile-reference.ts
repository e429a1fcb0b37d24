import { JavaMap } from "../jsonpath/values.ts";
import { type Compiler, type Evaluate, slotOf } from "./compiler.ts";
import { callMember, readIndex, readProperty, writeIndex, writeProperty } from "./members.ts";
import type { Run } from "./run.ts";
import type { Accessor, Reference } from "./syntax.ts";

type Access = (value: unknown, run: Run) => unknown;

/** Compiles a reference to its value: the empty text when there is none, null for a bare word. */
export function compileReference(reference: Reference, compiler: Compiler): Evaluate {
  if (reference.isWord) return () => null;
  const slot = slotOf(compiler, reference.root);
  const accesses = reference.accessors.map((accessor) => compileAccess(accessor, compiler));
  const [first, second] = accesses;
  if (first === undefined) {
    return (run) => {
      run.spend(1);
      return run.variables[slot] ?? "";
    };
  }
  if (second === undefined) {
    return (run) => {
      run.spend(2);
      const value = run.variables[slot] ?? null;
      return value === null ? "" : (first(value, run) ?? "");
    };
  }
  return (run) => {
    run.spend(1 + accesses.length);
    let value: unknown = run.variables[slot] ?? null;
    for (const access of accesses) {
      if (value === null) return "";
      value = access(value, run);
    }
    return value ?? "";
  };
}

function compileAccess(accessor: Accessor, compiler: Compiler): Access {
  const at = accessor.span.start;
  switch (accessor.kind) {
    case "property": {
      const { name } = accessor;
      if (name === "class") return (value, run) => readProperty(value, name, run);
      return (value, run) => {
        if (value instanceof JavaMap) return value.get(name) ?? null;
        run.at = at;
        return readProperty(value, name, run);
      };
    }
    case "method": {
      const { name } = accessor;
      const parameters = accessor.parameters.map((parameter) => compiler.compileExpression(parameter, compiler));
      return (value, run) => {
        const values = parameters.map((parameter) => parameter(run));
        run.at = at;
        return callMember(value, name, values, run);
      };
    }
    case "index": {
      const index = compiler.compileExpression(accessor.index, compiler);
      return (value, run) => {
        const position = index(run);
        run.at = at;
        return readIndex(value, position, run);
      };
    }
  }
}

/** Compiles `#set` of a reference. */
export function compileAssignment(reference: Reference, compiler: Compiler): (run: Run, assigned: unknown) => void {
  const slot = slotOf(compiler, reference.root);
  const last = reference.accessors.at(-1);
  if (last === undefined) {
    return (run, assigned) => {
      run.variables[slot] = assigned;
    };
  }
  const before = reference.accessors.slice(0, -1).map((accessor) => compileAccess(accessor, compiler));
  const write = compileWrite(last, compiler);
  return (run, assigned) => {
    let value: unknown = run.variables[slot] ?? null;
    for (const access of before) {
      if (value === null) return;
      value = access(value, run);
    }
    run.at = last.span.start;
    run.spend(1);
    if (value !== null) write(value, run, assigned);
  };
}

function compileWrite(accessor: Accessor, compiler: Compiler): (value: unknown, run: Run, assigned: unknown) => void {
  if (accessor.kind !== "index") return (value, _, assigned) => writeProperty(value, accessor.name, assigned);
  const index = compiler.compileExpression(accessor.index, compiler);
  return (value, run, assigned) => writeIndex(value, index(run), assigned, run);
}
