import { parseDecimal } from "./java-decimal.ts";
import { toWholeNumber } from "./java-number.ts";
import { JavaDouble, JavaList, JavaMap, type JavaValue } from "./values.ts";

/** The text is not even leniently JSON. */
export class JsonParseError extends Error {
  constructor(
    message: string,
    readonly offset: number,
  ) {
    super(message);
  }
}

// json-smart refuses deeper documents.
const DEPTH_MAX = 400;
// Conversion of digits costs their square.
const NUMBER_LENGTH_MAX = 1000;
// json-smart uses this character as its end mark.
const END = 0x1a;

const STOP_TOP = "";
const STOP_KEY = ":";
const STOP_IN_OBJECT = ",}";
const STOP_IN_ARRAY = ",]";

const SPACE = 0x20;
const QUOTE = 0x22;
const APOSTROPHE = 0x27;
const COMMA = 0x2c;
const MINUS = 0x2d;
const POINT = 0x2e;
const COLON = 0x3a;
const OPEN_LIST = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_LIST = 0x5d;
const OPEN_MAP = 0x7b;
const CLOSE_MAP = 0x7d;

/**
 * Parses as json-smart does in its permissive mode, which the service uses: bare text is a string, keys need no quotes, single quotes and
 * needless commas are fine, data after the value is ignored. Numbers keep their class and every digit.
 */
export function parseJson(text: string): JavaValue {
  return new JsonParser(text).parse();
}

class JsonParser {
  private position = 0;
  private depth = 0;

  constructor(private readonly text: string) {}

  parse(): JavaValue {
    return this.readValue(STOP_TOP);
  }

  private current(): number {
    return this.position < this.text.length ? this.text.charCodeAt(this.position) : END;
  }

  private readValue(stop: string): JavaValue {
    for (;;) {
      const code = this.current();
      if (code === SPACE || code === 10 || code === 13 || code === 9) {
        this.position++;
        continue;
      }
      if (code === QUOTE || code === APOSTROPHE) return this.readString(code);
      if (code === OPEN_MAP) return this.readMap();
      if (code === OPEN_LIST) return this.readList();
      if (code === MINUS || isDigit(code)) return this.readNumber(stop);
      if (code === COLON || code === CLOSE_MAP || code === CLOSE_LIST) throw this.unexpected();
      if (code === END && stop !== STOP_TOP) throw this.unexpected();
      return readWord(this.readBareText(stop));
    }
  }

  private readMap(): JavaMap {
    this.enter();
    const map = new JavaMap();
    let acceptsEntry = true;
    this.position++;
    for (;;) {
      const code = this.current();
      if (code === SPACE || code === 10 || code === 13 || code === 9) {
        this.position++;
        continue;
      }
      if (code === CLOSE_MAP) break;
      if (code === COMMA) {
        acceptsEntry = true;
        this.position++;
        continue;
      }
      if (code === COLON || code === CLOSE_LIST || code === OPEN_LIST || code === OPEN_MAP) throw this.unexpected();
      const key = code === QUOTE || code === APOSTROPHE ? this.readString(code) : this.readBareText(STOP_KEY);
      if (!acceptsEntry) throw this.unexpected();
      this.skipSpace();
      if (this.current() !== COLON) throw this.unexpected();
      this.position++;
      map.set(key, this.readValue(STOP_IN_OBJECT));
      this.skipSpace();
      if (this.current() === CLOSE_MAP) break;
      if (this.current() !== COMMA) throw this.unexpected();
      acceptsEntry = true;
      this.position++;
    }
    this.position++;
    this.depth--;
    return map;
  }

  private readList(): JavaList {
    this.enter();
    const items: JavaValue[] = [];
    this.position++;
    for (;;) {
      const code = this.current();
      if (code === SPACE || code === 10 || code === 13 || code === 9 || code === COMMA) {
        this.position++;
        continue;
      }
      if (code === CLOSE_LIST) break;
      if (code === COLON || code === CLOSE_MAP || code === END) throw this.unexpected();
      items.push(this.readValue(STOP_IN_ARRAY));
    }
    this.position++;
    this.depth--;
    return new JavaList(items, "json");
  }

  private enter(): void {
    this.depth++;
    if (this.depth > DEPTH_MAX)
      throw new JsonParseError(`Malicious payload, having non natural depths, exceeds ${DEPTH_MAX} levels`, this.position);
  }

  private readString(quote: number): string {
    const start = this.position + 1;
    const end = this.text.indexOf(quote === QUOTE ? '"' : "'", start);
    if (end < 0) throw this.unexpectedEnd();
    const simple = this.text.slice(start, end);
    if (!simple.includes("\\")) {
      this.position = end + 1;
      return simple;
    }
    return this.readEscapedString(quote, start);
  }

