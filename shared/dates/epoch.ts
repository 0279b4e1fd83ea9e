import { DOT, MINUS, NINE, PLUS, ZERO } from '../json/bytes.ts';
import { MOMENT, type Moment, NONE, type Outcome, type TextReader, UNSURE } from './moment.ts';

/** `epoch_millis` and `epoch_second`: a number, as a number or as text, with a fraction or without. */
export class EpochReader implements TextReader {
  readonly isDay = false;
  /** In a second. */
  readonly #units: number;
  /** That surely fit: past the year 9999 nothing is written in a zone. */
  readonly #digits: number;
  readonly #fractionDigits: number;

  constructor(unit: 'ms' | 's') {
    this.#units = unit === 'ms' ? 1000 : 1;
    this.#digits = unit === 'ms' ? 15 : 12;
    this.#fractionDigits = unit === 'ms' ? 6 : 9;
  }

  read(bytes: Uint8Array, start: number, stop: number, into: Moment): Outcome {
    const isNegative = bytes[start] === MINUS;
    const first = isNegative ? start + 1 : start;
    const point = skipDigits(bytes, first, stop);
    const isWhole = point === stop;
    if (point === first || point - first > this.#digits) return mayBe(bytes, start, stop);
    const end = isWhole ? stop : skipDigits(bytes, point + 1, stop);
    const fraction = isWhole ? 0 : end - point - 1;
    // What a fraction of a negative number means has changed from version to version.
    const isRead = isWhole || (!isNegative && bytes[point] === DOT && fraction > 0 && fraction <= this.#fractionDigits);
    if (end !== stop || !isRead) return mayBe(bytes, start, stop);
    const size = numberOf(bytes, first, point);
    if (isNegative && size === 0) return UNSURE;
    const whole = isNegative ? -size : size;
    into.second = Math.floor(whole / this.#units);
    into.digits = 0;
    const ms = whole - into.second * this.#units;
    if (this.#units > 1 && (ms > 0 || fraction > 0)) {
      into.fraction[0] = ZERO + Math.floor(ms / 100);
      into.fraction[1] = ZERO + (Math.floor(ms / 10) % 10);
      into.fraction[2] = ZERO + (ms % 10);
      into.digits = 3;
    }
    for (let i = 0; i < fraction; i++) into.fraction[into.digits++] = bytes[point + 1 + i] as number;
    return MOMENT;
  }

  examples(): string[][] {
    const whole = this.#units === 1 ? ['981173106', '0', '4102444799'] : ['981173106789', '12345', '4102444799000'];
    return whole.map((text) => [text]);
  }
}

function skipDigits(bytes: Uint8Array, from: number, stop: number): number {
  let i = from;
  while (i < stop && (bytes[i] as number) >= ZERO && (bytes[i] as number) <= NINE) i++;
  return i;
}

function numberOf(bytes: Uint8Array, start: number, stop: number): number {
  let value = 0;
  for (let i = start; i < stop; i++) value = value * 10 + (bytes[i] as number) - ZERO;
  return value;
}

/** UNSURE for whatever may be a number, points and all; NONE for the rest, which the next format may take. */
function mayBe(bytes: Uint8Array, start: number, stop: number): Outcome {
  const first = bytes[start] === MINUS || bytes[start] === PLUS ? start + 1 : start;
  let end = skipDigits(bytes, first, stop);
  if (end === first) return NONE;
  while (end < stop && bytes[end] === DOT) end = skipDigits(bytes, end + 1, stop);
  return end === stop ? UNSURE : NONE;
}
