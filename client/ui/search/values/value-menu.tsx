import type { Filter } from '../../../../shared/filter.ts';
import type { Cell } from '../../../../shared/flatten.ts';
import type { Field, Hit } from '../../../../shared/http.ts';
import { canCopy } from '../../lib/clipboard.ts';
import { t } from '../../lib/i18n.ts';
import { knownFields } from '../fields/known-fields.ts';
import { filterOnValue, negated } from '../filters/filters.ts';
import { cellsOf, viewOf } from './cells.ts';
import { innerValues } from './inner-values.ts';
import { type MenuAction, PlacedMenu } from './placed-menu.tsx';

/** Where a value becomes a condition of the search. */
export type FilterPort = { fields: () => readonly Field[]; add: (filter: Filter) => void };

type Props = {
  hit: Hit | undefined;
  name: string;
  filters: FilterPort;
  at: () => HTMLElement | undefined;
  onClose: () => void;
};

const NOTE_CHARS = 60;

/** What can be done with one value: search by it, or take it along. */
export function ValueMenu(props: Props) {
  const cell = () => (props.hit ? cellsOf(props.hit).get(props.name) : undefined);
  const filter = () => valueFilter(props.name, cell(), props.filters.fields());
  const exists = (): Filter => ({ field: props.name, op: 'exists' });
  const isKnown = () => isSearchable(props.name, props.filters.fields());

  const actions = (): MenuAction[] => {
    const words = t().table;
    const [on, isMissing] = [filter(), cell() === undefined || viewOf(cell()).kind === 'null'];
    return [
      { label: words.filterFor, icon: 'plus', off: !on, onSelect: () => on && props.filters.add(on) },
      { label: words.filterOut, icon: 'minus', off: !on, onSelect: () => on && props.filters.add(negated(on)) },
      isMissing
        ? { label: words.missing, icon: 'check', off: !isKnown(), onSelect: () => props.filters.add(negated(exists())) }
        : { label: words.exists, icon: 'check', off: !isKnown(), onSelect: () => props.filters.add(exists()) },
      {
        label: words.copyValue,
        icon: 'copy',
        off: isMissing || !canCopy(),
        onSelect: () => void copy(cell()?.text ?? ''),
      },
      ...inner(),
    ];
  };
  /** Of several values each can be asked for. */
  const inner = (): MenuAction[] =>
    innerValues(props.name, cell())
      .filter(({ field }) => isSearchable(field, props.filters.fields()))
      .map(({ field, value }) => ({
        label: t().table.filterForInner(field, value.slice(0, NOTE_CHARS)),
        icon: 'plus',
        onSelect: () => props.filters.add(filterOnValue(field, value, props.filters.fields())),
      }));
  const note = () => `${props.name}: ${viewOf(cell()).text.slice(0, NOTE_CHARS)}`;

  return (
    <PlacedMenu
      label={t().table.valueMenu(props.name)}
      note={isKnown() || inner().length > 0 ? note() : `${note()} · ${t().table.notSearchable}`}
      actions={actions()}
      at={props.at}
      onClose={props.onClose}
    />
  );
}

/** A condition on one value; on several at once, or on none, there is no such condition. */
function valueFilter(name: string, cell: Cell | undefined, fields: readonly Field[]): Filter | undefined {
  if (!cell || viewOf(cell).kind === 'null' || (cell.raw && /^[[{]/.test(cell.text))) return undefined;
  return isSearchable(name, fields) ? filterOnValue(name, cell.text, fields) : undefined;
}

function isSearchable(name: string, fields: readonly Field[]): boolean {
  return knownFields(fields).byName.get(name)?.searchable ?? false;
}

async function copy(text: string): Promise<void> {
  await navigator.clipboard.writeText(text);
}
