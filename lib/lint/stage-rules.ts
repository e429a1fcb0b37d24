import type { FindProblems, Found } from "./subject.ts";
import { findVariableUses, type VariableUse } from "./used-variables.ts";

/** As many users as a sentence bears. */
const shownUsers = 3;

/** One finding for each stage and variable, whoever uses it. */
export const findMissingVariables: FindProblems = ({ definition, stages }) => {
  const uses = findVariableUses(definition);
  const names = [...new Set(uses.map(({ name }) => name))].sort();
  return stages.flatMap(({ stageName, variables }) =>
    names
      // An empty value is no value to an address or a mapping.
      .filter((name) => !Object.hasOwn(variables, name) || variables[name] === "")
      .map((name) => describeMissing(stageName, name, uses)),
  );
};

function describeMissing(stageName: string, name: string, uses: readonly VariableUse[]): Found {
  const own = uses.filter((use) => use.name === name);
  const addresses = own.filter(({ isAddress }) => isAddress).map(({ label }) => label);
  const others = own.filter(({ isAddress }) => !isAddress).map(({ label }) => label);
  const effects = [
    ...(addresses.length > 0 ? [`The address of ${namesOf(addresses)} is incomplete there.`] : []),
    ...(others.length > 0 ? [`It is missing in mappings of ${namesOf(others)}.`] : []),
  ];
  return {
    place: { kind: "stage", stageName },
    label: `stage ${stageName}`,
    text: `${stageName} has no value for ${name}. ${effects.join(" ")}`,
  };
}

function namesOf(labels: readonly string[]): string {
  const shown = labels.slice(0, shownUsers).join(", ");
  return labels.length > shownUsers ? `${shown} and ${labels.length - shownUsers} more` : shown;
}
