import { Alert } from "@/components/ui/alert";

type Props = { things: readonly { what: string; problem: string }[] };

// More would hide the page; the log has all of them.
const shownMax = 3;

/** Tells on every page what is stored and cannot be read, so that gateways are not told of it. */
export function UnreadBanner({ things }: Props) {
  if (things.length === 0) return null;
  const more = things.length - shownMax;
  return (
    <Alert
      tone="error"
      live
      className="m-2"
      title="Gateways go on with what they had of some settings, because what is stored cannot be read. A filter that they never had blocks."
    >
      <ul>
        {things.slice(0, shownMax).map(({ what, problem }) => (
          <li key={`${what} ${problem}`}>
            {what}: <code>{problem}</code>
          </li>
        ))}
      </ul>
      {more > 0 ? <p>{more} more in the log of the console.</p> : null}
    </Alert>
  );
}
