import { CircleAlert, CircleCheck } from "lucide-react";
import { Alert } from "@/components/ui/alert";
import type { ListedAuthorizer } from "@/lib/client/access-operations";
import { decideMethods, findCachedPolicyTrap, type MethodVerdict, type Place } from "@/lib/policy/decide-methods";

type Props = {
  authorizer: ListedAuthorizer;
  policy: string;
  principalId: string;
  methods: readonly { httpMethod: string; path: string }[];
  place: Place;
};

const words: Record<MethodVerdict["verdict"], string> = { allow: "allowed", deny: "denied", none: "not allowed" };

/** What this one policy says about every method: while it is kept, it counts for all of them. */
export function MethodDecisions({ authorizer, policy, principalId, methods, place }: Props) {
  const decided = decideMethods(policy, { methods, place, principalId });
  if (decided === undefined) return null;
  const ttl = authorizer.authorizerResultTtlInSeconds ?? 300;
  const trap = findCachedPolicyTrap(decided, { ttlSeconds: ttl, usedBy: authorizer.usedBy });
  return (
    <section aria-label="Methods under this policy" className="flex flex-col gap-3">
      {trap ? (
        <Alert tone="warn" live title={`The policy names single methods and is kept for ${ttl} s.`}>
          {trap.refused.length === 0
            ? "A caller whose policy was made for one method is refused on the others while it is kept."
            : `Until it ends, the same caller is refused on ${trap.refused.slice(0, shownRefused).join(", ")}${
                trap.refused.length > shownRefused ? ` and ${trap.refused.length - shownRefused} more` : ""
              }.`}{" "}
          Let the function allow all that the caller may call, or set the cache to 0 s.
        </Alert>
      ) : null}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard. */}
      <div tabIndex={0} className="max-h-80 overflow-auto rounded-md border border-line bg-raised">
        <table aria-label="Methods under this policy" className="w-full text-left">
          <thead className="sticky top-0 bg-raised text-muted text-sm shadow-[inset_0_-1px_var(--border)]">
            <tr className="h-8">
              <th scope="col" className="px-3 font-medium">
                Method
              </th>
              <th scope="col" className="w-40 font-medium">
                This policy
              </th>
              <th scope="col" className="w-40 font-medium">
                Uses this authorizer
              </th>
            </tr>
          </thead>
          <tbody>
            {decided.verdicts.slice(0, shownMethods).map(({ method, verdict }) => (
              <tr key={method} className="h-7 border-line border-b last:border-b-0">
                <td className="px-3 font-mono text-sm">{method}</td>
                <td>
                  <span className="inline-flex items-center gap-1.5 [&_svg]:size-4">
                    {verdict === "allow" ? (
                      <CircleCheck aria-hidden className="text-ok" />
                    ) : (
                      <CircleAlert aria-hidden className="text-error" />
                    )}
                    {words[verdict]}
                  </span>
                </td>
                <td className="text-muted">{authorizer.usedBy.includes(method) ? "yes" : "no"}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {decided.verdicts.length > shownMethods ? (
        <p className="text-muted text-sm">
          The first {shownMethods} of {decided.verdicts.length} methods.
        </p>
      ) : null}
    </section>
  );
}

const shownRefused = 5;
const shownMethods = 500;
