/** Operations of v1 that no service implements yet; each has its line, so that a new one of the SDK breaks the build here. */
export const unsupportedOperations = {
  GetSdk: "unsupported",
  GetSdkType: "unsupported",
  GetSdkTypes: "unsupported",
} as const;
