"use client";
import Link from "next/link";
import { useOperation } from "@/components/data/use-operations";
import { Alert } from "@/components/ui/alert";
import { Field, Input, NativeSelect } from "@/components/ui/field";
import { withText } from "../boxes/form-props";
import { HttpFields } from "./http-fields";
import type { KindProps } from "./kind-props";

export function VpcLinkFields(props: KindProps) {
  const { integration, change, disabled, errors } = props;
  const links = useOperation("listVpcLinks", {});
  const connectionId = integration.connectionId ?? "";
  const list = links.data ?? [];
  const target = integration.integrationTarget ?? "";
  const hasTarget = target !== "" || list.some(({ id, kind }) => id === connectionId && kind === "HTTP");
  return (
    <>
      {links.error ? (
        <Alert tone="error" live title="Could not read the VPC links.">
          {links.error.message}
        </Alert>
      ) : null}
      <Field
        label="VPC link"
        error={errors["methodIntegration.connectionId"]}
        help={
          <>
            Targets of links are on the page{" "}
            <Link className="text-accent underline" href="/vpc-links">
              VPC links
            </Link>
            .
          </>
        }
      >
        {(ids) => (
          <NativeSelect
            {...ids}
            disabled={disabled}
            value={connectionId}
            onChange={(event) => change((old) => withText(old, "connectionId", event.target.value))}
          >
            <option value="">{list.length === 0 ? "There is no link yet" : "Choose a link"}</option>
            {list.map(({ id, name, kind }) => (
              <option key={id} value={id}>
                {kind === "HTTP" ? `${name} (a link of HTTP APIs)` : name}
              </option>
            ))}
            {connectionId !== "" && !list.some(({ id }) => id === connectionId) ? (
              <option value={connectionId}>{connectionId}</option>
            ) : null}
          </NativeSelect>
        )}
      </Field>
      {hasTarget ? (
        <Field
          label="Load balancer"
          optional
          help="The ARN that the service calls through links of this kind. Calls from here go to the targets of the link."
        >
          {(ids) => (
            <Input
              {...ids}
              mono
              disabled={disabled}
              value={target}
              onChange={(event) => change((old) => withText(old, "integrationTarget", event.target.value))}
            />
          )}
        </Field>
      ) : null}
      <HttpFields {...props} />
    </>
  );
}
