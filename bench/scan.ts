/**
 * How fast pages are cut and formatted, in MB of page a second: `tsx bench/scan.ts`. One process, one thread; the best
 * of several rounds, each over the same page in frames as the socket brings them.
 */
import { makeFormat } from '../client/worker/encode/formats.ts';
import type { ScannerOptions } from '../client/worker/scan/scanners.ts';
import { dateReader } from '../shared/dates/format.ts';
import { FRAME_BYTES } from '../shared/limits.ts';
import type { TextFormat } from '../shared/request.ts';

const PAGE_BYTES = 8 * 1024 * 1024;
const ROUNDS = 15;

const utf8 = new TextEncoder();
let seed = 7;
const random = (below: number) => {
  seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff;
  return seed % below;
};
const word = () => Array.from({ length: 4 + random(8) }, () => String.fromCharCode(97 + random(26))).join('');
const words = (count: number) => Array.from({ length: count }, word).join(' ');

function flight() {
  return {
    date: `2001/${10 + random(3)}/${10 + random(18)} ${10 + random(13)}:${10 + random(49)}`,
    delay: random(300) - 30,
    distance: random(3000),
    origin: word().slice(0, 3).toUpperCase(),
    destination: word().slice(0, 3).toUpperCase(),
  };
}

function article() {
  return {
    id: word() + random(1e6),
    title: words(8),
    body: `${words(60)}. "${words(5)}",\n${words(60)}`,
    author: {
      name: words(2),
      address: { city: word(), zip: String(random(99999)), geo: { lat: random(90) / 7, lon: 1 } },
    },
    tags: [word(), word(), word()],
    stats: { views: random(1e6), likes: random(1e4), score: random(1e6) / 97, hot: random(2) === 0 },
    comments: [
      { by: word(), text: words(6) },
      { by: word(), text: words(9) },
    ],
    published: new Date(
      Date.UTC(2024, random(12), random(28), random(24), random(60), random(60), random(1000)),
    ).toISOString(),
    note: null,
  };
}

function pageOf(make: () => unknown): Uint8Array {
  const hits: string[] = [];
  for (let bytes = 0, i = 0; bytes < PAGE_BYTES; i++) {
    const hit = `{"_index":"flights","_id":"q${random(1e9)}Zab${i}","_score":null,"_source":${JSON.stringify(make())},"sort":[${i}]}`;
    bytes += hit.length;
    hits.push(hit);
  }
  return utf8.encode(
    `{"took":12,"timed_out":false,"_shards":{"total":1,"successful":1,"skipped":0,"failed":0},"hits":{"total":{"value":${hits.length},"relation":"eq"},"max_score":null,"hits":[${hits.join(',')}]}}`,
  );
}

function mbPerSecond(page: Uint8Array, once: () => void): string {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS; round++) {
    const from = performance.now();
    once();
    best = Math.min(best, performance.now() - from);
  }
  return (page.length / 1e3 / best).toFixed(0).padStart(6);
}

/** The same rows, with a date and a word to sort by. */
function sortedPageOf(page: Uint8Array): Uint8Array {
  let row = 0;
  const text = new TextDecoder().decode(page);
  return utf8.encode(text.replace(/"sort":\[\d+/g, (sort) => `${sort},${1767225600000 + row},"${row++}-abcdefgh"`));
}

function scanning(page: Uint8Array, format: TextFormat, options: ScannerOptions): string {
  const made = makeFormat(format, options);
  const makeScanner = made.scannerWith?.(READERS) ?? made.makeScanner;
  return mbPerSecond(page, () => {
    const scanner = makeScanner();
    for (let at = 0; at < page.length; at += FRAME_BYTES) scanner.push(page.subarray(at, at + FRAME_BYTES));
    scanner.finish();
    scanner.take();
  });
}

/** Of the date columns of both. */
const READERS = new Map([
  ['date', dateReader('yyyy/MM/dd HH:mm')],
  ['published', dateReader('strict_date_optional_time||epoch_millis')],
]);
const csv = { kind: 'csv', delimiter: ',', header: true, bom: false, guard: false, rest: false } as const;
const flightColumns = ['date', 'delay', 'distance', 'origin', 'destination'];
const articleColumns = [
  ...['id', 'title', 'body', 'author.name', 'author.address.city', 'author.address.zip', 'author.address.geo.lat'],
  ...['author.address.geo.lon', 'tags', 'stats.views', 'stats.likes', 'stats.score', 'stats.hot', 'comments'],
  ...['published', 'note'],
];
const cases = [
  { name: 'flights', make: flight, columns: flightColumns },
  { name: 'articles', make: article, columns: articleColumns },
];
for (const { name, make, columns } of cases) {
  const page = pageOf(make);
  const formats: [string, TextFormat][] = [
    ['CSV', { ...csv, columns }],
    [
      'CSV, below',
      { ...csv, columns: [...columns.filter((path) => path !== 'comments'), 'comments.by', 'comments.text'] },
    ],
    ['CSV, _rest', { ...csv, columns, rest: true }],
    ['CSV, ids', { ...csv, columns: ['_index', '_id', ...columns], ids: true }],
    ['CSV, 2 columns', { ...csv, columns: columns.slice(0, 2) }],
    ['CSV, dates', { ...csv, columns, dates: { zone: 'Asia/Seoul', columns: [...READERS.keys()] } }],
    ['NDJSON', { kind: 'ndjson' }],
    ['NDJSON, 2 fields', { kind: 'ndjson', columns: columns.slice(0, 2) }],
    ['JSON', { kind: 'json' }],
  ];
  console.log(`${name} (${(page.length / 1e6).toFixed(1)} MB)`);
  console.log(
    `  ${'JSON.parse only'.padEnd(16)}${mbPerSecond(page, () => JSON.parse(new TextDecoder().decode(page)))} MB/s`,
  );
  for (const [label, format] of formats) {
    const plain = scanning(page, format, { engine: 'plain' });
    console.log(`  ${label.padEnd(16)}${plain} MB/s plain ${scanning(page, format, { engine: 'simd' })} MB/s SIMD`);
  }
  const sorted = sortedPageOf(page);
  for (const [label, format] of [
    ['CSV', { ...csv, columns }],
    ['NDJSON', { kind: 'ndjson' }],
  ] as const satisfies [string, TextFormat][]) {
    for (const [what, sortValues] of [
      ['read past', 0],
      ['kept', 2],
    ] as const) {
      const speed = (engine: 'plain' | 'simd') => scanning(sorted, format, { engine, sortValues });
      console.log(
        `  ${label}, two values to sort by, ${what}: ${speed('plain')} MB/s plain ${speed('simd')} MB/s SIMD`,
      );
    }
  }
}
