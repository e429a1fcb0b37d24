import { Field, Textarea } from "@/components/ui/field";

type Texts = { headers: string; body: string };
type Props = { request: Texts; hasBody: boolean; onChange: (part: Partial<Texts>) => void };

/** Headers, one a line, and the body of a request, where its method has one. */
export function HeadersAndBody({ request, hasBody, onChange }: Props) {
  return (
    <>
      <Field label="Headers" optional>
        {(ids) => (
          <Textarea
            {...ids}
            mono
            rows={3}
            spellCheck={false}
            placeholder="Accept: application/json"
            value={request.headers}
            onChange={(event) => onChange({ headers: event.target.value })}
          />
        )}
      </Field>
      {hasBody ? (
        <Field label="Body" optional>
          {(ids) => (
            <Textarea
              {...ids}
              mono
              rows={6}
              spellCheck={false}
              placeholder='{"name": "Rex"}'
              value={request.body}
              onChange={(event) => onChange({ body: event.target.value })}
            />
          )}
        </Field>
      ) : null}
    </>
  );
}
