"use client";
import { Copy } from "lucide-react";
import { useState } from "react";
import { useOperation } from "@/components/data/use-operations";
import { useShortcut } from "@/components/shell/use-shortcut";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Dialog } from "@/components/ui/dialog";
import { QueryState } from "@/components/ui/query-state";
import { type Tab, Tabs } from "@/components/ui/tabs";
import type { CopiedTexts, CopySubject } from "@/lib/definition/copy-subject";

type Props = {
  /** What a person calls it: `GET /pets`. */
  what: string;
  subject: CopySubject;
  size?: "sm" | "md";
  /** Whether the key of this action opens it; one of a page may. */
  hasKey?: boolean;
};

const languages = {
  awsCli: "AWS CLI",
  terraform: "Terraform",
  openApi: "OpenAPI",
  cloudFormation: "CloudFormation",
} as const satisfies Record<keyof CopiedTexts, string>;

/** Opens commands and texts that make the same elsewhere. */
export function CopyAs({ what, subject, size = "md", hasKey = false }: Props) {
  const [isOpen, setOpen] = useState(false);
  useShortcut("copyAs", () => setOpen(true), hasKey);
  return (
    <>
      <Button size={size} aria-label={`Copy ${what} as ...`} onClick={() => setOpen(true)}>
        <Copy aria-hidden /> Copy as
      </Button>
      {isOpen ? (
        <Dialog
          open
          onOpenChange={setOpen}
          width="lg"
          title={`Copy ${what}`}
          description="As it is saved. Commands and texts make the same elsewhere; secrets are asked for instead of copied."
        >
          <Texts subject={subject} />
        </Dialog>
      ) : null}
    </>
  );
}

/** The same for a tab of a form. */
export function CopyAsTexts({ subject }: Pick<Props, "subject">) {
  return <Texts subject={subject} />;
}

function Texts({ subject }: Pick<Props, "subject">) {
  const copied = useOperation("copyAs", { subject });
  return (
    <QueryState query={copied} what="the definition">
      {(texts) => <Languages texts={texts} />}
    </QueryState>
  );
}

function Languages({ texts }: { texts: CopiedTexts }) {
  const [language, setLanguage] = useState<string>("awsCli");
  const tabs = (Object.keys(languages) as (keyof CopiedTexts)[]).flatMap((id): Tab[] => {
    const text = texts[id];
    return text === undefined ? [] : [{ id, label: languages[id], content: <Text label={languages[id]} text={text} /> }];
  });
  return <Tabs label="Languages" tabs={tabs} value={language} onChange={setLanguage} padded={false} />;
}

function Text({ label, text }: { label: string; text: string }) {
  return (
    <div className="relative">
      <div className="absolute top-2 right-2">
        <CopyButton text={text} label={`Copy the ${label} text`} />
      </div>
      <section
        aria-label={`${label} text`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard.
        tabIndex={0}
        className="max-h-[52vh] overflow-auto bg-sunken p-3 pr-10"
      >
        <pre className="font-mono text-sm">{text}</pre>
      </section>
    </div>
  );
}
