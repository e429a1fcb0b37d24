/** Where a definition is taken from: the draft, a deployment, or what a stage serves. */
export type DefinitionRef = { draft: true } | { deploymentId: string } | { stageName: string };

/** What can be copied as commands or text: a thing that a form shows, or a difference. */
export type CopySubject =
  | { kind: "api"; apiId: string }
  | { kind: "method"; apiId: string; resourceId: string; httpMethod: string }
  | { kind: "model"; apiId: string; name: string }
  | { kind: "authorizer"; apiId: string; authorizerId: string }
  | { kind: "gatewayResponse"; apiId: string; responseType: string }
  | { kind: "route"; apiId: string; routeId: string }
  | { kind: "integration"; apiId: string; integrationId: string }
  | { kind: "stage"; apiId: string; stageName: string }
  | { kind: "plan"; planId: string }
  | { kind: "key"; keyId: string }
  | { kind: "documentationPart"; apiId: string; partId: string }
  | { kind: "domain"; domainName: string; domainNameId?: string | undefined }
  | { kind: "vpcLink"; vpcLinkId: string; of: "REST" | "HTTP" }
  | { kind: "clientCertificate"; clientCertificateId: string }
  | { kind: "diff"; apiId: string; from: DefinitionRef; to: DefinitionRef };

/** Texts that do the same, as far as a language can say it. */
export type CopiedTexts = { awsCli: string; terraform: string; openApi?: string; cloudFormation?: string };
