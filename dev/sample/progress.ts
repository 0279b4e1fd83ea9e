const WIDTH = 30;
const STEP = 0.1;

/** What the terminal gives: `isTTY` decides between one line that moves and a line for each tenth. */
export type Terminal = { isTTY?: boolean; write(text: string): unknown };

/** Shows how far a load is: a bar on a terminal; in a log, a line at the start of each tenth. */
export function makeProgress(label: string, out: Terminal = process.stdout): (done: number, total: number) => void {
  let shown = 0;
  return (done, total) => {
    const part = total === 0 ? 1 : done / total;
    const rows = `${done.toLocaleString('en')} of ${total.toLocaleString('en')} rows`;
    if (out.isTTY) {
      const filled = Math.round(part * WIDTH);
      const bar = '█'.repeat(filled) + '░'.repeat(WIDTH - filled);
      out.write(`\r${label} ${bar} ${rows}${part === 1 ? '\n' : ''}`);
    } else if (part === 1 || part - shown >= STEP) {
      shown = part;
      out.write(`${label}: ${rows}\n`);
    }
  };
}
