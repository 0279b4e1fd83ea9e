/**
 * DQL, and what it is asked as: written from the documentation of OpenSearch Dashboards, and from what it asks. Where this
 * differs from there, a remark says so.
 */

type Clause = Record<string, unknown>;
export type Row = readonly [query: string, clause: Clause];

const match = (field: string, query: string) => ({ match: { [field]: { query } } });
const phrase = (field: string, query: string) => ({ match_phrase: { [field]: { query } } });
const exists = (field: string) => ({ exists: { field } });
const range = (field: string, bounds: Clause) => ({ range: { [field]: bounds } });
const iso = { format: 'strict_date_optional_time||epoch_millis' };
const and = (...must: Clause[]) => ({ bool: { must } });
const or = (...should: Clause[]) => ({ bool: { should, minimum_should_match: 1 } });
const not = (clause: Clause) => ({ bool: { must_not: [clause] } });
const any = (query: string) => ({ multi_match: { query, type: 'best_fields', lenient: true } });
const anyPhrase = (query: string) => ({ multi_match: { query, type: 'phrase', lenient: true } });
const some = (pattern: string, query: string) => ({
  multi_match: { query, fields: [pattern], type: 'best_fields', lenient: true },
});
const wild = (field: string, query: string) => ({ query_string: { query, default_field: field } });
const wildSome = (pattern: string, query: string) => ({
  query_string: { query, fields: [pattern], lenient: true },
});
const wildAny = (query: string) => ({ query_string: { query, lenient: true } });
const nested = (path: string, query: Clause) => ({ nested: { path, query, ignore_unmapped: true } });
const all = { match_all: {} };

export const WORDS: Row[] = [
  ['', all],
  ['   ', all],
  ['*', all],
  ['error', any('error')],
  ['  error  ', any('error')],
  ['quick brown fox', any('quick brown fox')],
  ['"quick brown fox"', anyPhrase('quick brown fox')],
  ['"error"', anyPhrase('error')],
  ['""', anyPhrase('')],
  ['404', any('404')],
  ['true', any('true')],
  ['-5', any('-5')],
  ['1.50', any('1.50')],
  ['10.0.0.1', any('10.0.0.1')],
  ['a@b.com', any('a@b.com')],
  ['C\\:\\\\temp', any('C:\\temp')],
  ['\\(a\\)', any('(a)')],
  ['\\"a\\"', any('"a"')],
  ['"say \\"hi\\""', anyPhrase('say "hi"')],
  ['"a\\\\b"', anyPhrase('a\\b')],
  ['"a\\b"', anyPhrase('a\\b')],
  ['"a\\tb"', anyPhrase('a\tb')],
  ['a\\tb', any('a\tb')],
  ['\\*', any('*')],
  ['this \\or that', any('this or that')],
  ['this \\AND that', any('this AND that')],
  ['\\not this', any('not this')],
  ['or that', any('or that')],
  ['this or', any('this or')],
  ['android', any('android')],
  ['cannot be', any('cannot be')],
  ['서울 사무실', any('서울 사무실')],
  ['"서울 사무실"', anyPhrase('서울 사무실')],
  // Signs of Lucene are none here.
  ['+a -b', any('+a -b')],
  ['a && b || !c', any('a && b || !c')],
  ['user~2', any('user~2')],
  ['[1 TO 5]', any('[1 TO 5]')],
  ['/re.ex?/', any('/re.ex?/')],
];

