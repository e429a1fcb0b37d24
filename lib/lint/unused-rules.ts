import { modelsIn, referencesIn } from "../definition/used-models.ts";
import { type FindProblems, methodsOf } from "./subject.ts";

/** Every new API has them. */
const modelsOfTheService = new Set(["Empty", "Error"]);

export const findUnusedModels: FindProblems = ({ definition }) => {
  const used = new Set([
    ...methodsOf(definition).flatMap(({ method }) => [...modelsIn(method)]),
    ...definition.models.flatMap(({ name, schema }) => [...referencesIn(schema)].filter((other) => other !== name)),
  ]);
  return definition.models
    .filter(({ name }) => !used.has(name) && !modelsOfTheService.has(name))
    .map(({ name }) => ({
      place: { kind: "model", name },
      label: `model ${name}`,
      text: "No method and no other model refers to it.",
      fix: { title: "Delete the model", change: { kind: "delete-model", name } },
    }));
};

export const findUnusedAuthorizers: FindProblems = ({ definition }) => {
  const used = new Set(methodsOf(definition).map(({ method }) => method.authorizerId));
  return definition.authorizers
    .filter(({ id }) => !used.has(id))
    .map(({ id, name }) => ({
      place: { kind: "authorizer", id },
      label: `authorizer ${name}`,
      text: "No method asks it.",
      fix: { title: "Delete the authorizer", change: { kind: "delete-authorizer", authorizerId: id } },
    }));
};

export const findUnusedValidators: FindProblems = ({ definition }) => {
  const used = new Set(methodsOf(definition).map(({ method }) => method.requestValidatorId));
  return definition.requestValidators
    .filter(({ id }) => !used.has(id))
    .map(({ id, name }) => ({
      place: { kind: "validator", id },
      label: `request validator ${name ?? id}`,
      text: "No method has it.",
      fix: { title: "Delete the validator", change: { kind: "delete-validator", requestValidatorId: id } },
    }));
};
