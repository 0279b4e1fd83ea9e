import { CopyButton } from '../../lib/copy-button.tsx';
import { t } from '../../lib/i18n.ts';
import type { RowSelection } from './create-selection.ts';

/** How many rows are picked, and what to do with them. */
export function SelectionBar(props: { selection: RowSelection; onClear: () => void }) {
  return (
    <div class="selection-bar" role="toolbar" aria-label={t().table.selection}>
      <span role="status">{t().table.selected(props.selection.count())}</span>
      <span class="space" />
      <CopyButton text={props.selection.tsv} label={t().table.copyTsv} />
      <CopyButton text={props.selection.json} label={t().table.copyJson} />
      <button type="button" class="button ghost small" onClick={props.onClear}>
        {t().table.unselect}
      </button>
    </div>
  );
}
