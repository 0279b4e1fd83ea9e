import { makeFigures } from '../lib/format.ts';

export const f = makeFigures('ko');
