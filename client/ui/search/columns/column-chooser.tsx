import { Popover } from '@kobalte/core/popover';
import { lazy, onMount } from 'solid-js';
import { t } from '../../lib/i18n.ts';
import { Icon } from '../../lib/icon.tsx';
import { Later } from '../../lib/later.tsx';
import type { Columns } from './create-columns.ts';
import './column-chooser.css';

const loadList = () => import('./column-list.tsx');
const ColumnList = lazy(async () => ({ default: (await loadList()).ColumnList }));

/** Which columns the table shows, and in which order: those shown first, as they stand, then the others. */
export function ColumnChooser(props: { columns: Columns }) {
  onMount(() => void loadList().catch(() => undefined));
  const all = () => props.columns.names().length;
  const shown = () => props.columns.shown().length;
  const label = () => (shown() === all() ? t().table.allColumns(all()) : t().table.someColumns(shown(), all()));
  return (
    <Popover placement="bottom-end" gutter={4}>
      <Popover.Trigger class="button columns-button" aria-label={label()} aria-keyshortcuts="c">
        <Icon name="columns" />
        <span>{label()}</span>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content class="column-chooser" aria-label={t().table.columns}>
          <Later>
            <ColumnList columns={props.columns} />
          </Later>
        </Popover.Content>
      </Popover.Portal>
    </Popover>
  );
}
