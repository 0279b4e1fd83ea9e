import type { Reader } from '../../../shared/request.ts';
import { pit } from './pit-reader.ts';
import { scroll } from './scroll-reader.ts';
import type { Strategy } from './shard-reader.ts';

export const STRATEGIES: Record<Reader, Strategy> = { pit, scroll };
