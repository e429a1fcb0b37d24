"use client";
import { RefreshCw } from "lucide-react";
import { useMemo, useState } from "react";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Tabs } from "@/components/ui/tabs";
import { makeSampleText, makeTemplateText } from "./read-schema";
import { ScrollText } from "./scroll-text";
import { ValidatePane } from "./validate-pane";

type Props = { label: string; schema: string; isUsable: boolean; resolveRef: (address: string) => unknown };

/** A sample of what the schema allows, a template to start from, and a place to try a body. */
export function SchemaTools({ label, schema, isUsable, resolveRef }: Props) {
  const [tab, setTab] = useState("sample");
  const [seed, setSeed] = useState(1);
  const [body, setBody] = useState<string>();
  const sample = useMemo(() => (isUsable ? makeSampleText(schema, { seed, resolveRef }) : ""), [schema, isUsable, seed, resolveRef]);
  const template = useMemo(() => (isUsable ? makeTemplateText(schema) : ""), [schema, isUsable]);
  const waiting = <p className="text-muted">Put the schema right first: it cannot be used as it is.</p>;
  return (
    <section aria-label={`Try ${label}`} className="flex min-w-0 flex-1 flex-col rounded-md border border-line bg-raised">
      <Tabs
        label={`Sample, template and validation of ${label}`}
        value={tab}
        onChange={setTab}
        tabs={[
          {
            id: "sample",
            label: "Sample",
            content: isUsable ? (
              <div className="flex flex-col gap-2">
                <div className="flex items-center gap-2">
                  <Button size="sm" onClick={() => setSeed(seed + 1)}>
                    <RefreshCw aria-hidden /> Another sample
                  </Button>
                  <span className="text-muted text-sm">Sample {seed}; the same number gives the same sample.</span>
                  <span className="flex-1" />
                  <CopyButton text={sample} label="Copy the sample" />
                </div>
                <ScrollText label={`Sample of ${label}`} className="max-h-80">
                  {sample}
                </ScrollText>
              </div>
            ) : (
              waiting
            ),
          },
          {
            id: "template",
            label: "Template",
            content: isUsable ? (
              <div className="flex flex-col gap-2">
                <div className="flex items-center gap-2">
                  <span className="text-muted text-sm">A mapping template to start from: it passes a body of this model on.</span>
                  <span className="flex-1" />
                  <CopyButton text={template} label="Copy the template" />
                </div>
                <ScrollText label={`Mapping template of ${label}`} className="max-h-80">
                  {template}
                </ScrollText>
              </div>
            ) : (
              waiting
            ),
          },
          {
            id: "validate",
            label: "Validate",
            content: isUsable ? (
              <ValidatePane label={label} schema={schema} resolveRef={resolveRef} body={body ?? sample} onChange={setBody} />
            ) : (
              waiting
            ),
          },
        ]}
      />
    </section>
  );
}
