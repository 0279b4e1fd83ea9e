import { For, Show } from 'solid-js';
import type { ExportRequest } from '../../../shared/request.ts';
import type { Misfit, Verdict } from '../../../shared/verdict.ts';
import { t } from '../lib/i18n.ts';
import { Icon } from '../lib/icon.tsx';
import { misfitsOf } from './misfits.ts';
import './misfits-note.css';

type Props = { request: ExportRequest; verdict: Pick<Verdict, 'misfits'> };

/** Named one by one; past these a number says how many more. */
const NAMED = 5;

/** Which columns have values that are not in their cells, or not whole, and where these are. */
export function MisfitsNote(props: Props) {
  const all = () => misfitsOf(props.request.format, props.verdict);
  const words = () => t().exports.misfits;
  const typed = () => (all().type.areLost ? words().lost : words().inRest);
  return (
    <>
      <Note {...all().type} what={typed()(all().type.values.length)} />
      <Note {...all().cut} what={words().cut(all().cut.values.length)} />
    </>
  );
}

function Note(props: { values: readonly Misfit[]; areLost: boolean; what: string }) {
  const more = () => props.values.length - NAMED;
  return (
    <Show when={props.values.length > 0}>
      <p class="misfits" classList={{ lost: props.areLost }}>
        <Show when={props.areLost}>
          <Icon name="incomplete" class="warn" />
        </Show>
        <span>
          <b>{props.what}</b>
          <For each={props.values.slice(0, NAMED)}>
            {({ field, rows }, i) => `${i() > 0 ? ', ' : ''}${t().exports.unplacedField(field, rows)}`}
          </For>
          <Show when={more() > 0}>, {t().exports.unplacedMore(more())}</Show>.
        </span>
      </p>
    </Show>
  );
}
