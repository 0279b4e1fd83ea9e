/// <reference types="vite/client" />
import { describe, expect, it } from 'vitest';
import page from '../docs/errors.md?raw';
import { ERROR_CODES, type ErrorCode, SluiceError } from './errors.ts';

/** `| code | status | retried | what it means | what to do |`. */
const rows = Array.from(page.matchAll(/^\| `(\w+)` \| (\d+) \| (.+?) \| (.+?) \| (.+?) \|$/gm), (match) =>
  match.slice(1),
);

describe('docs/errors.md', () => {
  it('has a row for each code, in the order of the list, and for no other', () => {
    expect(rows.map(([code]) => code)).toEqual(Object.keys(ERROR_CODES));
  });

  it('tells each code’s status, and whether it is retried', () => {
    for (const [code, status, retried] of rows) {
      const known = ERROR_CODES[code as ErrorCode];
      expect(Number(status), code).toBe(known.status);
      expect(retried?.startsWith('yes'), code).toBe(known.retryable);
    }
  });
});

describe('an error', () => {
  it('crosses a boundary without its cause', () => {
    const error = new SluiceError('query_invalid', 'Mend it.', { position: 3, cause: new Error('secret') });
    const body = JSON.parse(JSON.stringify(error.toBody()));
    expect(body).toEqual({ code: 'query_invalid', message: 'Mend it.', retryable: false, position: 3 });
    expect(SluiceError.fromBody(body)).toMatchObject({ code: 'query_invalid', position: 3, status: 400 });
  });

  it('that nobody foresaw keeps its text to itself', () => {
    expect(SluiceError.from(new Error('secret')).toBody()).toMatchObject({ code: 'internal', retryable: false });
    expect(SluiceError.from(new Error('secret')).message).not.toContain('secret');
  });
});
