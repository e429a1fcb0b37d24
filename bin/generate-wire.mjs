export async function generateWire() {}
