import type { Scope } from "../services/scope.ts";

/** Answers STS GetCallerIdentity, which tools call before anything else; `undefined` for other requests to the root. */
export function getCallerIdentity(scope: Scope, form: URLSearchParams): Response | undefined {
  if (form.get("Action") !== "GetCallerIdentity") return undefined;
  const { accountId } = scope.workspace;
  const { userId, name } = scope.actor;
  const xml = `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
  <GetCallerIdentityResult>
    <Arn>${escapeXml(`arn:aws:iam::${accountId}:user/${name}`)}</Arn>
    <UserId>${escapeXml(userId)}</UserId>
    <Account>${accountId}</Account>
  </GetCallerIdentityResult>
  <ResponseMetadata><RequestId>${scope.requestId}</RequestId></ResponseMetadata>
</GetCallerIdentityResponse>
`;
  return new Response(xml, { status: 200, headers: { "content-type": "text/xml" } });
}

function escapeXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
