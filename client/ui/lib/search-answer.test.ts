import { parse } from 'lossless-json';
import { expect, test } from 'vitest';
import { nextTask, TASK_CHARS } from './next-task.ts';
import { parseAnswer } from './search-answer.ts';

const bytesOf = (json: string) => new TextEncoder().encode(json);

const ODD = '{"n":9007199254740993,"f":5.0,"text":"\\"hits\\":[ } ] , \\\\","한글":[{"hits":[1,{}]},null],"hits":[]}';
const hit = (i: number, filler = 100) =>
  `{"_index":"i","_id":"${i}","_source":{"odd":${ODD},"filler":"${'x'.repeat(filler)}"}}`;
const answer = (hits: readonly string[]) => `{"took":3,"total":12345678901234567890,"hits":[${hits}],"after":"],}\\""}`;

test.each([
  ['of no rows', answer([])],
  ['of one row', answer([hit(1)])],
  ['of one row that is long', answer([hit(1, 3 * TASK_CHARS)])],
  ['of many', answer(Array.from({ length: 500 }, (_, i) => hit(i)))],
  ['with rows before the rest', `{"hits":[${[hit(1), hit(2, TASK_CHARS)]}],"took":1}`],
  ['of no rows and a long rest', `{"hits":[],"after":"${'y'.repeat(2 * TASK_CHARS)}"}`],
  ['that has none', `{"took":"${'z'.repeat(2 * TASK_CHARS)}"}`],
])('an answer %s is what a parser makes of it', async (_, json) => {
  expect(await parseAnswer(bytesOf(json))).toEqual(parse(json));
});

test.each(['{"took":1,"hits":[{"a":1}', '{"took":1,"hits":[{"a":1}{"b":2}]}', '{"took":'])(
  'one that is cut short or damaged is a fault: %s',
  async (json) => {
    const padded = json.replace('1', `"${'x'.repeat(TASK_CHARS)}"`);
    await expect(parseAnswer(bytesOf(padded))).rejects.toThrow();
    await expect(parseAnswer(bytesOf(json))).rejects.toThrow();
  },
);

test('a long one leaves the page room in between, once for each sixty thousand signs', async () => {
  const json = answer(Array.from({ length: 1000 }, (_, i) => hit(i)));
  let tasks = 0;
  let isDone = false;
  const count = async () => {
    while (!isDone) {
      await nextTask();
      tasks += 1;
    }
  };
  const counting = count();
  await parseAnswer(bytesOf(json));
  isDone = true;
  await counting;
  expect(tasks).toBeGreaterThanOrEqual(Math.floor(json.length / TASK_CHARS) - 1);
});
