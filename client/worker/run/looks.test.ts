import { describe, expect, it } from 'vitest';
import { SluiceError } from '../../../shared/errors.ts';
import { World } from '../../../tests/model/world.ts';
import type { News } from '../api.ts';
import type { ExportEvent } from '../events.ts';
import { makeDeferred } from '../util/deferred.ts';
import { Control } from './control.ts';
import { Looks } from './looks.ts';

const away = new SluiceError('opensearch_unreachable', 'away');
const signedOut = new SluiceError('signed_out', 'over');
const HOUR_MS = 3_600_000;

function makeStory({ random = 1, slot = async () => {} }: { random?: number; slot?: () => Promise<void> } = {}) {
  const world = new World();
  const events: ExportEvent[] = [];
  const control = new Control((event) => events.push(event));
  const looks = new Looks({ control, clock: world, random: () => random, slot });
  /** When it looks, ms from now; undefined when it has not within `ms`. */
  async function nextLook(ms = HOUR_MS): Promise<number | undefined> {
    const began = world.now();
    let looked: boolean | undefined;
    let late = false;
    void looks.untilLook().then((is) => {
      looked = is;
    });
    void world.sleep(ms).then(() => {
      late = true;
    });
    await world.runUntil(() => looked !== undefined || late);
    return looked ? world.now() - began : undefined;
  }
  const pass = async (ms: number) => {
    const until = world.now() + ms;
    void world.sleep(ms);
    await world.runUntil(() => world.now() >= until);
  };
  return { world, events, control, looks, nextLook, pass };
}

describe('an export that trouble has interrupted', () => {
  it('looks again after growing waits, up to a minute apart, and tells each', async () => {
    const { events, control, looks, nextLook } = makeStory();
    const waits: (number | undefined)[] = [];
    for (let times = 0; times < 6; times++) {
      looks.interrupt(away);
      waits.push(await nextLook());
      expect(control.mode).toBe('looking');
    }
    expect(waits).toEqual([5_000, 10_000, 20_000, 40_000, 60_000, 60_000]);
    expect(events).toEqual(waits.map((lookMs) => ({ type: 'interrupted', error: away.toBody(), lookMs })));
    control.goOn();
    expect(events.at(-1)).toEqual({ type: 'resumed' });
    looks.reset();
    looks.interrupt(away);
    expect(await nextLook()).toBe(5_000);
  });

  it('waits half as long at the least, by chance', async () => {
    const { looks, nextLook } = makeStory({ random: 0 });
    looks.interrupt(away);
    expect(await nextLook()).toBe(2_500);
  });

  it.each<News>(['online', 'visible', 'signed-in'])(
    'looks at once when it hears %s, and begins anew with short waits',
    async (news) => {
      const { looks, nextLook, pass } = makeStory();
      for (let times = 0; times < 4; times++) {
        looks.interrupt(away);
        await nextLook();
      }
      looks.interrupt(away);
      await pass(10_000);
      looks.hear(news);
      expect(await nextLook()).toBe(0);
      looks.interrupt(away);
      expect(await nextLook()).toBe(5_000);
    },
  );

  it('looks once a second at most, whatever it hears', async () => {
    const { looks, nextLook } = makeStory();
    looks.interrupt(away);
    looks.hear('visible');
    expect(await nextLook()).toBe(1_000);
  });

  it('does not look before the time that the other side asked for', async () => {
    const { looks, nextLook } = makeStory();
    looks.interrupt(new SluiceError('rate_limited', 'wait', { retryAfter: 90_000 }));
    looks.hear('online');
    expect(await nextLook()).toBe(90_000);
  });

  it('waits for a slot, and asks again after something else has happened', async () => {
    const asked: (() => void)[] = [];
    const slot = () => {
      const { promise, resolve } = makeDeferred<void>();
      asked.push(() => resolve());
      return promise;
    };
    const { world, control, looks, pass } = makeStory({ slot });
    looks.interrupt(away);
    let looked: boolean | undefined;
    void looks.untilLook().then((is) => {
      looked = is;
    });
    await pass(HOUR_MS);
    expect(asked).toHaveLength(1);
    control.changed();
    await pass(1);
    expect(asked).toHaveLength(2);
    expect(looked).toBeUndefined();
    asked[1]?.();
    await world.runUntil(() => looked !== undefined);
    expect(control.mode).toBe('looking');
  });
});

describe('an export whose session has ended', () => {
  it('looks when somebody has signed in, and at nothing else', async () => {
    const { events, control, looks, nextLook } = makeStory();
    looks.untilSignedIn(signedOut);
    expect(events).toEqual([{ type: 'interrupted', error: signedOut.toBody() }]);
    looks.hear('online');
    looks.hear('visible');
    expect(await nextLook()).toBeUndefined();
    expect(control.mode).toBe('interrupted');
    looks.hear('signed-in');
    expect(await nextLook()).toBe(0);
  });
});

describe('an export that only a person can help', () => {
  it('looks at no time and at no news', async () => {
    const { control, looks, nextLook } = makeStory();
    looks.untilResumed(new SluiceError('file_unwritable', 'open elsewhere'));
    for (const news of ['online', 'visible', 'signed-in'] as const) looks.hear(news);
    expect(await nextLook()).toBeUndefined();
    control.resume();
    expect(control.mode).toBe('running');
  });
});

it.each(['time', 'slot', 'nothing'])('ends while it waits for %s as soon as the export is stopped', async (what) => {
  const { world, control, looks } = makeStory({ slot: () => new Promise(() => {}) });
  if (what === 'nothing') looks.untilSignedIn(signedOut);
  else looks.interrupt(away);
  let looked: boolean | undefined;
  void looks.untilLook().then((is) => {
    looked = is;
  });
  if (what === 'slot') {
    void world.sleep(10_000);
    await world.runUntil(() => world.now() >= 10_000);
  }
  control.stop(new SluiceError('download_cancelled', 'cancelled'));
  await world.runUntil(() => looked !== undefined);
  expect(looked).toBe(false);
});
