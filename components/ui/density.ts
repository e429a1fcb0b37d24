"use client";
import { useEffect, useRef } from "react";
import { create } from "zustand";
import { persist } from "zustand/middleware";
import { densityKey } from "@/lib/client/density";

export type Density = "compact" | "comfortable";

type State = { density: Density; setDensity: (density: Density) => void };

/** How much room rows and controls have. The browser keeps it; the page's first script reads it before anything is drawn. */
export const useDensity = create<State>()(
  persist((set) => ({ density: "compact", setDensity: (density) => set({ density }) }), { name: densityKey, skipHydration: true }),
);

/** Takes the density over from the browser's store, and says it to the style sheet whenever it changes. */
export function useDensityOfPage(): void {
  useEffect(() => {
    const stop = useDensity.subscribe(({ density }) => {
      document.documentElement.dataset.density = density;
    });
    void useDensity.persist.rehydrate();
    return stop;
  }, []);
}

/** Comfortable rows are so much higher. */
const moreHeight = 8;

/** The height of a row of a long list, whose places are computed and so cannot come from the style sheet. */
export function useRowHeight(compact: number): number {
  return useDensity(({ density }) => (density === "comfortable" ? compact + moreHeight : compact));
}

/** Lets a long list compute the places of its rows anew when their height changes. */
export function useMeasuredRows(list: { measure(): void }, rowHeight: number): void {
  const measured = useRef(rowHeight);
  useEffect(() => {
    if (measured.current === rowHeight) return;
    measured.current = rowHeight;
    list.measure();
  }, [list, rowHeight]);
}
