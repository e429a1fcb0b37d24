import type { Scope } from "./scope.ts";

/** ARNs of the control API carry no account. */
export function controlArn(scope: Scope, path: string): string {
  return `arn:aws:apigateway:${scope.workspace.region}::${path}`;
}

export const restApiArn = (scope: Scope, apiId: string) => controlArn(scope, `/restapis/${apiId}`);
export const stageArn = (scope: Scope, apiId: string, stageName: string) => controlArn(scope, `/restapis/${apiId}/stages/${stageName}`);
export const v2ApiArn = (scope: Scope, apiId: string) => controlArn(scope, `/apis/${apiId}`);
export const apiKeyArn = (scope: Scope, keyId: string) => controlArn(scope, `/apikeys/${keyId}`);
export const vpcLinkArn = (scope: Scope, vpcLinkId: string) => controlArn(scope, `/vpclinks/${vpcLinkId}`);
export const clientCertificateArn = (scope: Scope, id: string) => controlArn(scope, `/clientcertificates/${id}`);
export const usagePlanArn = (scope: Scope, planId: string) => controlArn(scope, `/usageplans/${planId}`);

/** Private domains share names, so that their ARNs carry account and id. */
export function domainNameArn(scope: Scope, { id, name, isPrivate }: { id: string; name: string; isPrivate: boolean }): string {
  const { region, accountId } = scope.workspace;
  return isPrivate ? `arn:aws:apigateway:${region}:${accountId}:/domainnames/${name}+${id}` : controlArn(scope, `/domainnames/${name}`);
}

export function domainAccessArn(scope: Scope, domain: { id: string; name: string }, source: string): string {
  const { region, accountId } = scope.workspace;
  return `arn:aws:apigateway:${region}:${accountId}:/domainnameaccessassociations/domainname/${domain.name}+${domain.id}/vpcesource/${source}`;
}
