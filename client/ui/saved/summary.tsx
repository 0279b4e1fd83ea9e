import { For, Show } from 'solid-js';
import { columnsOf, FORMATS } from '../../../shared/request.ts';
import type { SavedExport } from '../../export/saved-exports.ts';
import { namesOfValues } from '../export-dialog/value-names.ts';
import { t } from '../lib/i18n.ts';
import { wordsOf } from '../search/filters/filter-words.tsx';
import { askedOf } from './to-new-export.ts';
import { words } from './words.ts';

const SHOWN_FILTERS = 20;

/** All that a saved export will do, in words. */
export function SavedSummary(props: { saved: SavedExport }) {
  const request = () => props.saved.request;
  const search = () => request().search;
  const query = () => search().dql || search().q || search().dsl || '';
  const columns = () => columnsOf(request().format);
  return (
    <dl class="saved-summary">
      <dt>{words().index}</dt>
      <dd>{search().index}</dd>
      <dt>{words().query}</dt>
      <dd>{query() === '' ? words().everyRow : <code>{query()}</code>}</dd>
      <Show when={search().filters}>
        {(filters) => (
          <>
            <dt>{words().filters}</dt>
            <dd>
              <ul>
                <For each={filters().slice(0, SHOWN_FILTERS)}>{(filter) => <li>{wordsOf(filter)}</li>}</For>
              </ul>
            </dd>
          </>
        )}
      </Show>
      <Show when={search().time}>
        {(time) => (
          <>
            <dt>{words().time}</dt>
            <dd>{words().timeOf(time().field, time().from ?? '', time().to ?? '')}</dd>
          </>
        )}
      </Show>
      <dt>{words().format}</dt>
      <dd>
        {FORMATS[request().format.kind].name},{' '}
        {columns() ? words().columnCount(columns()?.length ?? 0) : words().allFields}
      </dd>
      <Show when={request().order}>
        {(order) => (
          <>
            <dt>{words().order}</dt>
            <dd>{t().table.sortedBy(order().map(({ field, order }) => ({ column: field, order })))}</dd>
          </>
        )}
      </Show>
      <FileNames saved={props.saved} />
    </dl>
  );
}

/** What is made, by the names of now. */
function FileNames(props: { saved: SavedExport }) {
  const asked = () => askedOf(props.saved, Date.now());
  return (
    <Show
      when={asked().each}
      fallback={
        <>
          <dt>{words().file}</dt>
          <dd>{asked().one.fileName}</dd>
        </>
      }
    >
      {(each) => (
        <>
          <dt>{words().files}</dt>
          <dd>
            {words().eachOf(each().field)}
            {each().without ? words().andWithout : ''}: {namesOfValues(asked().one.fileName, asked().ending, ['…'])}
          </dd>
        </>
      )}
    </Show>
  );
}
