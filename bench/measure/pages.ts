/** Bytes of pages that the proxy has passed through so far, as they were on the line, from its metrics. */
export async function pageBytes(proxyUrl: string): Promise<number> {
  const answer = await fetch(new URL('/metrics', proxyUrl));
  const found = /^sluice_page_bytes_total (\S+)$/m.exec(await answer.text());
  if (found === null) throw new Error(`The proxy's metrics tell no bytes of pages (${answer.status}).`);
  return Number(found[1]);
}