export const FIELDS: Row[] = [
  ['origin: LAS', match('origin', 'LAS')],
  ['origin:LAS', match('origin', 'LAS')],
  ['origin : LAS', match('origin', 'LAS')],
  [' origin  :  LAS ', match('origin', 'LAS')],
  ['origin: "LAS"', phrase('origin', 'LAS')],
  ['message: quick brown fox', match('message', 'quick brown fox')],
  ['message: "quick brown fox"', phrase('message', 'quick brown fox')],
  ['bytes: 1024', match('bytes', '1024')],
  ['bytes: -1', match('bytes', '-1')],
  ['ratio: 0.10', match('ratio', '0.10')],
  // Dashboards rounds it.
  ['id: 9007199254740993', match('id', '9007199254740993')],
  ['ok: true', match('ok', 'true')],
  ['ok: false', match('ok', 'false')],
  // Dashboards asks for nothing here, which OpenSearch refuses.
  ['name: null', match('name', 'null')],
  ['null: name', match('null', 'name')],
  ['user.name: kim', match('user.name', 'kim')],
  ['user.name.keyword: "Kim Minsu"', phrase('user.name.keyword', 'Kim Minsu')],
  ['"US Gross": 5', match('US Gross', '5')],
  ['US Gross: 5', match('US Gross', '5')],
  ['a\\:b: c', match('a:b', 'c')],
  ['@timestamp: *', exists('@timestamp')],
  ['필드: 값', match('필드', '값')],
  ['_id: abc', match('_id', 'abc')],
  ['boost: 2', match('boost', '2')],
  ['__proto__: x', match('__proto__', 'x')],
  ['path: "C:\\\\Users"', phrase('path', 'C:\\Users')],
  ['url: "http://a.b/c?d=e"', phrase('url', 'http://a.b/c?d=e')],
  ['url: http\\://a.b', match('url', 'http://a.b')],
  ['http://a.b', match('http', '//a.b')],
  ['t: "10:30"', phrase('t', '10:30')],
  ['a: ""', phrase('a', '')],
  ['a: "*"', phrase('a', '*')],
  ['a: \\*', match('a', '*')],
  ['a: b\\{c\\}', match('a', 'b{c}')],
  ['name: 김철수', match('name', '김철수')],
  ['field:[1 TO 5]', match('field', '[1 TO 5]')],
  ['_exists_:x', match('_exists_', 'x')],
];

export const LISTS: Row[] = [
  ['a: (b)', match('a', 'b')],
  ['a: (b or c)', or(match('a', 'b'), match('a', 'c'))],
  ['a:(b or c)', or(match('a', 'b'), match('a', 'c'))],
  ['a: ( b  OR  c )', or(match('a', 'b'), match('a', 'c'))],
  ['a: (b or c or d)', or(match('a', 'b'), match('a', 'c'), match('a', 'd'))],
  ['a: (b and c)', and(match('a', 'b'), match('a', 'c'))],
  ['a: (b and c or d)', or(and(match('a', 'b'), match('a', 'c')), match('a', 'd'))],
  ['a: (b or c and d)', or(match('a', 'b'), and(match('a', 'c'), match('a', 'd')))],
  ['a: ((b or c) and d)', and(or(match('a', 'b'), match('a', 'c')), match('a', 'd'))],
  ['a: (not b)', not(match('a', 'b'))],
  ['a: (b and not c)', and(match('a', 'b'), not(match('a', 'c')))],
  ['a: (not (b or c))', not(or(match('a', 'b'), match('a', 'c')))],
  ['a: ("x y" or z)', or(phrase('a', 'x y'), match('a', 'z'))],
  ['a: (x y or z)', or(match('a', 'x y'), match('a', 'z'))],
  ['a: (1 or 2)', or(match('a', '1'), match('a', '2'))],
  ['a: (x* or "y")', or(wild('a', 'x*'), phrase('a', 'y'))],
  ['a: (b or)', match('a', 'b or')],
  ['a: (*)', exists('a')],
];

