import type { TemplateOverrides, TemplateParameters } from "../vtl/run.ts";
import { type CompiledTemplate, compileTemplate } from "../vtl/template.ts";
import { VtlError } from "../vtl/vtl-error.ts";
import type { BodyText } from "./body-jobs.ts";
import { contextVariables } from "./context-variables.ts";
import type { Exchange, Overrides } from "./exchange.ts";
import { configurationError, type Refusal } from "./refusal.ts";

/** A mapping template; most of the short ones have nothing to fill in. */
export type TextTemplate =
  | { isStatic: true; text: string; fault?: undefined }
  | {
      isStatic: false;
      fault: VtlError | undefined;
      render(exchange: Exchange, body: string): string;
      /** The same for a long body, without keeping others waiting. */
      renderLong(exchange: Exchange, body: BodyText): Promise<string>;
    };

/** Compiles a template. A faulty one is kept with its fault, which requests that need it meet. */
export function compileText(text: string): TextTemplate {
  if (!/[$#]/.test(text)) return { isStatic: true, text };
  const compiled = tryCompile(text);
  if (compiled instanceof VtlError) {
    const refuse = () => {
      throw templateError(compiled);
    };
    return { isStatic: false, fault: compiled, render: refuse, renderLong: async () => refuse() };
  }
  return { isStatic: false, fault: undefined, ...renderer(compiled, text) };
}

function tryCompile(text: string): CompiledTemplate | VtlError {
  try {
    return compileTemplate(text);
  } catch (error) {
    if (error instanceof VtlError) return error;
    throw error;
  }
}

const noParameters: TemplateParameters = { path: {}, querystring: {}, header: {} };

function renderer(template: CompiledTemplate, text: string) {
  // A template can reach these by their names only, so where a name is absent the values need not be gathered.
  const readsContext = text.includes("context");
  const readsParameters = text.includes("params");
  const inputOf = <Body extends BodyText>(exchange: Exchange, body: Body) => ({
    body,
    params: readsParameters ? templateParameters(exchange) : noParameters,
    context: readsContext ? contextVariables(exchange) : {},
    stageVariables: exchange.stage.variables,
    overrides: exchange.overrides,
  });
  const finish = (exchange: Exchange, { output, overrides }: { output: string; overrides?: TemplateOverrides | undefined }): string => {
    if (overrides !== undefined) exchange.overrides = toOverrides(overrides);
    return output;
  };
  return {
    render(exchange: Exchange, body: string): string {
      try {
        return finish(exchange, template.render(inputOf(exchange, body)));
      } catch (error) {
        throw error instanceof VtlError ? templateError(error) : error;
      }
    },
    async renderLong(exchange: Exchange, body: BodyText): Promise<string> {
      const rendered = await exchange.ports.bodies.run("render", { template: text, input: inputOf(exchange, body) });
      if (!("fault" in rendered)) return finish(exchange, rendered);
      const { kind, message, ...place } = rendered.fault;
      throw templateError(new VtlError(kind, message, place));
    },
  };
}

function templateError(error: VtlError): Refusal {
  return configurationError("Unable to transform request", {
    reason: "TEMPLATE_ERROR",
    evidence: { line: String(error.line), column: String(error.column), message: error.message },
    cause: error,
  });
}

function templateParameters(exchange: Exchange): TemplateParameters {
  const last = (values: readonly string[]) => values[values.length - 1] ?? "";
  return {
    path: Object.fromEntries(exchange.path),
    querystring: Object.fromEntries([...exchange.query].map(([name, values]) => [name, last(values)])),
    header: Object.fromEntries([...exchange.headers.values()].map(({ name, values }) => [name, last(values)])),
  };
}

function toOverrides({ requestOverride, responseOverride }: TemplateOverrides): Overrides {
  return {
    requestOverride: {
      ...requestOverride,
      header: record(requestOverride.header),
      path: record(requestOverride.path),
      querystring: record(requestOverride.querystring),
    },
    responseOverride: { ...responseOverride, header: record(responseOverride.header) },
  };
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {};
}
