"use client";
import dynamic from "next/dynamic";
import type { ComponentType } from "react";
import { MissingPart } from "./missing-part";
import { SkeletonRows } from "./skeleton";

/**
 * A part of a page that few look at: its code is loaded when it is drawn first, so that the page itself opens sooner. The label names
 * the place while it loads; dialogs have none and open when they can.
 */
export function lazyPart<Props extends object>(load: () => Promise<ComponentType<Props>>, label?: string): ComponentType<Props> {
  return dynamic<Props>(() => loadOrTell(load, label), {
    ssr: false,
    loading: () => (label === undefined ? null : <SkeletonRows rows={3} label={label} />),
  });
}

/**
 * The part, or one that says it cannot be had: thrown, it would take the page with it where no pane is around, and trying again would
 * throw the same.
 */
export async function loadOrTell<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  label: string | undefined,
): Promise<ComponentType<Props>> {
  try {
    return await load();
  } catch (error) {
    const why = error instanceof Error ? error.message : "Its code could not be loaded.";
    return (props) => <MissingPart {...props} label={label} why={why} />;
  }
}
