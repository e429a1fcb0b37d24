/** Bytes of an OpenAPI document. The service takes 6 MB; descriptions of large APIs, the one of GitHub for example, have 13. */
export const documentBytesMax = 16 * 1_048_576;
