/** Items with 64 bits each to sort by, in two halves. Three arrays of the same length, and three more to move to. */
export type Columns = { item: Uint32Array; hi: Uint32Array; lo: Uint32Array };

const BYTES = 8;
const histograms = new Uint32Array(BYTES * 256);

/** Sorts `columns[from, to)`, from the lowest byte to the highest; bytes that are the same in all items cost nothing. */
export function radixSort(columns: Columns, spare: Columns, from: number, to: number): void {
  count(columns, from, to);
  let source = columns;
  let target = spare;
  for (let byte = 0; byte < BYTES; byte++) {
    const histogram = histograms.subarray(byte * 256, byte * 256 + 256);
    const half = byte < 4 ? source.lo : source.hi;
    const shift = (byte & 3) * 8;
    if (histogram[((half[from] as number) >>> shift) & 0xff] === to - from) continue;
    move(source, target, { half, shift, histogram, from, to });
    [source, target] = [target, source];
  }
  if (source === columns) return;
  columns.item.set(source.item.subarray(from, to), from);
  columns.hi.set(source.hi.subarray(from, to), from);
  columns.lo.set(source.lo.subarray(from, to), from);
}

function count({ hi, lo }: Columns, from: number, to: number): void {
  histograms.fill(0);
  const add = (at: number) => {
    histograms[at] = (histograms[at] as number) + 1;
  };
  for (let i = from; i < to; i++) {
    const low = lo[i] as number;
    const high = hi[i] as number;
    for (let byte = 0; byte < 4; byte++) {
      add(byte * 256 + ((low >>> (byte * 8)) & 0xff));
      add((byte + 4) * 256 + ((high >>> (byte * 8)) & 0xff));
    }
  }
}

type Pass = { half: Uint32Array; shift: number; histogram: Uint32Array; from: number; to: number };

function move(source: Columns, target: Columns, { half, shift, histogram, from, to }: Pass): void {
  let next = from;
  for (let value = 0; value < 256; value++) {
    const here = histogram[value] as number;
    histogram[value] = next;
    next += here;
  }
  const { item, hi, lo } = source;
  const { item: toItem, hi: toHi, lo: toLo } = target;
  for (let i = from; i < to; i++) {
    const value = ((half[i] as number) >>> shift) & 0xff;
    const at = histogram[value] as number;
    histogram[value] = at + 1;
    toItem[at] = item[i] as number;
    toHi[at] = hi[i] as number;
    toLo[at] = lo[i] as number;
  }
}
