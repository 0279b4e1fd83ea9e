import { makeFormat } from '../format/make-format.ts';
import { describeScanner } from './suite/suite.ts';

describeScanner('the plain scanner', makeFormat);
