"use client";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { ThemeProvider } from "next-themes";
import { NuqsAdapter } from "nuqs/adapters/next/app";
import { type ReactNode, useState } from "react";
import { Toaster } from "sonner";
import { useDensityOfPage } from "@/components/ui/density";
import { TooltipProvider } from "@/components/ui/tooltip";
import { CallError } from "@/lib/client/call";

function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 5_000,
        retry: (failures, error) => failures < 2 && error instanceof CallError && error.isTemporary,
        refetchOnWindowFocus: true,
      },
      // Kept for five minutes, the answers of tests would fill the page: a hundred of 1 MB are 130 MB.
      mutations: { gcTime: 0 },
    },
  });
}

export function Providers({ children }: { children: ReactNode }) {
  const [client] = useState(makeQueryClient);
  useDensityOfPage();
  return (
    <ThemeProvider attribute="data-theme" defaultTheme="system" disableTransitionOnChange>
      <QueryClientProvider client={client}>
        <NuqsAdapter>
          <TooltipProvider delayDuration={300}>{children}</TooltipProvider>
        </NuqsAdapter>
      </QueryClientProvider>
      <Toaster
        position="bottom-right"
        // Above the bar that saves a form, which stands at the lower edge.
        offset={{ bottom: 56, right: 24 }}
        toastOptions={{ classNames: { toast: "gatehouse-toast" }, duration: 10_000 }}
        closeButton
        theme="system"
      />
    </ThemeProvider>
  );
}
