import { isLosslessNumber, parse } from 'lossless-json';
import type { Cell } from '../../../shared/flatten.ts';

type Kind = 'text' | 'number' | 'boolean' | 'object';

/** What the sample shows of a column. */
export type ColumnShape = {
  /** Kinds of its values, of several each: `object` is what is no scalar. */
  readonly holds: ReadonlySet<Kind>;
  /** Some row has several values, or none in an array. */
  readonly isList: boolean;
  /** Text that looks like a moment with more digits than milliseconds have. */
  readonly isFine: boolean;
  /** Of the longest cell. */
  readonly chars: number;
};

/** Longer ones tell no more. */
const MOST_CHARS = 64;
const FINE = /^[\d-]{8,}T[\d:]{5,}[.,]\d{3}\d*[1-9]/;

/** Takes a row's cells in. */
export function addShapes(shapes: Map<string, Shape>, row: ReadonlyMap<string, Cell>): void {
  for (const [name, cell] of row) {
    const shape = shapes.get(name) ?? new Shape();
    shapes.set(name, shape);
    shape.add(cell);
  }
}

export class Shape implements ColumnShape {
  readonly holds = new Set<Kind>();
  isList = false;
  isFine = false;
  chars = 0;

  add({ text, raw }: Cell): void {
    this.chars = Math.max(this.chars, Math.min(MOST_CHARS, text.length));
    if (!raw) this.#addText(text);
    else if (text.startsWith('[')) this.#addEach(text);
    else if (text.startsWith('{')) this.holds.add('object');
    else if (text !== '') this.holds.add(text === 'true' || text === 'false' ? 'boolean' : 'number');
  }

  #addText(text: string): void {
    this.holds.add('text');
    if (!this.isFine && FINE.test(text)) this.isFine = true;
  }

  #addEach(text: string): void {
    this.isList = true;
    const values = parse(text);
    if (!Array.isArray(values)) return;
    for (const value of values as unknown[]) {
      if (typeof value === 'string') this.#addText(value);
      else if (typeof value === 'boolean') this.holds.add('boolean');
      else if (isLosslessNumber(value)) this.holds.add('number');
      else if (value !== null) this.holds.add('object');
    }
  }
}
