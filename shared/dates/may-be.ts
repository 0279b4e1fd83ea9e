import { COMMA, DOT, MINUS, NINE, PLUS, ZERO } from '../json/bytes.ts';
import type { Part } from './parts.ts';

/** What other texts may be of a format. `lenient`: years of up to nine digits, and what not. `mostDigits`: of a year with a sign. */
export type Texts = { lenient?: boolean; mostDigits?: number };

/** All that may be of a format, and more: one step, and those behind it. */
type Step =
  | { kind: 'end' }
  | { kind: 'literal'; bytes: Uint8Array; next: Step }
  /** Digits. `unsigned`: how many, where there is no sign before them. */
  | { kind: 'run'; unsigned: number | undefined; most: number; next: Step }
  | { kind: 'fraction'; marked: boolean; next: Step }
  /** From here on there is no telling. */
  | { kind: 'open' }
  | { kind: 'zone' }
  | { kind: 'either'; in: Step; out: Step };

/**
 * Tells texts that are surely not of a format from those that Java might take: its numbers may have signs and its years
 * more digits, and names and zones are of many kinds.
 */
export class MayBe {
  readonly #first: Step;

  constructor(parts: readonly Part[], { lenient, mostDigits = Number.POSITIVE_INFINITY }: Texts = {}) {
    const open: Step = { kind: 'open' };
    this.#first = lenient
      ? { kind: 'run', unsigned: undefined, most: 9, next: open }
      : stepsOf(parts, mostDigits, { kind: 'end' });
  }

  /** Of `bytes[start, stop)`. */
  test(bytes: Uint8Array, start: number, stop: number): boolean {
    return leads(this.#first, { bytes, stop }, start);
  }
}

function stepsOf(parts: readonly Part[], most: number, end: Step): Step {
  const [part, ...rest] = parts;
  if (!part) return end;
  switch (part.kind) {
    case 'literal':
      return { kind: 'literal', bytes: part.bytes, next: stepsOf(rest, most, end) };
    case 'fraction':
      return { kind: 'fraction', marked: part.marked === true, next: stepsOf(rest, most, end) };
    case 'names':
      return { kind: 'open' };
    case 'offset':
      return { kind: 'zone' };
    case 'optional': {
      const out = stepsOf(rest, most, end);
      return { kind: 'either', in: stepsOf([part.first, ...part.rest], most, out), out };
    }
    case 'number': {
      const after = rest.findIndex((one) => !isDigits(one));
      const run = [part, ...(after < 0 ? rest : rest.slice(0, after))] as { min: number; max: number }[];
      const others = after < 0 ? [] : rest.slice(after);
      // Digits that may be of either side.
      const isOpen = others[0]?.kind === 'optional' && isDigits(others[0].first);
      const unsigned =
        !isOpen && run.every(({ min, max }) => min === max) ? run.reduce((sum, { min }) => sum + min, 0) : undefined;
      return { kind: 'run', unsigned, most, next: isOpen ? { kind: 'open' } : stepsOf(others, most, end) };
    }
  }
}

function isDigits(part: Part): boolean {
  return part.kind === 'number' || (part.kind === 'fraction' && !part.marked);
}

type Text = { bytes: Uint8Array; stop: number };

function leads(step: Step, text: Text, at: number): boolean {
  switch (step.kind) {
    case 'end':
      return at === text.stop;
    case 'open':
      return true;
    case 'zone':
      return isZoneSign(at < text.stop ? (text.bytes[at] as number) : 0);
    case 'either':
      return leads(step.in, text, at) || leads(step.out, text, at);
    default: {
      const after = step.kind === 'literal' ? literalEnd(step.bytes, text, at) : digitsEnd(step, text, at);
      return after !== undefined && leads(step.next, text, after);
    }
  }
}

function literalEnd(wanted: Uint8Array, { bytes, stop }: Text, at: number): number | undefined {
  if (at + wanted.length > stop) return undefined;
  for (let i = 0; i < wanted.length; i++) if (bytes[at + i] !== wanted[i]) return undefined;
  return at + wanted.length;
}

function digitsEnd(
  step: Extract<Step, { kind: 'run' | 'fraction' }>,
  { bytes, stop }: Text,
  at: number,
): number | undefined {
  const isRun = step.kind === 'run';
  const [one, other] = isRun ? [PLUS, MINUS] : [DOT, COMMA];
  const hasSign = at < stop && (bytes[at] === one || bytes[at] === other);
  if (!isRun && hasSign !== step.marked) return undefined;
  const from = hasSign ? at + 1 : at;
  let end = from;
  while (end < stop && (bytes[end] as number) >= ZERO && (bytes[end] as number) <= NINE) end++;
  if (end === from || (isRun && end - from > step.most)) return undefined;
  return isRun && !hasSign && step.unsigned !== undefined && end - from !== step.unsigned ? undefined : end;
}

/** An offset begins with its sign, a zone's name with a letter. */
function isZoneSign(byte: number): boolean {
  return byte === PLUS || byte === MINUS || (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a);
}
