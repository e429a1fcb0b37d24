import { createHmac, hkdfSync, timingSafeEqual } from "node:crypto";

/** Who may see which draft, and until when. */
export type PreviewPass = {
  apiId: string;
  /** Whose variables and settings the draft runs with; empty for none. */
  stageName: string;
  userId: string;
  /** Epoch milliseconds. */
  expiresAtMs: number;
};

// Signed under a key that console and gateways have from the feed's token.
function keyOf(feedToken: string): Buffer {
  return Buffer.from(hkdfSync("sha256", feedToken, "gatehouse", "draft-preview", 32));
}

export function signPreview(pass: PreviewPass, feedToken: string): string {
  const { apiId, stageName, userId, expiresAtMs } = pass;
  const claims = Buffer.from(JSON.stringify([apiId, stageName, userId, expiresAtMs])).toString("base64url");
  return `${claims}.${signatureOf(claims, feedToken).toString("base64url")}`;
}

const tokenLengthMax = 1_024;

/** What a token says, whether or not its time is over; undefined when it was not signed here. */
export function readPreview(token: string, feedToken: string): PreviewPass | undefined {
  const [claims = "", signature = "", ...rest] = token.length > tokenLengthMax ? [] : token.split(".");
  const wanted = signatureOf(claims, feedToken);
  const given = Buffer.from(signature, "base64url");
  if (rest.length > 0 || given.length !== wanted.length || !timingSafeEqual(given, wanted)) return undefined;
  // Written by `signPreview`, as the signature says.
  const [apiId, stageName, userId, expiresAtMs] = JSON.parse(Buffer.from(claims, "base64url").toString("utf8")) as [
    string,
    string,
    string,
    number,
  ];
  return { apiId, stageName, userId, expiresAtMs };
}

function signatureOf(claims: string, feedToken: string): Buffer {
  return createHmac("sha256", keyOf(feedToken)).update(claims).digest();
}
