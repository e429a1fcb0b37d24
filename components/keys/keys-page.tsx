"use client";
import { FileUp, KeyRound, Plus } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { parseAsBoolean, parseAsString, useQueryState } from "nuqs";
import { useCallback, useRef } from "react";
import { useShortcut } from "@/components/shell/use-shortcut";
import { useUser } from "@/components/shell/user";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Input } from "@/components/ui/field";
import { PageFrame } from "@/components/ui/page-frame";
import { CreateKeyDialog } from "./create-key-dialog";
import { ExpiringKeys } from "./expiring-keys";
import { KeyList } from "./key-list";

/** API keys of the workspace, newest first. */
export function KeysPage() {
  const { canWrite } = useUser();
  const router = useRouter();
  const [text, setText] = useQueryState("q", parseAsString.withDefault("").withOptions({ throttleMs: 200 }));
  const [isNew, setNew] = useQueryState("new", parseAsBoolean.withDefault(false));
  const filter = useRef<HTMLInputElement>(null);
  useShortcut(
    "filter",
    useCallback(() => filter.current?.focus(), []),
  );
  const actions = canWrite ? (
    <>
      <Button asChild>
        <Link href="/keys/import">
          <FileUp aria-hidden /> Import CSV
        </Link>
      </Button>
      <Button look="primary" onClick={() => void setNew(true)}>
        <Plus aria-hidden /> New API key
      </Button>
    </>
  ) : null;
  return (
    <PageFrame
      title="API keys"
      text="Who calls methods that ask for a key. Usage plans say which stages, how fast and how much."
      actions={actions}
    >
      <Input
        ref={filter}
        type="search"
        aria-label="Find API keys"
        placeholder="Part of a name, a tag, or an id"
        maxLength={200}
        className="max-w-80"
        value={text}
        onChange={(event) => void setText(event.target.value === "" ? null : event.target.value)}
      />
      <ExpiringKeys />
      <KeyList
        text={text.trim()}
        empty={
          <EmptyState title="No API key yet" icon={<KeyRound />} action={actions}>
            A key names a caller. Put it into a usage plan, and methods that ask for a key let it through.
          </EmptyState>
        }
      />
      {isNew && canWrite ? <CreateKeyDialog onClose={() => void setNew(null)} onOpen={(keyId) => router.push(`/keys/${keyId}`)} /> : null}
    </PageFrame>
  );
}
