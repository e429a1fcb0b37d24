/** What makes a text look like something that runs in a page; undefined for one that does not. */
export function detectScript(text: string): string | undefined {
  if (!/[<>"'`():={]/.test(text)) return undefined;
  // Browsers skip control characters as they skip blanks.
  const lower = text.toLowerCase().replace(/\p{Cc}/gu, " ");
  return findTag(lower) ?? findAttribute(lower) ?? findAddress(lower) ?? findCode(lower);
}

// Elements that load or run something by themselves, or change where other things come from.
const elements = new Set([
  ...["script", "iframe", "frame", "frameset", "object", "embed", "applet", "svg", "math", "base", "meta", "link", "style", "template"],
  ...["xml", "xss", "layer", "ilayer", "bgsound", "isindex", "portal", "foreignobject", "animate", "set", "noscript", "marquee", "import"],
]);

const attributes =
  /[\s"'`/](?:on[a-z]{3,24}|style|src|href|action|formaction|background|dynsrc|lowsrc|data|srcdoc|xlink:href|xmlns|values|to|from|code|poster)\s*=/;
// The attributes of so many tags are looked at, each so far; they stand at its beginning. Names are looked at in all of them.
const tagsMax = 2_000;
const tagMax = 512;

function findTag(text: string): string | undefined {
  let seen = 0;
  for (let at = text.indexOf("<"); at >= 0; at = text.indexOf("<", at + 1)) {
    const name = /^<[\s/]*([a-z][a-z0-9:-]*|[!?%])/.exec(text.slice(at, at + 64))?.[1];
    if (name === undefined) continue;
    if (/^[!?%]$/.test(name)) {
      const declaration = text.slice(at + 1, at + 24);
      if (/^(?:!doctype\s+\S+\s*\[|!entity|!\[cdata\[|\?(?:xml|import|php)|!--.{0,16}(?:#exec|\[if))/.test(declaration))
        return "a declaration";
      continue;
    }
    const local = name.slice(name.lastIndexOf(":") + 1);
    if (elements.has(local) || elements.has(name)) return `the element ${local}`;
    if (++seen > tagsMax) continue;
    const rest = text.slice(at + 1 + name.length, at + tagMax);
    const end = rest.indexOf(">");
    const tag = end < 0 ? rest : rest.slice(0, end);
    if (eventName.test(tag)) return "an event handler";
    if (attributes.test(tag) && findAddress(tag) !== undefined) return "an address that runs";
    if (/[\s"'`/]style\s*=/.test(tag) && /expression|url\s*\(|behavior|binding|import|\\/.test(tag)) return "a style that runs";
    if (
      /[\s"'`/](?:src|href|data|action|formaction|srcdoc)\s*=/.test(tag) &&
      /^(?:img|image|input|video|audio|source|body|table|td|div|form|button|a|area|embed)$/.test(local) &&
      /(?:src|formaction|srcdoc|data)\s*=\s*(?:["'`]?\s*)?(?:x\b|#|\/\/|https?:|data:|\S*['"`<(])/.test(tag)
    )
      return "an element that loads";
  }
  return undefined;
}

const events =
  "abort|activate|afterprint|animation\\w*|auxclick|before\\w+|begin|blur|bounce|canplay\\w*|change|click|close|contextmenu|copy|cuechange|cut|dblclick|drag\\w*|drop|durationchange|emptied|end|ended|error|finish|focus\\w*|formdata|fullscreen\\w*|hashchange|input|invalid|key\\w+|load\\w*|message\\w*|mouse\\w+|page\\w+|paste|pause|play\\w*|pointer\\w+|popstate|progress|propertychange|ratechange|readystatechange|repeat|reset|resize\\w*|row\\w+|scroll\\w*|search|seek\\w+|select\\w*|show|start|stop|storage|submit|suspend|timeupdate|toggle|touch\\w+|transition\\w+|unhandledrejection|unload|volumechange|waiting|webkit\\w+|wheel";
const eventName = new RegExp(`(?:^|[\\s"'\`/>;])on(?:${events})[\\s/]*=`);

/** An attribute that a value in the middle of a tag could add. */
function findAttribute(text: string): string | undefined {
  const at = text.search(eventName);
  if (at < 0) return undefined;
  const isInTag = /["'`>/]/.test(text.slice(Math.max(0, at - 200), at + 1));
  const value = text.slice(at + 1, at + 400);
  return isInTag || /=\s*["'`]?\s*[\w$.]+\s*[(`=]/.test(value) ? "an event handler" : undefined;
}

/** An address whose scheme runs what follows; blanks inside of it are skipped as browsers do. */
function findAddress(text: string): string | undefined {
  const joined = text.replace(/[\s\u00ad\u200b-\u200d]+/g, "");
  const found = /(?:^|[=("'`,;:|>\]/])(?:javascript|vbscript|livescript|mocha):[^\s]/.exec(joined);
  if (found !== null && (found.index > 0 || /[(`=%]/.test(joined))) return "an address that runs";
  return /(?:^|[=("'`,:])data:(?:text\/(?:html|xml|javascript|vbscript)|image\/svg\+xml|application\/(?:xhtml\+xml|xml|javascript))?[;,]/.test(
    joined,
  ) && /base64|<|%3c|script/.test(joined)
    ? "a document in an address"
    : undefined;
}

const calls = "alert|confirm|prompt|eval|settimeout|setinterval|function|print|fetch|import|open|execscript|require";
const things =
  /(?:document|window|self|top|parent|this|globalthis|location)\s*(?:\.\s*(?:cookie|location|domain|write|writeln|body|documentelement|createelement|href|open|localstorage|defaultview|replace|assign|alert|eval)|\[\s*["'`(/])/;

const afterQuote = new RegExp(
  `["'\`)}\\]\\\\] ?[;,+*/%|&^?:<>=-]{1,3} ?(?:\\[|\\(|\\w+ ?= ?)?(?:${calls}|window|self|top|document)\\b ?[(\`.[\\])]`,
);
const bareCall = new RegExp(
  `(?:^|[;{}(,=!:+\\s-])(?:${calls}) ?(?:\\(|\`) ?(?:["'\`/\\d]|document|string\\.|location|this|window|\\)|xss|name)`,
);
const codeFromText =
  /string\.fromcharcode|\.constructor\s*[([.]|constructor\s*\(\s*["'`]|\beval\s*\(\s*(?:atob|string|unescape|location|name)/;
const runningStyle = /expression\s*\(\s*(?:\w+\s*[(.=]|["'])|-moz-binding\s*:|behaviou?r\s*:\s*url|@import\s*["'(u]/;
// People write about functions too, in sentences.
const sentence = / (?:the|a|to|of|is|and) /;

/** Script that closes the string which a page put the value into, or that stands for itself. */
function findCode(text: string): string | undefined {
  const joined = text.replace(/\/\*.{0,64}?\*\//g, "").replace(/\s+/g, " ");
  if (afterQuote.test(joined)) return "a call after a quote";
  if (bareCall.test(joined) && !sentence.test(joined)) return "a call";
  if (things.test(joined) && /[=(;]/.test(joined)) return "a page's own objects";
  if (codeFromText.test(joined)) return "code from text";
  return runningStyle.test(joined) ? "a style that runs" : undefined;
}
