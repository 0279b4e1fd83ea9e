import { createMemo, Show } from 'solid-js';
import type { Field } from '../../../../shared/http.ts';
import type { Search } from '../../../../shared/search.ts';
import { postSearch } from '../../lib/api.ts';
import { t } from '../../lib/i18n.ts';
import { Icon } from '../../lib/icon.tsx';
import { nestedOf, withNested } from '../fields/nested-fields.ts';
import { createAnswer } from '../state/create-answer.ts';
import { type NestedRepair, nestedFieldIn, nestedRepairOf } from './nested-query.ts';

type Props = {
  query: string;
  index: string;
  fields: readonly Field[];
  onMend: (repair: NestedRepair) => void;
};

/** A query string finds nothing in nested objects, and its NOT finds everything; nobody knows why. */
export function NestedFieldNote(props: Props) {
  const field = createMemo(() => nestedFieldIn(props.query, props.fields));
  const unseen = createUnseen(props, field);
  const repair = createMemo(() => (unseen() > 0 ? nestedRepairOf(props.query, props.fields) : undefined));
  return (
    <Show when={unseen() > 0 ? field() : undefined}>
      {(name) => (
        <p class="query-fault query-hint" role="status">
          <Icon name="incomplete" class="warn" />
          <span>{t().query.nestedField(name(), nestedOf(name(), props.fields)?.paths[0]?.path ?? '', unseen())}</span>
          <Show when={repair()}>
            {(now) => (
              <button type="button" class="button small" onClick={() => props.onMend(now())}>
                {mendWords(now())}
              </button>
            )}
          </Show>
        </p>
      )}
    </Show>
  );
}

function mendWords(repair: NestedRepair): string {
  return repair.kind === 'dsl' ? t().query.nestedToDsl : t().query.nestedToFilters(repair.filters.length);
}

/**
 * Rows that have the field and in which a query string does not see it: none where the mapping writes nested values into
 * the rows as well (`include_in_root`), of which no list of fields tells.
 */
function createUnseen(props: Props, field: () => string | undefined): () => number {
  const asked = (): Search | undefined => {
    const name = field();
    if (name === undefined || props.index === '') return undefined;
    const dsl = JSON.stringify({ bool: { must_not: [{ exists: { field: name } }] } });
    return withNested({ index: props.index, q: '', dsl, filters: [{ field: name, op: 'exists' }] }, props.fields);
  };
  const { answer } = createAnswer(asked, (search, signal) => postSearch({ ...search, size: 0 }, signal));
  // Not the answer of a question before: it would speak of another field.
  return () => {
    const now = answer();
    return field() !== undefined && now.kind === 'ready' ? now.value.total : 0;
  };
}
