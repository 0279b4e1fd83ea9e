import type { JSX } from 'solid-js';
import { makeFigures } from './figures.ts';

/** What the English messages are put together with. */

export const f = makeFigures('en');
export const plural = (count: number, one: string, many: string) => (count === 1 ? one : many);

/** What the page puts into a message. */
export type Slot = JSX.Element;
