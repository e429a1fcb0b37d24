"use client";
import {
  keepPreviousData,
  type UseMutationResult,
  type UseQueryResult,
  useMutation,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { type CallError, call } from "@/lib/client/call";
import { concernsApi, queryKey } from "@/lib/client/keys";
import type { Input, MutationName, Output, QueryName } from "@/lib/client/operations";

type QueryOptions = { enabled?: boolean; keepPrevious?: boolean; staleMs?: number };

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
  });
}

/** What happens after a write, also when the component that asked for it is gone by then. */
type WriteOptions<N extends MutationName> = {
  onSuccess?: (output: Output<N>, input: Input<N>) => void;
  onError?: (error: CallError, input: Input<N>) => void;
};

/** A write of the console. Everything cached about its API is read again after it. */
export function useWrite<N extends MutationName>(
  name: N,
  options: WriteOptions<N> = {},
): UseMutationResult<Output<N>, CallError, Input<N>> {
  const queries = useQueryClient();
  return useMutation<Output<N>, CallError, Input<N>>({
    mutationKey: [name],
    mutationFn: async (input) => (await call("mutation", name, input)) as Output<N>,
    onError: (error, input) => options.onError?.(error, input),
    onSuccess: async (output, input) => {
      options.onSuccess?.(output, input);
      const apiId = "apiId" in input && typeof input.apiId === "string" ? input.apiId : undefined;
      await queries.invalidateQueries({ predicate: ({ queryKey: key }) => apiId === undefined || concernsApi(key, apiId) });
    },
  });
}
