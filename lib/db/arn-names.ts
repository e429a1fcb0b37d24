import type { Transaction } from "./database.ts";

type Person = { id: string; name: string; createdAt: Date };

/**
 * What a user is called in ARNs. Names are for people and several may have one: who had it first is `user/Ada`, everybody else
 * `user/{id}/Ada`, as users of the service have paths. Users are never deleted and their names stay, so an ARN stays too.
 */
export async function findArnName({ user }: Pick<Transaction, "user">, person: Person): Promise<string> {
  const { id, name, createdAt } = person;
  if (isTaken(name)) return `${id}/${name}`;
  const earlier = await user.findFirst({
    where: { name, id: { not: id }, OR: [{ createdAt: { lt: createdAt } }, { createdAt, id: { lt: id } }] },
    select: { id: true },
  });
  return earlier === null ? name : `${id}/${name}`;
}

/** The same for everybody at once, by their ids. */
export function arnNames(people: readonly Person[]): Map<string, string> {
  const inOrder = [...people].sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime() || (a.id < b.id ? -1 : 1));
  const taken = new Set<string>();
  return new Map(
    inOrder.map(({ id, name }) => {
      const isFirst = !isTaken(name) && !taken.has(name);
      taken.add(name);
      return [id, isFirst ? name : `${id}/${name}`];
    }),
  );
}

/** A name with a slash could be that of somebody else with a path. */
function isTaken(name: string): boolean {
  return name.includes("/");
}
