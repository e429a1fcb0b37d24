export function freePort(): Promise<number>;
export function startRedis(port: number): Promise<{ url: string; stop(): Promise<void> }>;
