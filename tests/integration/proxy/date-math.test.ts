import { Client } from '@opensearch-project/opensearch';
import fc from 'fast-check';
import { afterAll, expect, inject, it } from 'vitest';
import { shapeOf } from '../../../proxy/expression/date-math.ts';
import { nameAt } from '../../../proxy/search/date-math-name.ts';

/** What date math means: as OpenSearch itself reads it, which names the index that there is not. */
const client = new Client({ node: inject('opensearchUrl') });
afterAll(() => client.close());

async function meant(expression: string): Promise<string | undefined> {
  const path = `/${encodeURIComponent(expression)}/_search`;
  const error = await client.transport.request({ method: 'GET', path }).catch((thrown: unknown) => thrown);
  return /no such index \[([^\]]+)\]/.exec(JSON.stringify(error) + String(error))?.[1];
}

const unit = fc.constantFrom(...'yMwdhHms'.split(''));
const step = fc.oneof(
  fc.tuple(fc.constantFrom('-', '+'), fc.integer({ min: 0, max: 40 }), unit).map((parts) => parts.join('')),
  unit.map((one) => `/${one}`),
);
const format = fc.constantFrom(
  ...[
    '',
    '{yyyy.MM.dd}',
    '{uuuu-MM}',
    '{yy.M.d}',
    '{yyyyMMdd}',
    '{yyyy.MM.dd-HH}',
    '{yyyy.MM.dd|+0900}',
    '{yyyy.MM.dd|-03}',
  ],
  ...[
    '{yyyy.MM.dd.HH|Asia/Seoul}',
    '{yyyy.MM|America/New_York}',
    '{yyyy.ww}',
    '{yyyy.DDD}',
    '{dd|UTC}',
    '{yyyy.MM.dd|Z}',
  ],
);
const expression = fc
  .tuple(fc.array(step, { maxLength: 3 }), format)
  .map(([steps, how]) => `<no-such-{now${steps.join('')}${how}}-x>`);

it('comes to the name that OpenSearch makes of it, or to none', async () => {
  let named = 0;
  for (const text of fc.sample(expression, 150)) {
    if (shapeOf(text) === undefined) continue;
    const before = new Date();
    const told = await meant(text);
    // A second, or a day, may end in between.
    const names = [nameAt(text, before), nameAt(text, new Date())];
    if (names[0] === undefined) continue;
    named += 1;
    expect(names, text).toContain(told);
  }
  expect(named).toBeGreaterThan(60);
});