  private readEscapedString(quote: number, start: number): string {
    let result = "";
    let copied = start;
    let position = start;
    for (;;) {
      if (position >= this.text.length) throw this.unexpectedEnd();
      const code = this.text.charCodeAt(position);
      if (code === quote) break;
      // Here json-smart drops control characters; in strings without a backslash it keeps them.
      if (code < SPACE || code === 127 || code === BACKSLASH) {
        if (code === END) throw this.unexpectedEnd();
        result += this.text.slice(copied, position);
        if (code === BACKSLASH) {
          const read = this.readEscape(position + 1);
          result += read.text;
          position = read.end;
        } else position++;
        copied = position;
      } else position++;
    }
    this.position = position + 1;
    return result + this.text.slice(copied, position);
  }

  private readEscape(position: number): { text: string; end: number } {
    const char = this.text[position] ?? "";
    if (char === "u") return this.readHex(position + 1, 4);
    if (char === "x") return this.readHex(position + 1, 2);
    return { text: ESCAPES[char] ?? "", end: position + 1 };
  }

  private readHex(position: number, length: number): { text: string; end: number } {
    const digits = this.text.slice(position, position + length);
    if (digits.length < length || !/^[0-9a-fA-F]+$/.test(digits)) throw new JsonParseError("Unexpected unicode sequence", position);
    return { text: String.fromCharCode(Number.parseInt(digits, 16)), end: position + length };
  }

  private readNumber(stop: string): JavaValue {
    const start = this.position;
    this.position++;
    this.skipDigits();
    if (this.current() !== POINT && !this.isExponentMark()) return this.finishNumber(start, stop, readWhole);
    if (this.current() === POINT) {
      this.position++;
      this.skipDigits();
    }
    if (this.isExponentMark()) {
      this.position++;
      const code = this.current();
      if (code !== 0x2b && code !== MINUS && !isDigit(code)) return this.readBareTextFrom(start, stop);
      this.position++;
      this.skipDigits();
    }
    return this.finishNumber(start, stop, readFraction);
  }

  private finishNumber(start: number, stop: string, read: (text: string, offset: number) => JavaValue): JavaValue {
    const end = this.position;
    this.skipSpace();
    const code = this.current();
    // A number that goes on with other characters is text; json-smart does not look at characters from 126 up.
    if (code !== END && code < 126 && !stop.includes(String.fromCharCode(code))) return this.readBareTextFrom(start, stop);
    return read(this.text.slice(start, end), start);
  }

  private readBareText(stop: string): string {
    return this.readBareTextFrom(this.position, stop);
  }

  private readBareTextFrom(start: number, stop: string): string {
    for (;;) {
      const code = this.current();
      if (code === END || (code < 126 && stop.includes(String.fromCharCode(code)))) break;
      this.position++;
    }
    return trimControl(this.text.slice(start, this.position));
  }

  private isExponentMark(): boolean {
    return this.current() === 0x45 || this.current() === 0x65;
  }

  private skipDigits(): void {
    while (isDigit(this.current())) this.position++;
  }

  private skipSpace(): void {
    while (this.current() <= SPACE && this.current() !== END) this.position++;
  }

  private unexpected(): JsonParseError {
    if (this.current() === END) return this.unexpectedEnd();
    return new JsonParseError(`Unexpected character (${this.text[this.position]}) at position ${this.position}.`, this.position);
  }

  private unexpectedEnd(): JsonParseError {
    return new JsonParseError(`Unexpected End Of File position ${this.text.length}: EOF`, this.text.length);
  }
}

const ESCAPES: Readonly<Record<string, string>> = {
  t: "\t",
  n: "\n",
  r: "\r",
  f: "\f",
  b: "\b",
  "\\": "\\",
  "/": "/",
  "'": "'",
  '"': '"',
};

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

function readWord(text: string): JavaValue {
  if (text === "null") return null;
  if (text === "true") return true;
  if (text === "false") return false;
  return text === "NaN" ? new JavaDouble(Number.NaN) : text;
}

function readWhole(text: string, offset: number): JavaValue {
  if (text === "-") return 0;
  if (text.length < 10) return Number(text) | 0;
  if (text.length > NUMBER_LENGTH_MAX) throw new JsonParseError("Number is too long", offset);
  return toWholeNumber(BigInt(text));
}

function readFraction(text: string, offset: number): JavaValue {
  if (text.length <= 18) return new JavaDouble(Number(text));
  if (text.length > NUMBER_LENGTH_MAX) throw new JsonParseError("Number is too long", offset);
  const decimal = parseDecimal(text);
  if (decimal === undefined) throw new JsonParseError("Number is out of range", offset);
  return decimal;
}

// Java's trim takes everything up to and including the blank.
function trimControl(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && text.charCodeAt(start) <= SPACE) start++;
  while (end > start && text.charCodeAt(end - 1) <= SPACE) end--;
  return text.slice(start, end);
}
