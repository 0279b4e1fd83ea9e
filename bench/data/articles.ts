import type { SampleIndex } from '../../dev/sample/sample-index.ts';
import { makeRandom, type Random } from './random.ts';

const SEED = 20_240_506;
const VOCABULARY = makeVocabulary(3000);
const SECTIONS = ['science', 'culture', 'politics', 'sport', 'travel', 'economy'];

/** Documents of about 1.5 KB with text, nested objects and arrays. Document `i` is the same in every run. */
export function articles(rows: number): SampleIndex {
  return {
    name: 'articles',
    shards: 4,
    mappings: { properties },
    rows,
    async *read(from) {
      for (let i = from; i < rows; i++) yield { id: String(i), source: JSON.stringify(articleOf(i)) };
    },
  };
}

const keyword = { type: 'keyword' };
const text = { type: 'text', norms: false, index_options: 'docs' };
const integer = { type: 'integer' };

const properties = {
  id: keyword,
  published: { type: 'date' },
  title: text,
  section: keyword,
  body: text,
  author: {
    properties: {
      name: keyword,
      email: keyword,
      address: { properties: { city: keyword, zip: keyword, location: { type: 'geo_point' } } },
    },
  },
  tags: keyword,
  stats: {
    properties: { views: { type: 'long' }, likes: integer, score: { type: 'double' }, featured: { type: 'boolean' } },
  },
  comments: { properties: { by: keyword, at: { type: 'date' }, text } },
  revision: integer,
};

function articleOf(i: number) {
  const random = makeRandom(SEED + i);
  const name = words(random, 2);
  const city = word(random);
  return {
    id: `a${random.below(1e9)}-${i}`,
    published: timeOf(random),
    title: words(random, 8),
    section: SECTIONS[random.below(SECTIONS.length)],
    body: `${words(random, 55)}. “${words(random, 6)}”, said "${word(random)}".\n${words(random, 50)}.`,
    author: {
      name,
      email: `${name.replace(' ', '.')}@${city}.example`,
      address: {
        city,
        zip: String(10_000 + random.below(90_000)),
        location: { lat: random.below(9_000_000) / 1e5, lon: random.below(18_000_000) / 1e5 },
      },
    },
    tags: Array.from({ length: 2 + random.below(5) }, () => word(random)),
    stats: {
      views: random.below(5_000_000),
      likes: random.below(100_000),
      score: random.below(1e6) / 97,
      featured: random.below(9) === 0,
    },
    comments: Array.from({ length: random.below(5) }, () => ({
      by: words(random, 2),
      at: timeOf(random),
      text: words(random, 8),
    })),
    revision: random.below(3) === 0 ? null : random.below(40),
  };
}

function timeOf(random: Random): string {
  return new Date(1_400_000_000_000 + random.below(320_000_000) * 1000 + random.below(1000)).toISOString();
}

function words(random: Random, count: number): string {
  return Array.from({ length: count }, () => word(random)).join(' ');
}

/** Common words are common, as in any language: it matters to gzip. */
function word(random: Random): string {
  const i = Math.floor(VOCABULARY.length * random.next() ** 3);
  return VOCABULARY[i] ?? '';
}

function makeVocabulary(size: number): string[] {
  const random = makeRandom(SEED);
  const letter = () => String.fromCharCode(97 + random.below(26));
  return Array.from({ length: size }, () => Array.from({ length: 2 + random.below(8) }, letter).join(''));
}
