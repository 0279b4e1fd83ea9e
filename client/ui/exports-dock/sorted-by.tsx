import { Show } from 'solid-js';
import type { ExportRequest } from '../../export/exports.ts';
import { t } from '../lib/i18n.ts';

/** By what a file's rows are sorted, where they are. */
export function SortedBy(props: { order: ExportRequest['order'] }) {
  return (
    <Show when={props.order}>
      {(order) => (
        <small class="sorted-by">
          {t().table.sortedBy(order().map(({ field, order: direction }) => ({ column: field, order: direction })))}
        </small>
      )}
    </Show>
  );
}
