import { expect, test } from 'vitest';
import { knowsNoPits } from './pit-calls.ts';

const fault = (type: string, reason: string) => `{"type":"${type}","reason":"${reason}"}`;
const refused = (type: string, reason: string) =>
  `{"error":{"root_cause":[${fault(type, reason)}],"type":"${type}","reason":"${reason}"},"status":400}`;

test.each([
  ['OpenSearch 1.3.20 and Elasticsearch 7.10.2', 400, refused('parse_exception', 'request body is required')],
  ['OpenSearch 2.3.0', 400, '{"error":"no handler found for uri [/x/_search/point_in_time] and method [POST]"}'],
  [
    'OpenSearch, which is asked as Elasticsearch,',
    400,
    refused('invalid_index_name_exception', "Invalid index name [_pit], must not start with '_'."),
  ],
  [
    'Elasticsearch 8',
    405,
    '{"error":"Incorrect HTTP method for uri [/x/_search/point_in_time] and method [POST], allowed: [GET]","status":405}',
  ],
])('%s know no points in time', (_, status, text) => {
  expect(knowsNoPits(status, text)).toBe(true);
});

test.each([
  [400, refused('illegal_argument_exception', 'invalid id: [null]')],
  [404, refused('index_not_found_exception', 'no such index [request body is required]')],
  [400, refused('parse_exception', 'failed to parse setting [keep_alive]')],
  [500, refused('parse_exception', 'request body is required')],
])('another answer says nothing of it: %s %s', (status, text) => {
  expect(knowsNoPits(status, text)).toBe(false);
});
