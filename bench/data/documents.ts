import type { SampleIndex } from '../../dev/sample/sample-index.ts';
import { makeRandom, type Random } from './random.ts';

const SEED = 20_261_127;
const CITIES = ['서울', '부산', '인천', '대구', '대전', '광주', '수원', '울산', '창원', '성남'];
const MODELS = ['SM-S931N', 'SM-F966N', 'IPHONE17', 'REDMI-14C'];

/** Documents of about 430 bytes: nested objects, Korean, in four shards. Document `i` is the same in every run. */
export function documents(rows: number): SampleIndex {
  return {
    name: 'documents',
    shards: 4,
    mappings: { properties },
    rows,
    async *read(from) {
      for (let i = from; i < rows; i++) yield { id: String(i), source: JSON.stringify(documentOf(i)) };
    },
  };
}

const keyword = { type: 'keyword' };
const long = { type: 'long' };

const properties = {
  event: { properties: { id: keyword, at: { type: 'date' } } },
  user: {
    properties: { id: long, name: keyword, address: { properties: { city: keyword, street: keyword, zip: keyword } } },
  },
  device: { properties: { model: keyword, os: keyword, ip: { type: 'ip' } } },
  order: { properties: { amount: { type: 'double' }, paid: { type: 'boolean' }, items: long, note: keyword } },
};

function documentOf(i: number) {
  const random = makeRandom(SEED + i);
  const city = one(random, CITIES);
  return {
    event: { id: `e-${random.below(1e9)}-${i}`, at: new Date(1_760_000_000_000 + random.below(3e9)).toISOString() },
    user: {
      id: random.below(1e9),
      name: `사용자${random.below(100_000)}`,
      address: {
        city,
        street: `${city} 중앙로 ${random.below(400)}길 ${random.below(90)}`,
        zip: `${random.below(1e5)}`,
      },
    },
    device: {
      model: one(random, MODELS),
      os: `15.${random.below(9)}`,
      ip: `10.${random.below(256)}.3.${random.below(256)}`,
    },
    order: {
      amount: random.below(1e7) / 100,
      paid: random.below(2) === 0,
      items: random.below(12),
      note: '빠른 배송 부탁드립니다',
    },
  };
}

function one(random: Random, of: readonly string[]): string {
  return of[random.below(of.length)] ?? '';
}
