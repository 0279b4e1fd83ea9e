import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { toSluiceError } from './errors.ts';

/** Answers of OpenSearch 3.8 (and, where the name says so, 2.19 with the security plugin), as they came. */
const bodies: Record<string, { status: number; body: unknown }> = JSON.parse(
  readFileSync(new URL('fixtures/error-bodies.json', import.meta.url), 'utf8'),
);

function errorOf(name: string, query = '') {
  const captured = bodies[name];
  if (!captured) throw new Error(`No fixture ${name}`);
  const asked = { query: { query_string: { query } } };
  return toSluiceError({ status: captured.status, text: JSON.stringify(captured.body), asked });
}

test.each([
  ['eof', 8],
  ['rng', 7],
  ['paren', 8],
  ['leading', 0],
  ['colon', 3],
  ['hat', 4],
  ['brack', 11],
  ['quote', 4],
  // Lucene counts through line breaks.
  ['line_break', 14],
])('a broken query string is query_invalid and says where (%s)', (name, position) => {
  expect(errorOf(name)).toMatchObject({ code: 'query_invalid', position });
});

test.each([
  ['eof', '(', 'The search ends too soon: a bracket or quote is not closed, or a word is missing.'],
  ['leading', 'AND x', 'The search cannot be read at “AND”.'],
  ['many', '', 'The search cannot be read: maxClauseCount is set to 1024'],
  ['date', 'at:nonsense', '“nonsense” is not a time.'],
  ['datemath', 'at:[now-1x TO now]', 'The search cannot be read: unit [x] not supported for date math [-1x]'],
])('its message is one line for people (%s)', (name, query, message) => {
  expect(errorOf(name, query)).toMatchObject({ code: 'query_invalid', message });
});

test.each([
  ['leading', 'The search cannot be read at this place.'],
  ['date', 'A value is not a time.'],
  ['datemath', 'The search cannot be read: unit …'],
])('a text that does not stand in the query is not told (%s)', (name, message) => {
  expect(errorOf(name, 'elsewhere:1')).toMatchObject({ code: 'query_invalid', message });
});

const secret = (reason: string, type = 'number_format_exception') =>
  JSON.stringify({
    error: { type, reason, root_cause: [{ type, reason }], failed_shards: [{ reason: { type, reason } }] },
  });

test.each([
  ['For input string: "s3cret"', 'A value is not a number.'],
  ['failed to parse date field [s3cret] with format [x]', 'A value is not a time.'],
  ["Can't parse boolean value [s3cret], expected [true] or [false]", 'The search cannot be read: Can…'],
  ["'s3cret' is not an IP string literal.", 'The search cannot be read: …'],
  ['[s3cret] rest] of it', 'The search cannot be read: …'],
  [
    'failed to create query: field expansion for [*] matches too many fields, limit: 1024, got: 1500',
    'A word without a field is looked for in every field, and there are 1500 of them, where 1024 are allowed. Put a field before the word, as in message:word.',
  ],
  ['failed to parse [s3cret', 'The search cannot be read: failed to parse …'],
])('a value of a document stays with OpenSearch: %s', (reason, message) => {
  expect(toSluiceError({ status: 400, text: secret(reason), asked: { query: { term: { a: 'b' } } } }).message).toBe(
    message,
  );
});

test('a value of the query is told, wherever it stands', () => {
  const dsl = btoa('{"term":{"n":{"value":"12a"}}}');
  for (const query of [{ term: { n: '12a' } }, { bool: { filter: [{ wrapper: { query: dsl } }] } }]) {
    for (const asked of [{ query }, JSON.stringify({ query })]) {
      const { message } = toSluiceError({ status: 400, text: secret('For input string: "12a"'), asked });
      expect(message).toBe('“12a” is not a number.');
    }
  }
});

test.each([
  ['pit_gone', 'snapshot_lost'],
  ['scroll_gone', 'snapshot_lost'],
  ['pit_node_gone', 'snapshot_lost'],
  ['scroll_node_gone', 'snapshot_lost'],
  // Its node may come back within the keep-alive: asked again until OpenSearch says that it has left.
  ['node_leaving', 'opensearch_failed'],
  ['no_index', 'index_not_found'],
  ['closed', 'index_not_found'],
  ['window', 'page_size_invalid'],
  ['no_handler', 'opensearch_failed'],
  ['too_many_pits_2_19', 'opensearch_busy'],
  ['too_many_scrolls_2_19', 'opensearch_busy'],
  ['forbidden_2_19', 'forbidden'],
])('%s is %s', (name, code) => {
  expect(errorOf(name).code).toBe(code);
});

test('what a query quotes is not taken for what OpenSearch says, however much of it there is', () => {
  expect(errorOf('hostile').code).toBe('query_invalid');
  const quoted = 'Encountered " "a" "" at line 1, column 9. Lexical error at line 1, column 9. '.repeat(200);
  const reason = { type: 'parse_exception', reason: `failed to parse date field [${quoted}] with format` };
  const error = { ...reason, root_cause: [reason], failed_shards: [{ reason }] };
  const asked = { query: { query_string: { query: quoted } } };
  const read = toSluiceError({ status: 400, text: JSON.stringify({ error }), asked });
  expect(read.position).toBeUndefined();
  expect(read.message).toMatch(/^“Encountered .{0,40}” is not a time\.$/);
});

test('busy answers carry the time to wait, in ms', () => {
  expect(toSluiceError({ status: 429, text: '', retryAfter: 7000 })).toMatchObject({
    code: 'opensearch_busy',
    retryable: true,
    retryAfter: 7000,
  });
  const breaker = '{"error":{"type":"circuit_breaking_exception","reason":"[parent] Data too large"},"status":503}';
  expect(toSluiceError({ status: 503, text: breaker }).retryAfter).toBeGreaterThan(0);
});

test('accounts: 401 is signed_out, 403 is forbidden', () => {
  expect(toSluiceError({ status: 401, text: 'Unauthorized' }).code).toBe('signed_out');
  expect(
    toSluiceError({ status: 403, text: '{"error":{"type":"security_exception","reason":"no permissions"}}' }).code,
  ).toBe('forbidden');
});

test('a query that OpenSearch quotes when it fails itself is not for the log', () => {
  const text = '{"error":{"type":"search_phase_execution_exception","reason":"[wild:secret] failed"},"status":500}';
  expect(String(toSluiceError({ status: 500, text }).cause)).toBe(
    'Error: OpenSearch answered 500: search_phase_execution_exception',
  );
});

test.each(Object.keys(bodies))('%s: neither message nor cause tells node ids or the query', (name) => {
  const error = errorOf(name);
  const told = `${error.message} ${error.cause}`;
  expect(error.message).not.toMatch(/1ZQbkwbQQ1eS3961ldD26Q|exception\b.*\[|\n/);
  if (error.code === 'query_invalid') expect(told).not.toContain('Failed to parse query');
});
