"use client";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { formatBytes } from "@/lib/client/format";
import type { TestResult } from "@/lib/client/operations";
import { bytesOf, hexDump } from "./hex-dump";

/** Characters, and bytes of a hex dump, that are drawn before somebody asks for more. */
const shownMax = 256 * 1024;
const hexBytesMax = 16 * 1024;

const viewNames = { formatted: "Formatted", sent: "As sent", image: "Image", hex: "Hex", base64: "Base64" } as const;
type View = keyof typeof viewNames;

/** What a browser draws by itself; an SVG is text, and a document with scripts. */
const imageType = /^image\/(png|jpeg|gif|webp|avif|bmp|x-icon)\b/i;

function typeOf({ headers }: TestResult): string {
  return headers.find(([name]) => name.toLowerCase() === "content-type")?.[1] ?? "";
}

/** The ways to look at a body, the best one first. */
function viewsOf(result: TestResult): [View, ...View[]] {
  // A body that was cut is half a picture.
  const isWhole = Math.ceil(result.bodyBytes / 3) * 4 === result.body.length;
  if (result.bodyIsBase64) return isWhole && imageType.test(typeOf(result)) ? ["image", "hex", "base64"] : ["hex", "base64"];
  return prettyJson(result.body) === undefined ? ["sent", "hex"] : ["formatted", "sent", "hex"];
}

function prettyJson(body: string): string | undefined {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return undefined;
  }
}

export function BodyView({ result }: { result: TestResult }) {
  const views = viewsOf(result);
  const [chosen, setChosen] = useState<View>();
  const view = chosen !== undefined && views.includes(chosen) ? chosen : views[0];
  if (result.body === "") return <p className="text-muted">The body is empty.</p>;
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-1">
        {views.map((each) => (
          <Button
            key={each}
            size="sm"
            look={each === view ? "secondary" : "ghost"}
            aria-pressed={each === view}
            onClick={() => setChosen(each)}
          >
            {viewNames[each]}
          </Button>
        ))}
        <CopyButton text={result.body} label={result.bodyIsBase64 ? "Copy the body as base64" : "Copy the body"} />
      </div>
      {view === "image" ? <ImageBody result={result} /> : <TextBody key={view} result={result} view={view} />}
    </div>
  );
}

function ImageBody({ result }: { result: TestResult }) {
  const [type = ""] = typeOf(result).split(";");
  return (
    // The bytes are here already: there is nothing for the framework's image to fetch or to resize.
    // biome-ignore lint/performance/noImgElement: see above.
    <img
      alt={`Body of the answer, ${type}, ${formatBytes(result.bodyBytes)}`}
      src={`data:${type};base64,${result.body}`}
      className="max-h-96 max-w-full self-start rounded border border-line bg-sunken object-contain"
    />
  );
}

function TextBody({ result, view }: { result: TestResult; view: Exclude<View, "image"> }) {
  const [whole, setWhole] = useState(false);
  const { text, isCut } =
    view === "hex" ? cutHex(result, whole) : cutText(view === "formatted" ? prettyJson(result.body) : undefined, result, whole);
  return (
    <>
      <pre className={view === "hex" ? "overflow-x-auto text-sm" : "whitespace-pre-wrap break-all text-sm"}>{text}</pre>
      {isCut ? (
        <Button className="self-start" onClick={() => setWhole(true)}>
          Load all {formatBytes(result.bodyBytes)}
        </Button>
      ) : null}
    </>
  );
}

function cutText(pretty: string | undefined, { body }: TestResult, whole: boolean) {
  const text = pretty ?? body;
  return whole || text.length <= shownMax ? { text, isCut: false } : { text: text.slice(0, shownMax), isCut: true };
}

function cutHex(result: TestResult, whole: boolean) {
  const bytes = bytesOf(result);
  return whole || bytes.length <= hexBytesMax
    ? { text: hexDump(bytes), isCut: false }
    : { text: hexDump(bytes.subarray(0, hexBytesMax)), isCut: true };
}
