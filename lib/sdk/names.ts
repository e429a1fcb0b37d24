/** The words of a name: letters and digits, split at everything else and at humps. */
function wordsOf(text: string): string[] {
  return text
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replace(/([A-Z]+)([A-Z][a-z])/g, "$1 $2")
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== "");
}

const lengthMax = 100;

const capitalized = (word: string) => word.charAt(0).toUpperCase() + word.slice(1).toLowerCase();

/** Whatever a name was, what these give is an identifier: ASCII letters and digits, not beginning with a digit. */
export function pascalCase(text: string, fallback: string): string {
  return identifier(wordsOf(text).map(capitalized).join(""), fallback);
}

export function camelCase(text: string, fallback: string): string {
  const pascal = pascalCase(text, capitalized(fallback));
  return pascal.charAt(0).toLowerCase() + pascal.slice(1);
}

export function snakeCase(text: string, fallback: string): string {
  return identifier(
    wordsOf(text)
      .map((word) => word.toLowerCase())
      .join("_"),
    fallback,
  );
}

function identifier(name: string, fallback: string): string {
  const safe = name === "" ? fallback : /^\d/.test(name) ? `${fallback}${name}` : name;
  return safe.slice(0, lengthMax);
}

/** Gives each wanted name once; later ones get a number. Names differ in more than capitals: some are names of files. */
export function makeNames(reserved: Iterable<string> = []): (wanted: string) => string {
  const taken = new Set([...reserved].map((name) => name.toLowerCase()));
  return (wanted) => {
    let name = wanted;
    for (let count = 2; taken.has(name.toLowerCase()); count++) name = `${wanted}${count}`;
    taken.add(name.toLowerCase());
    return name;
  };
}
