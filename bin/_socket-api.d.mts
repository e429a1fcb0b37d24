/** The path of the stage of a new WebSocket API that answers every message with the id of its connection. */
export function makeSocketApi(consoleUrl: string, credentials: { accessKeyId: string; secretAccessKey: string }): Promise<string>;
