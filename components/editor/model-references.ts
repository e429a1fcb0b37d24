/** A model that schemas of the same API can refer to. */
export type ReferredModel = { name: string; schema?: string | undefined };

/** The address of a model, as a `$ref` has it. */
export function modelAddress(apiId: string, name: string): string {
  return `https://apigateway.amazonaws.com/restapis/${apiId}/models/${name}`;
}

/** The name that an address ends in; like the data plane, whatever the API id before it. */
export function modelNameOf(address: string): string | undefined {
  return /\/restapis\/[^/]+\/models\/([^/#]+)$/.exec(address)?.[1];
}

/** Finds the parsed schema behind an address. */
export function makeResolver(models: readonly ReferredModel[]): (address: string) => unknown {
  return (address) => {
    const name = modelNameOf(address);
    const text = models.find((model) => model.name === name)?.schema;
    try {
      return text === undefined ? undefined : JSON.parse(text);
    } catch {
      // A model that is not JSON refers to nothing; its own page says so.
      return undefined;
    }
  };
}
