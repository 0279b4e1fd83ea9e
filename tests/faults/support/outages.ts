import { setTimeout as sleep } from 'node:timers/promises';
import type { Lab } from './lab.ts';

export type Outage = { name: string; strike(lab: Lab, ms: number): Promise<void> };

/** What may be away for a while, and comes back; nobody is told beforehand. */
export const OUTAGES: readonly Outage[] = [
  {
    name: 'the cluster',
    async strike({ gate }, ms) {
      gate.isDown = true;
      await sleep(ms);
      gate.isDown = false;
    },
  },
  { name: 'the proxy', strike: (lab, ms) => lab.replaceProxy(ms) },
  {
    name: 'the network',
    async strike({ wire }, ms) {
      wire.frozen = true;
      await sleep(ms);
      wire.frozen = false;
    },
  },
];
