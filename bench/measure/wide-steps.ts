import type { Hands } from '../browser/hands.ts';

/** What a person does in the page of an index of many fields. */

export type Step = {
  name: string;
  act: (hands: Hands) => Promise<void>;
  /** In the page: whether it is there. */
  until: string;
};

export const READY = `document.querySelector('[role="grid"][aria-busy="false"] [role="gridcell"]') !== null &&
  document.querySelector('.export-button[aria-disabled="false"]') !== null`;
const QUERY = 'input[type="search"][aria-keyshortcuts="/"]';
const is = (selector: string) => `document.querySelector(${JSON.stringify(selector)}) !== null`;
const isNot = (selector: string) => `document.querySelector(${JSON.stringify(selector)}) === null`;

/** In an order in which each finds what it needs. */
export function stepsOf(field: string): Step[] {
  return [...queriesOf(field), ...CHOOSER, ...DOCUMENT, ...DIALOG, ...SCROLLS];
}

const queriesOf = (field: string): Step[] => [
  {
    name: 'a query',
    act: async (hands) => {
      await hands.fill(QUERY, `${field}:*`);
      await hands.press('Escape');
      await hands.press('Enter');
    },
    until: READY,
  },
  {
    name: 'every row',
    act: async (hands) => {
      await hands.fill(QUERY, '');
      await hands.press('Enter');
    },
    until: READY,
  },
  { name: 'sorted by a column', act: (hands) => hands.click('[role="columnheader"]'), until: READY },
  {
    name: 'a field completed, key by key',
    act: async (hands) => {
      await hands.click(QUERY);
      await hands.type('module_1.met');
    },
    until: is('.query-field [role="option"]'),
  },
  {
    name: 'a wrong field told, key by key',
    act: async (hands) => {
      await hands.fill(QUERY, 'modul_1.metricset.');
      await hands.type('field_21:a');
    },
    until: is('.query-hint'),
  },
  { name: 'the query cleared', act: (hands) => hands.fill(QUERY, ''), until: isNot('.query-hint') },
  {
    name: 'more fields counted',
    act: (hands) => hands.click('.facets > .button.ghost'),
    until: `document.querySelectorAll('.facets section li').length > 0`,
  },
];

const CHOOSER: readonly Step[] = [
  { name: 'the column chooser', act: (hands) => hands.click('.columns-button'), until: is('.column-line') },
  {
    name: 'a column found in it, key by key',
    act: (hands) => hands.type('field_1'),
    until: `[...document.querySelectorAll('.column-line code')].every((name) => name.textContent.includes('field_1'))`,
  },
  {
    name: 'hidden',
    act: (hands) => hands.click('.column-line input', 1),
    until: is('.column-line input:not(:checked)'),
  },
  { name: 'moved', act: (hands) => hands.click('.column-line .button', 3), until: 'true' },
  {
    name: 'all shown again',
    act: (hands) => hands.click('.chooser-tools .button'),
    until: isNot('.column-line input:not(:checked)'),
  },
  { name: 'the chooser closed', act: (hands) => hands.press('Escape'), until: isNot('.column-line') },
];

const DOCUMENT: readonly Step[] = [
  { name: 'a document', act: (hands) => hands.click('[role="gridcell"]', 3), until: is('aside.document .json') },
  { name: 'its fields', act: (hands) => hands.click('[role="tab"]'), until: is('.field-value') },
  { name: 'the next document', act: (hands) => hands.press('j'), until: is('.field-value') },
  { name: 'the document closed', act: (hands) => hands.press('Escape'), until: isNot('aside.document') },
];

const DIALOG: readonly Step[] = [
  {
    name: 'the Export dialog',
    act: (hands) => hands.click('.export-button'),
    until: is('.export-dialog button[type="submit"][aria-disabled="false"]'),
  },
  { name: 'its columns', act: (hands) => hands.click('.option-row .button'), until: is('.column-list .check') },
  {
    name: 'a column found there, key by key',
    act: async (hands) => {
      await hands.click('.column-tools .input');
      await hands.type('field_1');
    },
    until: `[...document.querySelectorAll('.column-list code')].every((name) => name.textContent.includes('field_1'))`,
  },
  {
    name: 'none of those found',
    act: (hands) => hands.click('.column-tools .button', 1),
    until: isNot('.column-list :checked'),
  },
  {
    name: 'all of them',
    act: (hands) => hands.click('.column-tools .button'),
    until: isNot('.column-list :not(:checked) + code'),
  },
  {
    name: 'one left out',
    act: (hands) => hands.click('.column-list input', 1),
    until: is('.column-list :not(:checked) + code'),
  },
  { name: 'the dialog closed', act: (hands) => hands.press('Escape'), until: isNot('.export-dialog') },
];

const SCROLLS: readonly Step[] = [
  {
    name: 'scrolled sideways',
    act: (hands) => hands.wheel('.table-wrap', { deltaX: 400, deltaY: 0, times: 40 }),
    until: 'true',
  },
  {
    name: 'scrolled down',
    act: (hands) => hands.wheel('.table-wrap', { deltaX: 0, deltaY: 280, times: 20 }),
    until: 'true',
  },
];
