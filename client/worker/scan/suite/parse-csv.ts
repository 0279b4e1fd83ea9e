/** RFC 4180, read strictly and slowly: records of cells, each with whether it was quoted. */
export function parseCsv(text: string, delimiter = ','): { text: string; quoted: boolean }[][] {
  const records: { text: string; quoted: boolean }[][] = [];
  let at = 0;
  while (at < text.length) {
    const record: { text: string; quoted: boolean }[] = [];
    for (;;) {
      const quoted = text[at] === '"';
      let cell = '';
      if (quoted) {
        at++;
        for (;;) {
          if (at >= text.length) throw new Error('A quoted cell has no end.');
          if (text[at] !== '"') cell += text[at++];
          else if (text[at + 1] === '"') {
            cell += '"';
            at += 2;
          } else break;
        }
        at++;
      } else {
        while (at < text.length && text[at] !== delimiter && text[at] !== '\r' && text[at] !== '\n') {
          if (text[at] === '"') throw new Error('A quote stands inside a cell that is not quoted.');
          cell += text[at++];
        }
      }
      record.push({ text: cell, quoted });
      if (text[at] !== delimiter) break;
      at++;
    }
    if (text.slice(at, at + 2) !== '\r\n')
      throw new Error(`A record ends with ${JSON.stringify(text.slice(at, at + 2))}.`);
    at += 2;
    records.push(record);
  }
  return records;
}
