import * as v from 'valibot';
import { csvFormatSchema, type ExportFormat } from '../../../shared/request.ts';
import { readSetting, writeSetting } from '../lib/settings.ts';

const choicesSchema = v.object({
  kind: v.optional(v.picklist(['csv', 'ndjson', 'json']), 'csv'),
  csv: v.optional(v.omit(csvFormatSchema, ['columns', 'kind']), {}),
  place: v.optional(v.picklist(['downloads', 'picked']), 'downloads'),
  /** The file name's template; empty where the default holds. */
  template: v.optional(v.string(), ''),
});

/** What the dialog remembers from one export to the next. Columns are not: another search has others. */
export type Choices = v.InferOutput<typeof choicesSchema>;
export type CsvOptions = Choices['csv'];

export function readChoices(): Choices {
  try {
    return v.parse(choicesSchema, JSON.parse(readSetting('export') ?? '{}'));
  } catch {
    return v.parse(choicesSchema, {});
  }
}

/** A name without slots was meant for one file: it is not remembered. */
export function writeChoices(choices: Choices): void {
  const template = choices.template.includes('{') ? choices.template : '';
  writeSetting('export', JSON.stringify({ ...choices, template }));
}

export function toFormat(choices: Choices, columns: readonly string[]): ExportFormat {
  if (choices.kind !== 'csv') return { kind: choices.kind };
  return { kind: 'csv', columns: [...columns], ...choices.csv };
}
