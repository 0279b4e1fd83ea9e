import { Match, Show, Switch } from 'solid-js';
import { isTyped } from './choices.ts';
import { ColumnsPart } from './columns-part.tsx';
import type { ExportForm } from './create-export-form.ts';
import { CsvOptionsPart } from './csv-options.tsx';
import { DatePart } from './date-part.tsx';
import { DocumentOptions } from './document-options.tsx';
import { ParquetOptionsPart, XlsxOptionsPart } from './typed-options.tsx';
import { TypesPart } from './types-part.tsx';

/** What a format of its own lets choose. */
export function FormatOptions(props: { form: ExportForm }) {
  const form = props.form;
  const columns = () => <ColumnsPart sample={form.sample} chosen={form.chosen} />;
  return (
    <Show
      when={form.choices().kind === 'csv' || isTyped(form.choices().kind)}
      fallback={
        <>
          <DocumentOptions ids={form.choices().ids} only={form.choices().only} onChange={form.change} />
          <Show when={form.choices().only}>
            <div class="option-rows">{columns()}</div>
          </Show>
        </>
      }
    >
      <div class="option-rows">
        <TableOptions form={form} />
        <DatePart
          dates={form.zoned}
          sampled={form.sample.sample()?.rows.length ?? 0}
          isTyped={isTyped(form.choices().kind)}
        />
        {columns()}
        <Show when={typedKind(form)}>{(kind) => <TypesPart kind={kind()} types={form.types} />}</Show>
      </div>
    </Show>
  );
}

function TableOptions({ form }: { form: ExportForm }) {
  return (
    <Switch>
      <Match when={form.choices().kind === 'csv'}>
        <CsvOptionsPart
          value={form.choices().csv}
          rest={form.rest()}
          hasDates={form.hasDates}
          onChange={(csv) => form.change({ csv })}
        />
      </Match>
      <Match when={form.choices().kind === 'parquet'}>
        <ParquetOptionsPart
          value={form.choices().parquet}
          rest={form.rest()}
          leftOut={form.chosen.leftFields()}
          onChange={(parquet) => form.change({ parquet })}
        />
      </Match>
      <Match when={form.choices().kind === 'xlsx'}>
        <XlsxOptionsPart
          value={form.choices().xlsx}
          rest={form.rest()}
          leftOut={form.chosen.leftFields()}
          hasDates={form.hasDates}
          onChange={(xlsx) => form.change({ xlsx })}
        />
      </Match>
    </Switch>
  );
}

function typedKind(form: ExportForm) {
  const { kind } = form.choices();
  return isTyped(kind) && form.chosen.columns().length > 0 ? kind : undefined;
}