export const OPERATORS: Row[] = [
  ['a and b', and(any('a'), any('b'))],
  ['a or b', or(any('a'), any('b'))],
  ['a AND b', and(any('a'), any('b'))],
  ['a Or b', or(any('a'), any('b'))],
  ['not a', not(any('a'))],
  ['NOT a', not(any('a'))],
  ['Not a: b', not(match('a', 'b'))],
  ['a: 1 and b: 2', and(match('a', '1'), match('b', '2'))],
  ['a: 1 or b: 2', or(match('a', '1'), match('b', '2'))],
  ['a: 1 and b: 2 and c: 3', and(match('a', '1'), match('b', '2'), match('c', '3'))],
  ['a: 1 or b: 2 or c: 3', or(match('a', '1'), match('b', '2'), match('c', '3'))],
  ['a: 1 or b: 2 and c: 3', or(match('a', '1'), and(match('b', '2'), match('c', '3')))],
  ['a: 1 and b: 2 or c: 3', or(and(match('a', '1'), match('b', '2')), match('c', '3'))],
  ['(a: 1 or b: 2) and c: 3', and(or(match('a', '1'), match('b', '2')), match('c', '3'))],
  ['a: 1 and (b: 2 or c: 3)', and(match('a', '1'), or(match('b', '2'), match('c', '3')))],
  ['not a: 1 and b: 2', and(not(match('a', '1')), match('b', '2'))],
  ['not (a: 1 and b: 2)', not(and(match('a', '1'), match('b', '2')))],
  ['a: 1 and not b: 2', and(match('a', '1'), not(match('b', '2')))],
  ['a: 1 or not b: 2', or(match('a', '1'), not(match('b', '2')))],
  ['((a: 1))', match('a', '1')],
  ['( a )', any('a')],
  ['(a or b) or c', or(or(any('a'), any('b')), any('c'))],
  ['a:1\nand\nb:2', and(match('a', '1'), match('b', '2'))],
  ['a:1\u3000and\u3000b:2', and(match('a', '1'), match('b', '2'))],
  ['a and or b', and(any('a'), any('or b'))],
  ['"a" and "b"', and(anyPhrase('a'), anyPhrase('b'))],
  ['"and"', anyPhrase('and')],
  ['a: 1 and error', and(match('a', '1'), any('error'))],
];

export const RANGES: Row[] = [
  ['bytes > 5', range('bytes', { gt: '5' })],
  ['bytes >= 5', range('bytes', { gte: '5' })],
  ['bytes < 5', range('bytes', { lt: '5' })],
  ['bytes <= 5', range('bytes', { lte: '5' })],
  ['bytes>5', range('bytes', { gt: '5' })],
  ['bytes>=5', range('bytes', { gte: '5' })],
  ['bytes > -5', range('bytes', { gt: '-5' })],
  ['bytes > "5"', range('bytes', { gt: '5' })],
  ['ratio < 0.75', range('ratio', { lt: '0.75' })],
  ['bytes > 5 and bytes <= 10', and(range('bytes', { gt: '5' }), range('bytes', { lte: '10' }))],
  ['bytes < 5 or bytes > 10', or(range('bytes', { lt: '5' }), range('bytes', { gt: '10' }))],
  ['not bytes > 5', not(range('bytes', { gt: '5' }))],
  ['(bytes > 5)', range('bytes', { gt: '5' })],
  ['name >= "m"', range('name', { gte: 'm' })],
  ['"US Gross" > 5', range('US Gross', { gt: '5' })],
  ['ip >= 10.0.0.0', range('ip', { gte: '10.0.0.0' })],
  ['by* > 5', { query_string: { query: '{"5" TO *}', fields: ['by*'], lenient: true } }],
  ['by* >= "a\\"b"', { query_string: { query: '["a\\"b" TO *}', fields: ['by*'], lenient: true } }],
  ['by* < 5', { query_string: { query: '{* TO "5"}', fields: ['by*'], lenient: true } }],
  ['by* <= 5', { query_string: { query: '{* TO "5"]', fields: ['by*'], lenient: true } }],
];

export const DATES: Row[] = [
  ['date: "2026-01-01"', phrase('date', '2026-01-01')],
  ['date: 2026-01-01', match('date', '2026-01-01')],
  ['date >= "2026-01-01"', range('date', { gte: '2026-01-01', ...iso })],
  ['date < 2026-01-01', range('date', { lt: '2026-01-01', ...iso })],
  ['date > "2026-01-01T10:00:00Z"', range('date', { gt: '2026-01-01T10:00:00Z', ...iso })],
  ['date >= now-1d', range('date', { gte: 'now-1d', ...iso })],
  ['date >= now-1d/d', range('date', { gte: 'now-1d/d', ...iso })],
  ['date < now', range('date', { lt: 'now', ...iso })],
  ['date >= 2026', range('date', { gte: '2026' })],
  ['date <= "2026-01-01||+1M/d"', range('date', { lte: '2026-01-01||+1M/d', ...iso })],
  ['date >= "01/02/2026"', range('date', { gte: '01/02/2026' })],
];

