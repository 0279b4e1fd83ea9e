import { makeFigures } from './figures.ts';

export const f = makeFigures('ko');
