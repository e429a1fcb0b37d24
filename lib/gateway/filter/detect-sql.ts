import { type SqlToken, sqlTokens } from "./sql-tokens.ts";

/** What makes a text look like a part of a statement; undefined for one that does not. */
export function detectSql(text: string): string | undefined {
  if (isPlain(text)) return undefined;
  const whole = findStatement(sqlTokens(text));
  if (whole !== undefined) return whole;
  for (const quote of ["'", '"', "`"]) {
    const at = text.indexOf(quote);
    // The statement around the value may have opened a string, which the value then closes.
    const rest = at < 0 ? [] : sqlTokens(text.slice(at + 1));
    const found = findBreakOut(rest) ?? findStatement(rest);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Most values are one word or number. */
function isPlain(text: string): boolean {
  return text.length < 4 ? !/['"#;=-]/.test(text) : /^[\w.:/@-]*$/.test(text) && !text.includes("--");
}

const logical = new Set(["or", "and", "xor", "||", "&&"]);
const comparators = new Set(["=", "<", ">", "<>", "!=", "<=", ">=", "<=>", "like", "rlike", "regexp", "in", "is", "between", "sounds"]);
const isLogical = (token: SqlToken | undefined) => token !== undefined && isBare(token) && logical.has(token.text);
const isComparator = (token: SqlToken | undefined) => token !== undefined && isBare(token) && comparators.has(token.text);
const isBare = ({ kind }: SqlToken) => kind === "word" || kind === "operator";
const isLiteral = (token: SqlToken | undefined) =>
  token !== undefined && (token.kind === "number" || token.kind === "string" || token.kind === "quote" || token.kind === "variable");
const isWord = (token: SqlToken | undefined, ...texts: string[]) =>
  token?.kind === "word" && (texts.length === 0 || texts.includes(token.text));
const isMark = (token: SqlToken | undefined, text: string) => token?.kind === "mark" && token.text === text;
const isComment = (token: SqlToken | undefined) => token?.kind === "comment";

/** What follows a quote that ends a string of the statement around the value. */
function findBreakOut(tokens: readonly SqlToken[]): string | undefined {
  const at = tokens.findIndex((token) => !isMark(token, ")"));
  if (at < 0) return undefined;
  const [first, second, third] = tokens.slice(at, at + 3);
  // Sentences end with a quote, two dashes and a name.
  if (isComment(first) && !tokens.slice(at).some((token) => isWord(token))) return "a comment after a quote";
  if (isMark(first, ";") && (at === tokens.length - 1 || isComment(second) || isWord(second))) return "a statement after a quote";
  if (isLogical(first)) {
    if (isComparator(third) || isMark(second, "(") || isMark(third, "(")) return "a condition after a quote";
    if (isLiteral(second) && (third === undefined || isComment(third) || isLogical(third) || isLiteral(third)))
      return "a condition after a quote";
    if (isWord(second, "not", "exists", "select", "true", "false", "null")) return "a condition after a quote";
    if (second === undefined && first?.kind === "operator") return undefined;
  }
  if (isWord(first, "union") && (isWord(second, "select", "all", "distinct") || isMark(second, "("))) return "union after a quote";
  if (isWord(first, "having", "where") && isComparator(third) && third?.kind === "operator") return `${first?.text} after a quote`;
  if (isWord(first, "order", "group") && isWord(second, "by")) return `${first?.text} by after a quote`;
  if (first?.kind === "operator" && (first.text === "||" || first.text === "=" || first.text === "<>")) {
    if (isLiteral(second) || (first.text === "||" && isWord(second))) return "an operator after a quote";
  }
  if (first?.kind === "operator" && isWord(second) && isMark(third, "(")) return "a function after a quote";
  if (first?.kind === "operator" && isMark(second, "(") && isWord(third, "select")) return "a query after a quote";
  if (isMark(first, ",") && isWord(second) && isMark(third, "(")) return "a function after a quote";
  if (isMark(first, "(") && isWord(second, "select")) return "a query after a quote";
  return undefined;
}

/** Parts of statements that need no quote before them. */
function findStatement(tokens: readonly SqlToken[]): string | undefined {
  for (let at = 0; at < tokens.length; at++) {
    const found = findAt(tokens, at);
    if (found !== undefined) return found;
  }
  return undefined;
}

function findAt(tokens: readonly SqlToken[], at: number): string | undefined {
  const token = tokens[at];
  if (token === undefined) return undefined;
  const next = tokens[at + 1];
  if (isLogical(token)) return findCondition(tokens, at);
  if (isMark(token, ";")) return next === undefined ? undefined : findVerb(tokens, at + 1, { isFirst: false });
  if (isMark(token, "(") && isWord(next, "select") && isQuery(tokens, at + 1)) return "a query in parentheses";
  if (token.kind === "number" && at < tokens.length - 2) return findAfterNumber(tokens, at);
  if (token.kind === "variable") return token.text.startsWith("@@") && systemVariable.test(token.text) ? "a system variable" : undefined;
  if (token.kind !== "word") return undefined;
  if (at === 0) {
    const verb = findVerb(tokens, 0, { isFirst: true });
    if (verb !== undefined) return verb;
  }
  return findWord(tokens, at);
}

const systemVariable = /^@@(?:version|servername|hostname|datadir|basedir|global|session|spid|language)/;

function findWord(tokens: readonly SqlToken[], at: number): string | undefined {
  const token = tokens[at];
  const next = tokens[at + 1];
  const word = token?.text ?? "";
  if (word === "union") {
    const after = isWord(next, "all", "distinct") ? at + 2 : at + 1;
    const query = skipOpening(tokens, after);
    if (isWord(tokens[query], "select") && isValueList(tokens, query)) return "union select";
    return undefined;
  }
  if (word === "select" && isQuery(tokens, at)) return "a query";
  if (secrets.has(word) || /^(?:xp|sp)_(?:cmd|exec|oa|reg|make|dir|file|password|configure|addlogin|helpdb)/.test(word))
    return `the name ${word}`;
  if (/^(?:dbms|utl)_[a-z]+$/.test(word) && isMark(next, ".")) return `the package ${word}`;
  if (word === "into" && isWord(next, "outfile", "dumpfile")) return "into outfile";
  if (word === "waitfor" && isWord(next, "delay", "time")) return "waitfor";
  if (word === "case" && isWord(next, "when") && within(tokens, at + 2, 40, "then") && within(tokens, at + 2, 60, "end"))
    return "case when";
  return isMark(next, "(") ? findCall(tokens, at) : undefined;
}

const secrets = new Set([
  "information_schema",
  "sysobjects",
  "syscolumns",
  "sysdatabases",
  "sysusers",
  "pg_shadow",
  "pg_user",
  "v$version",
  "sqlite_master",
  "load_file",
  "master..xp_cmdshell",
]);
const delays = new Set(["sleep", "pg_sleep", "benchmark", "randomblob", "dbms_pipe", "generate_series"]);
const errors = new Set(["extractvalue", "updatexml", "name_const", "exp", "polygon", "geometrycollection", "multipoint", "gtid_subset"]);
const readers = new Set([
  "ascii",
  "substring",
  "substr",
  "mid",
  "ord",
  "hex",
  "unhex",
  "concat",
  "concat_ws",
  "group_concat",
  "char",
  "chr",
  "length",
  "if",
  "iif",
  "ifnull",
  "coalesce",
  "convert",
  "cast",
  "count",
  "left",
  "right",
  "db_name",
  "char_length",
  "make_set",
  "elt",
  "nullif",
]);
const told = new Set([
  "version",
  "user",
  "database",
  "current_user",
  "system_user",
  "session_user",
  "schema",
  "select",
  "sleep",
  "substring",
  "substr",
  "benchmark",
]);

function findCall(tokens: readonly SqlToken[], at: number): string | undefined {
  const word = tokens[at]?.text ?? "";
  const argument = tokens[at + 2];
  if (delays.has(word) && (isLiteral(argument) || isMark(argument, "(") || isWord(argument))) {
    // A sentence can call something sleep (or rest), so that a time has to follow.
    if (word !== "sleep" || argument?.kind === "number" || isMark(argument, "(")) return `the function ${word}`;
  }
  if (errors.has(word) && isJoined(tokens, at)) return `the function ${word}`;
  if (!readers.has(word)) return undefined;
  if ((word === "char" || word === "chr") && argument?.kind === "number" && isJoined(tokens, at)) return "characters by number";
  const isTelling = tokens.slice(at + 2, at + 12).some((token) => token.kind === "word" && told.has(token.text));
  return isTelling && isJoined(tokens, at) ? `the function ${word}` : undefined;
}

/** Whether something that joins expressions stands before or behind. */
function isJoined(tokens: readonly SqlToken[], at: number): boolean {
  const before = tokens[at - 1];
  if (before === undefined) return tokens.length > at + 4;
  return (
    before.kind === "operator" ||
    before.kind === "mark" ||
    isLogical(before) ||
    isLiteral(before) ||
    isWord(before, "select", "by", "when", "then", "distinct", "all")
  );
}

/** Behind a word that joins conditions: a comparison of two values that are known beforehand, or a query. */
function findCondition(tokens: readonly SqlToken[], at: number): string | undefined {
  let place = at + 1;
  while (isMark(tokens[place], "(") || isWord(tokens[place], "not") || isSign(tokens[place])) place++;
  const [left, middle, right, last] = tokens.slice(place, place + 4);
  if (isWord(left, "exists", "select") && tokens.length > place + 1 && (isMark(middle, "(") || isQuery(tokens, place)))
    return "a query in a condition";
  if (isWord(left, "select") && middle?.text === "*") return "a query in a condition";
  if (!isComparator(middle)) return undefined;
  const value = isSign(right) || isMark(right, "(") ? last : right;
  if (isLiteral(left) && isLiteral(value)) return "a comparison of two constants";
  if (isWord(left) && isWord(value) && left?.text === value?.text && middle?.kind === "operator")
    return "a comparison of something with itself";
  return undefined;
}

const isSign = (token: SqlToken | undefined) => token?.kind === "operator" && /^[-+~!]$/.test(token.text);

function findAfterNumber(tokens: readonly SqlToken[], at: number): string | undefined {
  let place = at + 1;
  while (isMark(tokens[place], ")")) place++;
  const [first, second, third, fourth] = tokens.slice(place, place + 4);
  if (isWord(first, "order", "group") && isWord(second, "by") && third?.kind === "number") return `${first?.text} by`;
  if (isWord(first, "having") && third !== undefined && isComparator(third)) return "having";
  if (isLogical(first) && isWord(second) && isMark(third, "(") && fourth !== undefined && place > at + 1)
    return "a condition after a number";
  return undefined;
}

const objects = ["table", "database", "schema", "view", "index", "user", "login", "procedure", "function", "trigger", "column", "role"];

/** A statement that changes something: at the beginning of a value it has to be more whole than after a semicolon. */
function findVerb(tokens: readonly SqlToken[], at: number, { isFirst }: { isFirst: boolean }): string | undefined {
  const [verb, second, third, fourth] = tokens.slice(at, at + 4);
  if (verb?.kind !== "word") return undefined;
  switch (verb.text) {
    case "drop":
    case "alter":
    case "create":
      return isWord(second, ...objects) && isWord(third) && (!isFirst || tokens.length <= at + 6 || isMark(fourth, "("))
        ? `${verb.text} ${second?.text}`
        : undefined;
    case "truncate":
      return isWord(second, "table") && isWord(third) ? "truncate table" : undefined;
    case "insert":
      return isWord(second, "into") && isWord(third) && (!isFirst || isMark(fourth, "(") || isWord(fourth, "values", "select"))
        ? "insert into"
        : undefined;
    case "delete":
      return isWord(second, "from") && isWord(third) && (!isFirst || isWord(fourth, "where") || isMark(fourth, ";"))
        ? "delete from"
        : undefined;
    case "update":
      return isWord(second) && isWord(third, "set") && (!isFirst || tokens[at + 4]?.text === "=") ? "update" : undefined;
    case "exec":
    case "execute":
      return isWord(third, "master") ||
        /^(?:xp|sp)(?:_|$)/.test(second?.text ?? "") ||
        isWord(second, "master") ||
        isMark(second, "(") ||
        second?.kind === "variable"
        ? "exec"
        : undefined;
    case "declare":
      return second?.kind === "variable" ? "declare" : undefined;
    case "set":
      return second?.kind === "variable" && !isFirst ? "set" : undefined;
    case "shutdown":
      return !isFirst && (second === undefined || isComment(second) || isMark(second, ";") || isWord(second, "with"))
        ? "shutdown"
        : undefined;
    case "select":
      return !isFirst && (isQuery(tokens, at) || second?.text === "*" || isMark(third, "(")) ? "a query after a semicolon" : undefined;
    case "grant":
    case "revoke":
      return !isFirst && isWord(second) && isWord(third, "on", "to", "from") ? verb.text : undefined;
    default:
      return undefined;
  }
}

/** `select ... from ...` that is no sentence: something in it is no plain word. */
function isQuery(tokens: readonly SqlToken[], at: number): boolean {
  const distance = tokens.slice(at + 1, at + 60).findIndex((token) => isWord(token, "from", "select"));
  const from = distance < 0 || tokens[at + 1 + distance]?.text !== "from" ? -1 : at + 1 + distance;
  const second = tokens[at + 1];
  if (from < 0)
    return (
      isWord(second, "top", "count", "null", "sleep", "version", "user", "database", "pg_sleep", "load_file", "concat", "case", "if") &&
      tokens.length > at + 2 &&
      !isWord(tokens[at + 2])
    );
  const target = tokens[from + 1];
  if (!isWord(target) && !isMark(target, "(") && target?.kind !== "string") return false;
  const listed = tokens.slice(at + 1, from);
  return listed.length > 0 && listed.some((token, index) => token.kind !== "word" || isMark(listed[index + 1], "(")) && !isSentence(listed);
}

/** Words with a comma between them are a sentence as well as a list of columns; three words in a row are no list. */
function isSentence(tokens: readonly SqlToken[]): boolean {
  return tokens.some(
    (token, index) =>
      isWord(token) && isWord(tokens[index + 1]) && isWord(tokens[index + 2]) && !isWord(token, "distinct", "all", "case", "as"),
  );
}

/** Behind `select`: values, in a list or alone. */
function isValueList(tokens: readonly SqlToken[], at: number): boolean {
  const second = tokens[at + 1];
  return (
    second === undefined ||
    !isWord(second) ||
    isWord(second, "null", "all", "distinct", "top", "user", "version", "database", "concat", "group_concat") ||
    !isWord(tokens[at + 2]) ||
    isWord(tokens[at + 2], "from")
  );
}

function skipOpening(tokens: readonly SqlToken[], from: number): number {
  let at = from;
  while (isMark(tokens[at], "(")) at++;
  return at;
}

function within(tokens: readonly SqlToken[], from: number, count: number, word: string): boolean {
  return tokens.slice(from, from + count).some((token) => token.kind === "word" && token.text === word);
}
