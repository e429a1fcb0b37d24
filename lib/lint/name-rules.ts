import type { FindProblems } from "./subject.ts";

/** Lower case, digits and hyphens; a dot as in `robots.txt`, and a leading dot or underscore as in `.well-known`. */
const plain = /^[._]?[a-z0-9]+([.-][a-z0-9]+)*$/;

export const findOddResourceNames: FindProblems = ({ definition: { resources } }) => {
  const taken = new Set(resources.map(({ path }) => path));
  return resources.flatMap(({ id, path, pathPart = "" }) => {
    if (pathPart === "" || pathPart.startsWith("{") || plain.test(pathPart)) return [];
    const better = kebabOf(pathPart);
    const parent = path.slice(0, path.length - pathPart.length);
    const isFree = plain.test(better) && !taken.has(`${parent}${better}`);
    return [
      {
        place: { kind: "resource", path },
        label: path,
        text: `The part ${pathPart} has other characters than small letters, digits and hyphens.`,
        ...(isFree
          ? { fix: { title: `Rename it to ${better}`, change: { kind: "rename-resource", resourceId: id, pathPart: better } } as const }
          : {}),
      },
    ];
  });
};

function kebabOf(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, "$1-$2")
    .replace(/[_\s]+/g, "-")
    .toLowerCase();
}

export const findOddModelNames: FindProblems = ({ definition: { models } }) =>
  models
    .filter(({ name }) => !/^[A-Z]/.test(name))
    .map(({ name }) => ({
      place: { kind: "model", name },
      label: `model ${name}`,
      text: "Its name does not begin with a capital letter.",
    }));
