/** How many bytes a text takes in gzip, as a worker packs it; what packs is fetched with the first question. */
export async function packedBytes(text: string): Promise<number> {
  const { packedLength } = await import('../worker/encode/gzip/packed-length.ts');
  return packedLength(new TextEncoder().encode(text));
}
