/** The stage that is served without its name in the path. */
export const defaultStage = "$default";

/** The whole path of a call on a stage's own address. */
export function pathOnStage(stageName: string, rawPath: string): string {
  return stageName === defaultStage ? rawPath : `/${stageName}${rawPath}`;
}

/** The host that a test of a stage is sent to, as its headers, its context and its signature have it. */
export const testDomain = (apiId: string): string => `${apiId}.execute-api.localhost`;
