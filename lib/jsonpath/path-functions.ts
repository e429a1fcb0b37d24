import { printNumber, toDouble } from "./java-number.ts";
import { type FunctionParameter, JsonPathError, type PathContext, type PathStep } from "./path.ts";
import { isJavaNumber, JavaDouble, JavaList, JavaMap, type JavaValue } from "./values.ts";

type Call = { model: JavaValue; parameters: readonly FunctionParameter[]; context: PathContext };

const FUNCTIONS: Readonly<Record<string, (call: Call) => JavaValue>> = {
  length: measure,
  size: measure,
  sum: (call) => aggregate(call, (numbers) => numbers.reduce((sum, value) => sum + value, 0)),
  avg: (call) => aggregate(call, average),
  min: (call) => aggregate(call, (numbers) => numbers.reduce((least, value) => Math.min(least, value))),
  max: (call) => aggregate(call, (numbers) => numbers.reduce((most, value) => Math.max(most, value))),
  stddev: (call) => aggregate(call, deviation),
  concat: concatenate,
  append: append,
  keys: listKeys,
  first: (call) => pick(call, 0),
  last: (call) => pick(call, -1),
  index: (call) => pick(call, readIndex(call)),
};

/** Runs a function of a path, such as `length()`, on the value before it. */
export function callPathFunction(step: PathStep & { kind: "function" }, model: JavaValue, context: PathContext): JavaValue {
  const run = Object.hasOwn(FUNCTIONS, step.name) ? FUNCTIONS[step.name] : undefined;
  if (run === undefined) throw new JsonPathError(`Function with name: ${step.name} does not exist.`);
  return run({ model, parameters: step.parameters, context });
}

function measure({ model, parameters, context }: Call): JavaValue {
  const first = parameters[0];
  if (first?.kind === "path") {
    const steps = [...first.path.steps, { kind: "wildcard" } as const];
    return context.evaluate({ ...first.path, steps, isDefinite: false }, model, context, false).length;
  }
  if (model instanceof JavaList) return model.items.length;
  return model instanceof JavaMap ? model.size : null;
}

function parameterValues({ parameters, context }: Call): JavaValue[] {
  return parameters.flatMap((parameter): JavaValue[] => {
    if (parameter.kind === "json") return [parameter.value];
    const results = context.evaluate(parameter.path, context.document, context, false);
    if (!parameter.path.isDefinite) return results;
    const value = results.at(-1);
    if (value === undefined) throw new JsonPathError("No results for a path among the arguments");
    return value instanceof JavaList ? value.items : [value];
  });
}

function aggregate(call: Call, compute: (numbers: number[]) => number): JavaValue {
  const own: readonly JavaValue[] = call.model instanceof JavaList ? call.model.items : [];
  const numbers = [...own, ...parameterValues(call)].filter(isJavaNumber).map(toDouble);
  call.context.spend(numbers.length);
  if (numbers.length === 0) throw new JsonPathError("Aggregation function attempted to calculate value using empty array");
  return new JavaDouble(compute(numbers));
}

function average(numbers: number[]): number {
  return numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
}

function deviation(numbers: number[]): number {
  const squares = numbers.reduce((sum, value) => sum + value * value, 0);
  return Math.sqrt(squares / numbers.length - average(numbers) ** 2);
}

function concatenate(call: Call): JavaValue {
  const own: readonly JavaValue[] = call.model instanceof JavaList ? call.model.items.filter((item) => typeof item === "string") : [];
  const text = [...own, ...parameterValues(call)].map(printScalar).join("");
  call.context.spend(text.length);
  return text;
}

function printScalar(value: JavaValue): string {
  if (isJavaNumber(value)) return printNumber(value);
  return value === null || typeof value === "object" ? "" : String(value);
}

function append(call: Call): JavaValue {
  if (call.model instanceof JavaList) call.model.items.push(...parameterValues(call));
  return call.model;
}

function listKeys({ model }: Call): JavaValue {
  return model instanceof JavaMap ? new JavaList(model.keys()) : null;
}

function readIndex(call: Call): number {
  const value = parameterValues(call).find(isJavaNumber);
  return value === undefined ? 0 : Math.trunc(toDouble(value));
}

function pick({ model }: Call, index: number): JavaValue {
  if (!(model instanceof JavaList) || model.items.length === 0) {
    throw new JsonPathError("Aggregation function attempted to calculate value using empty array");
  }
  const value = model.items.at(index);
  if (value === undefined) throw new JsonPathError(`Target index:${index} larger than object count:${model.items.length}`);
  return value;
}
