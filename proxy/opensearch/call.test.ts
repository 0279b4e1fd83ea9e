import * as v from 'valibot';
import { expect, test } from 'vitest';
import { SluiceError } from '../../shared/errors.ts';
import { answerOf } from './call.ts';

const schema = v.object({ pit_id: v.string() });

function answer(text: string, end?: SluiceError) {
  async function* body() {
    yield new TextEncoder().encode(text);
    if (end) throw end;
  }
  return answerOf({ status: 200, retryAfter: undefined, body: body() }, schema);
}

test('an answer that breaks, is cut short or is another one is asked for again, and is no fault of ours', async () => {
  const broken = new SluiceError('opensearch_unreachable', 'The connection to OpenSearch broke.');
  await expect(answer('{"pit_id":"a"}')).resolves.toEqual({ pit_id: 'a' });
  await expect(answer('{"pit_', broken)).rejects.toMatchObject({ code: 'opensearch_unreachable', retryable: true });
  await expect(answer('{"pit_')).rejects.toMatchObject({ code: 'opensearch_failed', retryable: true });
  await expect(answer('{"id":1}')).rejects.toMatchObject({ code: 'opensearch_failed', retryable: true });
});
