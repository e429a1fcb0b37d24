"use client";
import dynamic from "next/dynamic";
import type { ComponentType } from "react";
import { SkeletonRows } from "./skeleton";

/**
 * A part of a page that few look at: its code is loaded when it is drawn first, so that the page itself opens sooner. The label names
 * the place while it loads; dialogs have none and open when they can.
 */
export function lazyPart<Props extends object>(load: () => Promise<ComponentType<Props>>, label?: string): ComponentType<Props> {
  return dynamic<Props>(load, { ssr: false, loading: () => (label === undefined ? null : <SkeletonRows rows={3} label={label} />) });
}
