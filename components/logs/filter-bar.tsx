"use client";
import { Search } from "lucide-react";
import { type KeyboardEvent, useId, useRef, useState } from "react";
import { useShortcut } from "@/components/shell/use-shortcut";
import { cn } from "@/components/ui/cn";
import { Input } from "@/components/ui/field";
import { filterTextMax } from "@/lib/definition/log-filter";
import { type Known, type Suggestion, suggestWords, wordAt } from "./suggest-words";

type Props = { value: string; known: Known; problems: readonly string[]; onChange: (text: string) => void };

/** The filter as text, with completion of the word at the caret; Enter applies it. */
export function FilterBar({ value, known, problems, onChange }: Props) {
  const [draft, setDraft] = useState({ text: value, applied: value });
  // The address may change without us: the back button, a link, the histogram.
  if (draft.applied !== value) setDraft({ text: value, applied: value });
  const [suggestions, setSuggestions] = useState<readonly Suggestion[]>([]);
  const [chosen, setChosen] = useState(-1);
  const box = useRef<HTMLInputElement>(null);
  const id = useId();
  useShortcut("filter", () => box.current?.focus());

  const close = () => {
    setSuggestions([]);
    setChosen(-1);
  };

  function suggest(text: string, caret: number) {
    setSuggestions(suggestWords(wordAt(text, caret).word, known));
    setChosen(-1);
  }

  function accept({ word }: Suggestion) {
    const caret = box.current?.selectionStart ?? draft.text.length;
    const { start } = wordAt(draft.text, caret);
    const isWhole = !word.endsWith(":");
    const text = `${draft.text.slice(0, start)}${word}${isWhole ? " " : ""}${draft.text.slice(caret).trimStart()}`;
    setDraft({ ...draft, text });
    if (isWhole) close();
    else suggest(text, start + word.length);
    box.current?.focus();
  }

  function apply() {
    close();
    onChange(draft.text.trim());
  }

  function press(event: KeyboardEvent) {
    const suggestion = suggestions[chosen];
    if (event.key === "Enter") {
      event.preventDefault();
      if (suggestion) accept(suggestion);
      else apply();
    } else if (event.key === "Escape" && suggestions.length > 0) {
      event.preventDefault();
      close();
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && suggestions.length > 0) {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      setChosen((chosen + step + suggestions.length + (chosen < 0 && step < 0 ? 1 : 0)) % suggestions.length);
    }
  }

  return (
    <search className="relative min-w-72 flex-1">
      <Search aria-hidden className="pointer-events-none absolute top-2 left-2.5 size-4 text-muted" />
      <Input
        ref={box}
        mono
        className="pl-8"
        role="combobox"
        aria-label="Filter of the log"
        aria-expanded={suggestions.length > 0}
        aria-controls={`${id}-words`}
        aria-autocomplete="list"
        aria-activedescendant={chosen >= 0 ? `${id}-${chosen}` : undefined}
        aria-describedby={problems.length > 0 ? `${id}-problems` : undefined}
        aria-invalid={problems.length > 0 || undefined}
        autoComplete="off"
        spellCheck={false}
        maxLength={filterTextMax}
        placeholder="status:5xx reason:BACKEND_TIMEOUT path:/pets* since:1h   /"
        value={draft.text}
        onChange={(event) => {
          setDraft({ ...draft, text: event.target.value });
          suggest(event.target.value, event.target.selectionStart ?? event.target.value.length);
        }}
        onKeyDown={press}
        onBlur={apply}
      />
      <div
        id={`${id}-words`}
        role="listbox"
        aria-label="Words of the filter"
        hidden={suggestions.length === 0}
        className="absolute top-9 left-0 z-30 max-h-72 w-full max-w-md overflow-auto rounded-md border border-line bg-raised p-1 shadow-float"
      >
        {suggestions.map((suggestion, index) => (
          // biome-ignore lint/a11y/useFocusableInteractive: the input keeps the focus and names the active option.
          // biome-ignore lint/a11y/useKeyWithClickEvents: the input takes the keys.
          <div
            key={suggestion.word}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === chosen}
            className={cn("flex min-h-7 items-center gap-3 rounded px-2", index === chosen ? "bg-hover" : "hover:bg-hover")}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => accept(suggestion)}
          >
            <code>{suggestion.word}</code>
            <span className="truncate text-muted text-sm">{suggestion.hint}</span>
          </div>
        ))}
      </div>
      {problems.length > 0 ? (
        <p id={`${id}-problems`} role="alert" className="pt-1 text-error text-sm">
          {problems[0]}
        </p>
      ) : null}
    </search>
  );
}
