export async function reportWorker(): Promise<void> {}
