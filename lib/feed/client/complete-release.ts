import type { StageRelease } from "../../definition/stage.ts";

/** A release with what the gateway had of that which the console cannot read at the moment. */
export function completeRelease({ unread, ...release }: StageRelease, former: StageRelease | undefined): StageRelease {
  if (unread === undefined) return release;
  const completed = { ...release };
  // The console sends a filter that lets nobody in; the last one that could be read goes before it, if it was the same filter.
  if (unread.includes("filter") && former?.filter?.id === release.filter?.id && former?.filter !== undefined)
    completed.filter = former.filter;
  if (unread.includes("vpcLinks") && former?.vpcLinks !== undefined) completed.vpcLinks = { ...former.vpcLinks, ...release.vpcLinks };
  if (unread.includes("accountThrottle") && former?.accountThrottle !== undefined) completed.accountThrottle = former.accountThrottle;
  return completed;
}
