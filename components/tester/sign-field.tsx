import Link from "next/link";
import { useOperation } from "@/components/data/use-operations";
import { Field, NativeSelect } from "@/components/ui/field";

type Props = { value: string; onChange: (accessKeyId: string) => void };

/** Chooses the access key that a call of a stage is signed with; the server signs, so that no secret comes here. */
export function SignField({ value, onChange }: Props) {
  const keys = useOperation("listAccessKeys", {});
  const usable = (keys.data ?? []).filter(({ enabled }) => enabled);
  const hasNone = keys.data !== undefined && usable.length === 0;
  return (
    <Field
      label="Signed with"
      help={
        hasNone ? (
          <>
            The stage asks for a signature. Make an access key in the{" "}
            <Link className="text-accent underline" href="/settings">
              settings
            </Link>{" "}
            to sign with.
          </>
        ) : (
          "AWS Signature Version 4 for execute-api, as a client with the access key signs."
        )
      }
    >
      {(ids) => (
        <NativeSelect {...ids} disabled={hasNone} value={value} onChange={(event) => onChange(event.target.value)}>
          <option value="">No signature</option>
          {usable.map(({ id, description }) => (
            <option key={id} value={id}>
              {description === undefined ? id : `${description} (${id})`}
            </option>
          ))}
        </NativeSelect>
      )}
    </Field>
  );
}
