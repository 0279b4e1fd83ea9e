import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Member } from '../../../shared/request.ts';
import { type EndedExport, type ExportState, endedOf } from '../../export/exports.ts';
import { sortedRequest, verdictOf } from '../../export/fixtures.ts';
import { initialState } from '../../export/state.ts';
import { outcomeOf, setsOf } from './sets.ts';

const SET = '11111111-1111-4111-8111-111111111111';

/** A file of a set that is complete with so many rows, or as `more` says. */
function fileOf(member: Partial<Member>, more: Partial<ExportState> = {}): ExportState {
  const whole: Member = {
    ...{ id: SET, field: 'tenant', files: 2, at: 0, rows: 10, sum: 20, total: 20, left: 0 },
    ...member,
  };
  const { order: _, ...request } = sortedRequest;
  const id = `00000000-0000-4000-8000-${String(whole.at).padStart(12, '0')}`;
  const begun = initialState({ ...request, id, fileName: `f${whole.at}.csv`, member: whole }, 0);
  const progress = { rows: whole.rows, bytes: 1 } as NonNullable<ExportState['progress']>;
  return { ...begun, status: 'complete', verdict: verdictOf(whole.rows), progress, ...more };
}

const ended = (state: ExportState) => endedOf(state) as EndedExport;

describe('a set of files', () => {
  it('is right when each file is complete with the rows that were counted', () => {
    const [set] = setsOf([fileOf({ at: 1 }), fileOf({})], []);
    expect(set).toMatchObject({ id: SET, field: 'tenant', files: 2, sum: 20, total: 20 });
    expect(set && outcomeOf(set)).toEqual({ ended: 2, isOver: true, unknown: 0, rows: 20, differing: [] });
  });

  it('names the files that were cancelled, failed, or have other rows', () => {
    const short = fileOf(
      { at: 1, rows: 10 },
      { progress: { rows: 9, bytes: 1 } as NonNullable<ExportState['progress']> },
    );
    const [set] = setsOf([fileOf({}, { status: 'cancelled' }), short], []);
    expect(set && outcomeOf(set).differing.map(({ fileName }) => fileName)).toEqual(['f0.csv', 'f1.csv']);
  });

  it('goes on as long as one of its files does, and counts those that have left the list', () => {
    const running = fileOf({ at: 1 }, { status: 'running', verdict: undefined });
    const [set] = setsOf([running], [ended(fileOf({}))]);
    expect(set && outcomeOf(set)).toMatchObject({ ended: 1, isOver: false, unknown: 0 });
    const [lost] = setsOf([fileOf({ at: 1 })], []);
    expect(lost && outcomeOf(lost)).toMatchObject({ ended: 1, isOver: true, unknown: 1 });
    expect(setsOf([], [ended(fileOf({}))])).toEqual([]);
  });

  it('has of a file that was made again the later one', () => {
    const first = fileOf({}, { status: 'failed' });
    const again = {
      ...fileOf({}),
      createdAt: 5,
      request: { ...fileOf({}).request, id: '22222222-2222-4222-8222-222222222222' },
    };
    const [set] = setsOf([again, fileOf({ at: 1 })], [ended(first)]);
    expect(set && outcomeOf(set)).toMatchObject({ differing: [], rows: 20 });
  });

  it('is whole, wherever each file is and in whatever order', () => {
    const places = fc.array(fc.constantFrom('list', 'ended', 'both'), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(places, (where) => {
        const files = where.map((_, at) => fileOf({ at, files: where.length + 1, sum: 10 * (where.length + 1) }));
        const last = fileOf({ at: where.length, files: where.length + 1, sum: 10 * (where.length + 1) });
        const list = [...files.filter((_, at) => where[at] !== 'ended'), last].reverse();
        const sets = setsOf(list, files.filter((_, at) => where[at] !== 'list').map(ended));
        expect(sets.map(outcomeOf)).toEqual([
          { ended: where.length + 1, isOver: true, unknown: 0, rows: 10 * (where.length + 1), differing: [] },
        ]);
      }),
    );
  });
});
