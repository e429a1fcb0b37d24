"use client";
import { create } from "zustand";
import { persist } from "zustand/middleware";

type ShellState = {
  railOpen: boolean;
  paletteOpen: boolean;
  keysOpen: boolean;
  deployOpen: boolean;
  toggleRail: () => void;
  setPalette: (open: boolean) => void;
  setKeys: (open: boolean) => void;
  setDeploy: (open: boolean) => void;
};

/** State of the frame around every page; only the rail's width is remembered. */
export const useShell = create<ShellState>()(
  persist(
    (set) => ({
      railOpen: false,
      paletteOpen: false,
      keysOpen: false,
      deployOpen: false,
      toggleRail: () => set((state) => ({ railOpen: !state.railOpen })),
      setPalette: (paletteOpen) => set({ paletteOpen }),
      setKeys: (keysOpen) => set({ keysOpen }),
      setDeploy: (deployOpen) => set({ deployOpen }),
    }),
    { name: "gatehouse-shell", partialize: ({ railOpen }) => ({ railOpen }), skipHydration: true },
  ),
);
