import { describe } from 'vitest';
import type { TextFormat } from '../../../../shared/request.ts';
import type { Format } from '../../encode/format.ts';
import type { ScannerOptions } from '../scanners.ts';
import { csvTests } from './csv-tests.ts';
import { damageTests } from './damage-tests.ts';
import { dateTests } from './date-tests.ts';
import { encodingTests } from './encoding-tests.ts';
import { groupTests } from './group-tests.ts';
import { guardTests } from './guard-tests.ts';
import { idTests } from './id-tests.ts';
import { listTests } from './list-tests.ts';
import { narrowedTests } from './narrowed-tests.ts';
import { sortTests } from './sort-tests.ts';
import { sourceTests } from './source-tests.ts';

export type Make = (format: TextFormat, options?: ScannerOptions) => Format;

/** What every PageScanner must do, whatever it is made of. */
export function describeScanner(name: string, make: Make): void {
  // Property tests take seconds, and more on a machine that is busy.
  describe(name, { timeout: 60_000 }, () => {
    describe('CSV', () => csvTests(make));
    describe('CSV of arrays of objects', () => listTests(make));
    describe('CSV with _index, _id and _routing', () => idTests(make));
    describe('CSV with the guard against formulas', () => guardTests(make));
    describe('CSV with dates in a time zone', () => dateTests(make));
    describe('NDJSON and JSON', () => sourceTests(make));
    describe('NDJSON and JSON of chosen fields', () => narrowedTests(make));
    describe('marks, UTF-16 and comments around documents', () => encodingTests(make));
    describe('groups of equal sequence numbers', () => groupTests(make));
    describe('rows with what they are sorted by', () => sortTests(make));
    describe('damaged, cut and large pages', () => damageTests(make));
  });
}
