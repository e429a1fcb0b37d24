"use client";
import {
  keepPreviousData,
  type MutationOptions,
  type Query,
  type QueryClient,
  type UseMutationResult,
  type UseQueryResult,
  useMutation,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { useCallback, useMemo } from "react";
import { type CallError, call } from "@/lib/client/call";
import { concernsApi, queryKey } from "@/lib/client/keys";
import type { Input, MutationName, Output, QueryName } from "@/lib/client/operations";

type QueryOptions = {
  enabled?: boolean;
  keepPrevious?: boolean;
  staleMs?: number;
  /** Read again so often while the page is looked at. */
  everyMs?: number;
};

/** Data of one query of the console, cached by name and input. */
export function useOperation<N extends QueryName>(
  name: N,
  input: Input<N>,
  options: QueryOptions = {},
): UseQueryResult<Output<N>, CallError> {
  return useQuery<Output<N>, CallError>({
    queryKey: queryKey(name, input),
    // The server's answer has the shape that the operation's row declares.
    queryFn: async ({ signal }) => (await call("query", name, input, signal)) as Output<N>,
    enabled: options.enabled ?? true,
    ...(options.keepPrevious ? { placeholderData: keepPreviousData as never } : {}),
    ...(options.staleMs === undefined ? {} : { staleTime: options.staleMs }),
    ...(options.everyMs === undefined ? {} : { refetchInterval: options.everyMs }),
  });
}

/** What happens after a write, also when the component that asked for it is gone by then: a form often begins anew with what it saved. */
type WriteOptions<N extends MutationName> = {
  onSuccess?: (output: Output<N>, input: Input<N>) => void;
  onError?: (error: CallError, input: Input<N>) => void;
};

// Over each state of the result by itself, so that `isPending` still tells that there are variables.
type WithMutate<Result, Mutate> = Result extends unknown ? Omit<Result, "mutate"> & { mutate: Mutate } : never;

type Write<N extends MutationName> = WithMutate<
  UseMutationResult<Output<N>, CallError, Input<N>>,
  (input: Input<N>, options?: WriteOptions<N>) => void
>;

const apiOf = (input: object | undefined): string | undefined =>
  input && "apiId" in input && typeof input.apiId === "string" ? input.apiId : undefined;

/** What shows something of the API that an input names, or of any API where it names none. */
const shownOf =
  (input: object | undefined) =>
  ({ queryKey: key }: Query): boolean => {
    const apiId = apiOf(input);
    return apiId === undefined || concernsApi(key, apiId);
  };

/** Marks what reads again after itself, and so does not have to be waited for by others. */
const writeMeta = { isWrite: true };

/**
 * These take as long as backends do, so that others do not wait for them: a form that is saved meanwhile would show the value from before
 * until they end.
 */
const slow: ReadonlySet<MutationName> = new Set<MutationName>([
  "testMethod",
  "testStage",
  "testAuthorizer",
  "diagnoseCors",
  "checkIntegrationTarget",
  "deploy",
]);

/**
 * A write of the console. Everything cached about its API is read again after it; after several at once, when the last has ended. What
 * was being read as a write began is read anew: it would show the value from before.
 */
export function useWrite<N extends MutationName>(name: N, options: WriteOptions<N> = {}): Write<N> {
  const queries = useQueryClient();
  const mutation = useMutation<Output<N>, CallError, Input<N>>(writeOptions(queries, name, options));
  const { mutateAsync } = mutation;
  // The library's own `mutate` forgets its callbacks when the component goes.
  const mutate = useCallback(
    (input: Input<N>, { onSuccess, onError }: WriteOptions<N> = {}) => {
      void mutateAsync(input).then(
        (output) => onSuccess?.(output, input),
        (error: CallError) => onError?.(error, input),
      );
    },
    [mutateAsync],
  );
  return useMemo(() => ({ ...mutation, mutate }), [mutation, mutate]);
}

/** How a write is made, and what is read around it. */
export function writeOptions<N extends MutationName>(
  queries: QueryClient,
  name: N,
  options: WriteOptions<N>,
): MutationOptions<Output<N>, CallError, Input<N>> {
  return {
    mutationKey: [name],
    ...(slow.has(name) ? {} : { meta: writeMeta }),
    mutationFn: async (input) => (await call("mutation", name, input)) as Output<N>,
    onMutate: (input) => {
      if (slow.has(name)) return;
      const isShown = shownOf(input);
      void queries.cancelQueries({ predicate: (query) => query.state.data !== undefined && isShown(query) });
    },
    onError: (error, input) => {
      options.onError?.(error, input);
      // A read that this write stopped has still to be made.
      return readAgain(queries, input, { name, onlyInvalidated: true });
    },
    onSuccess: (output, input) => {
      options.onSuccess?.(output, input);
      return readAgain(queries, input, { name, onlyInvalidated: false });
    },
  };
}

type Ended = { name: MutationName; onlyInvalidated: boolean };

/** Reads again what a write changed; what other writes still change is marked, and read when they end. */
async function readAgain(queries: QueryClient, input: object, { name, onlyInvalidated }: Ended): Promise<void> {
  const isShown = shownOf(input);
  const pending = queries.isMutating({
    predicate: ({ meta, state }) => meta === writeMeta && apiOf(state.variables as object | undefined) === apiOf(input),
  });
  await queries.invalidateQueries({
    predicate: (query) => isShown(query) && (!onlyInvalidated || query.state.isInvalidated),
    // The write that ended counts as one until its callbacks are through.
    refetchType: pending > (slow.has(name) ? 0 : 1) ? "none" : "active",
  });
}

/** Runs something that changes nothing of what is shown: nothing is read again after it. */
export function useAction<N extends MutationName>(name: N): UseMutationResult<Output<N>, CallError, Input<N>> {
  return useMutation<Output<N>, CallError, Input<N>>({
    mutationKey: [name],
    mutationFn: async (input) => (await call("mutation", name, input)) as Output<N>,
  });
}
