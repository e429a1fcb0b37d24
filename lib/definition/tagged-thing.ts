/** What has tags, as the console names it. */
export type TaggedThing =
  | { kind: "api"; apiId: string }
  | { kind: "stage"; apiId: string; stageName: string }
  | { kind: "plan"; planId: string }
  | { kind: "key"; keyId: string }
  | { kind: "domain"; domainName: string; domainNameId?: string | undefined }
  | { kind: "vpcLink"; vpcLinkId: string }
  | { kind: "clientCertificate"; clientCertificateId: string };
