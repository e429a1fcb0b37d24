import type { Integration } from "@/lib/definition/rest-api";
import type { FormProps } from "../boxes/form-props";
import type { Workspace } from "./aws-uri";

/** What every part of the form for one kind gets. */
export type KindProps = Pick<FormProps, "apiId" | "path" | "method" | "edit" | "disabled" | "errors"> & {
  workspace: Workspace;
  integration: Integration;
  change: (next: (old: Integration) => Integration) => void;
};
