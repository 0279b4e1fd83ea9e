import { Show } from 'solid-js';
import type { ExportRequest } from '../../export/exports.ts';
import { t } from '../lib/i18n.ts';

/** By what a file's rows are sorted, where they are: with arrows for the eye, which are words for the ear. */
export function SortedBy(props: { order: ExportRequest['order'] }) {
  return (
    <Show when={props.order}>
      {(order) => (
        <small class="sorted-by">
          <span aria-hidden="true">
            {t().exports.sorted.by(
              order().map(({ field, order: way }) => `${field}\u00a0${way === 'asc' ? '↑' : '↓'}`),
            )}
          </span>
          <span class="visually-hidden">
            {t().table.sortedBy(order().map(({ field, order: way }) => ({ column: field, order: way })))}
          </span>
        </small>
      )}
    </Show>
  );
}
