"use client";
import { SwitchField } from "@/components/ui/switch";
import { withStreaming } from "./aws-uri";
import type { KindProps } from "./kind-props";

/** Proxies may pass the answer on while it comes. */
export function StreamSwitch({ integration, change, disabled }: Pick<KindProps, "integration" | "change" | "disabled">) {
  const on = integration.responseTransferMode === "STREAM";
  return (
    <SwitchField
      label="Stream the answer"
      disabled={disabled}
      checked={on}
      onChange={(stream) =>
        change((old) => ({
          ...old,
          ...(old.uri === undefined ? {} : { uri: withStreaming(old.uri, stream) }),
          responseTransferMode: stream ? "STREAM" : "BUFFERED",
        }))
      }
      help={on ? "Parts reach the client as they come; up to 15 minutes." : "The answer is sent when it is whole."}
    />
  );
}
