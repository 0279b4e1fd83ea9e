import { expect, it } from 'vitest';
import type { LogEntry } from '../../export/exports.ts';
import { matching, toFile, toRows } from './log.ts';

const entry = (at: number, code: LogEntry['error']['code'], exportId = 'a'): LogEntry => ({
  at,
  error: { code, message: 'm', retryable: true },
  remedy: 'retried',
  waitMs: 500,
  exportId,
  fileName: `${exportId}.csv`,
});

it('puts the same trouble of one export into one row, newest first', () => {
  const log = [
    entry(0, 'socket_lost'),
    entry(1000, 'socket_lost'),
    entry(2000, 'socket_lost', 'b'),
    entry(900_000, 'timeout'),
  ];
  expect(toRows(log).map(({ at, times, fileName }) => [at, times, fileName])).toEqual([
    [900_000, 1, 'a.csv'],
    [2000, 1, 'b.csv'],
    [1000, 2, 'a.csv'],
  ]);
});

it('finds by code, file and text', () => {
  const rows = toRows([entry(0, 'socket_lost'), entry(1, 'timeout', 'b')]);
  const find = (wanted: string) => matching(rows, wanted, ({ error }) => (error.code === 'timeout' ? 'too slow' : ''));
  expect(find('B.CSV slow')).toHaveLength(1);
  expect(find('lost')).toHaveLength(1);
  expect(find('slow lost')).toHaveLength(0);
  expect(find(' ')).toHaveLength(2);
});

it('is a file of one object a line', () => {
  const [line = ''] = toFile([entry(0, 'timeout')])
    .trimEnd()
    .split('\n');
  expect(JSON.parse(line)).toMatchObject({ time: '1970-01-01T00:00:00.000Z', code: 'timeout', fileName: 'a.csv' });
});
