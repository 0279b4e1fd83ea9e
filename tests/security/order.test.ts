import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type Order, SORT_VALUES } from '../../shared/order.ts';
import { READERS } from '../../shared/request.ts';
import { TestSocket } from '../integration/proxy/test-socket.ts';
import { type RunningProxy, runProxy } from '../support/proxy.ts';
import { MARKS, ORDERS, PASSWORD, PAYROLL } from './people.ts';

/** What somebody may not see of a row they do not see by what it is sorted by either. */
const { url, caFile } = inject('secured');
let proxy: RunningProxy;
let socket: TestSocket;

beforeAll(async () => {
  proxy = await runProxy(url, { AUTH: 'opensearch', OPENSEARCH_CA: caFile });
  socket = await TestSocket.open(await proxy.signIn('dan_fields', PASSWORD));
});
afterAll(async () => {
  await socket.close();
  await proxy.close();
});

async function textOf(order: Order, reader: (typeof READERS)[number]): Promise<{ text: string; sorts: unknown[][] }> {
  const { shards } = await socket.plan({ index: ORDERS }, reader, order);
  let text = '';
  const sorts: unknown[][] = [];
  const tickets: string[] = [];
  for (const shard of shards) {
    const page = await socket.page({ ticket: shard.ticket, chunk: { after: -1, upTo: shard.highest }, size: 10 });
    text += page.text;
    sorts.push(...page.hits.map(({ sort: [, ...values] }: { sort: unknown[] }) => values));
    tickets.push(page.ticket ?? shard.ticket);
  }
  await socket.release(tickets);
  return { text, sorts };
}

describe.each(READERS)('with the %s reader', (reader) => {
  it.each(['card', 'secret.note'])('the hidden field %s has no values to sort by', async (field) => {
    for (const order of ['asc', 'desc'] as const) {
      const { text, sorts } = await textOf([{ field, order, type: 'keyword' }], reader);
      expect(sorts.length).toBeGreaterThan(0);
      expect(new Set(sorts.map((values) => JSON.stringify(values)))).toEqual(
        new Set([`[${SORT_VALUES.keyword.missing}]`]),
      );
      for (const mark of [MARKS.card, MARKS.secret]) expect(text).not.toContain(mark);
    }
  });

  it('a masked field is not shown by its values to sort by', async () => {
    for (const order of ['asc', 'desc'] as const) {
      const { text, sorts } = await textOf([{ field: 'email', order, type: 'keyword' }], reader);
      expect(sorts.length).toBeGreaterThan(0);
      expect(text).not.toContain(MARKS.email);
      // What is sorted by is the mask as well.
      for (const [value] of sorts) expect(value).toMatch(/^[0-9a-f]{32,}$/);
    }
  });

  it('an index that may not be read is not sorted', async () => {
    const planned = socket.plan({ index: PAYROLL }, reader, [{ field: 'salary', order: 'asc', type: 'keyword' }]);
    await expect(planned).rejects.toMatchObject({ code: 'forbidden' });
  });
});
