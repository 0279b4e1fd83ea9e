import type { Hit } from '../../../../shared/http.ts';
import { t } from '../../lib/i18n.ts';
import { cellsOf, viewOf } from './cells.ts';
import { type MenuAction, PlacedMenu } from './placed-menu.tsx';

type Props = { hit: Hit | undefined; name: string; at: () => HTMLElement | undefined; onClose: () => void };

/** What can be done with one value. */
export function ValueMenu(props: Props) {
  const cell = () => (props.hit ? cellsOf(props.hit).get(props.name) : undefined);
  const actions = (): MenuAction[] => [
    {
      label: t().table.copyValue,
      icon: 'copy',
      off: cell() === undefined,
      onSelect: () => void navigator.clipboard.writeText(cell()?.text ?? ''),
    },
  ];
  const note = () => `${props.name}: ${viewOf(cell()).text.slice(0, 60)}`;
  return (
    <PlacedMenu
      label={t().table.valueMenu(props.name)}
      note={note()}
      actions={actions()}
      at={props.at}
      onClose={props.onClose}
    />
  );
}
