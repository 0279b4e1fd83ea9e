import type { en } from './en.ts';

/** The catalogue's shape: every language has every message, with the same slots. */
export type Messages = typeof en;
