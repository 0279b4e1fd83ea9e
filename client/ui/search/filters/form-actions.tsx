import { t } from '../../lib/i18n.ts';

/** The end of each form of a filter. */
export function FormActions(props: { onClose: () => void }) {
  return (
    <div class="filter-form-actions">
      <button type="button" class="button small" onClick={props.onClose}>
        {t().filter.cancel}
      </button>
      <button type="submit" class="button tinted small">
        {t().filter.apply}
      </button>
    </div>
  );
}
