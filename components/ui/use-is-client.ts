"use client";
import { useSyncExternalStore } from "react";

const never = () => () => undefined;

/** False while the server draws and during hydration: what depends on this browser's memory waits for true. */
export function useIsClient(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}
