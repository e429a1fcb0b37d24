/** Turns a text that is sealed for the database into one that is sealed for gateways; undefined when it cannot be opened. */
export type KeySealer = {
  sealAgain(sealed: string, owner: string): string | undefined;
  /** The same for secret stage variables. */
  sealVariableAgain(sealed: string, owner: string): string | undefined;
};