export const PATTERNS: Row[] = [
  ['a: *', exists('a')],
  ['a: **', exists('a')],
  ['a: b*', wild('a', 'b*')],
  ['a: *b', wild('a', '*b')],
  ['a: b*c*', wild('a', 'b*c*')],
  ['a: x y*', wild('a', 'x y*')],
  ['a: b\\*c*', wild('a', 'b\\*c*')],
  ['a: win-x*', wild('a', 'win\\-x*')],
  ['a: a/b*', wild('a', 'a\\/b*')],
  ['a: a?b*', wild('a', 'a\\?b*')],
  ['a: \\AND b*', wild('a', '\\AND b*')],
  ['a: \\(x\\) AND y*', { bool: { must: [match('a', '(x)'), wildAny('y*')] } }],
  ['a: http\\://*', wild('a', 'http\\:\\/\\/*')],
  ['err*', wildAny('err*')],
  ['"err*"', anyPhrase('err*')],
  ['*: *', all],
  ['*: err*', wildAny('err*')],
  ['*: error', any('error')],
  ['*: "an error"', anyPhrase('an error')],
  ['us*: kim', some('us*', 'kim')],
  ['us*.name: kim', some('us*.name', 'kim')],
  ['us*: *', exists('us*')],
  ['us*: k*', wildSome('us*', 'k*')],
  ['"us*": kim', match('us*', 'kim')],
  ['not a: *', not(exists('a'))],
];

export const NESTED: Row[] = [
  ['items: { name: x }', nested('items', match('items.name', 'x'))],
  ['items:{name:x}', nested('items', match('items.name', 'x'))],
  [
    'items: { name: x and count > 3 }',
    nested('items', and(match('items.name', 'x'), range('items.count', { gt: '3' }))),
  ],
  ['items: { name: x or name: y }', nested('items', or(match('items.name', 'x'), match('items.name', 'y')))],
  ['items: { name: (x or y) }', nested('items', or(match('items.name', 'x'), match('items.name', 'y')))],
  ['items: { not name: x }', nested('items', not(match('items.name', 'x')))],
  ['not items: { name: x }', not(nested('items', match('items.name', 'x')))],
  ['items: { name: * }', nested('items', exists('items.name'))],
  ['items: { name: x* }', nested('items', wild('items.name', 'x*'))],
  ['items: { sub: { x: 1 } }', nested('items', nested('items.sub', match('items.sub.x', '1')))],
  // Dashboards refuses it: a field of inner objects, named by its outer ones.
  ['items: { sub.x: 1 }', nested('items', nested('items.sub', match('items.sub.x', '1')))],
  ['items.sub: { x: 1 }', nested('items.sub', match('items.sub.x', '1'))],
  // Dashboards finds nothing: here a row that has it is found.
  ['items.name: x', nested('items', match('items.name', 'x'))],
  [
    'items.name: x and items.count > 3',
    and(nested('items', match('items.name', 'x')), nested('items', range('items.count', { gt: '3' }))),
  ],
  ['items: *', nested('items', exists('items'))],
  ['items.sub.x: 1', nested('items.sub', match('items.sub.x', '1'))],
  ['not items.name: x', not(nested('items', match('items.name', 'x')))],
  ['it*.name: x', nested('items', some('it*.name', 'x'))],
  ['i*: x', or(some('i*', 'x'), nested('items', some('i*', 'x')), nested('items.sub', some('i*', 'x')))],
  // Any field of theirs; Dashboards names a field that is not there.
  ['items: { x }', nested('items', some('items.*', 'x'))],
  ['items: { * }', nested('items', exists('items.*'))],
  [
    'mixed.a: 1',
    or(match('mixed.a', '1'), {
      bool: { filter: [{ terms: { _index: ['a'] } }, nested('mixed', match('mixed.a', '1'))] },
    }),
  ],
  ['unknown: { a: 1 }', nested('unknown', match('unknown.a', '1'))],
];
