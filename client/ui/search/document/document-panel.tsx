import { stringify } from 'lossless-json';
import { createMemo, createSignal, For, onMount, Show } from 'solid-js';
import type { ErrorBody } from '../../../../shared/errors.ts';
import type { Hit } from '../../../../shared/http.ts';
import { CopyButton } from '../../lib/copy-button.tsx';
import { ErrorText } from '../../lib/error-note.tsx';
import { t } from '../../lib/i18n.ts';
import { Icon } from '../../lib/icon.tsx';
import { shortcutsOn } from '../../lib/shortcuts.ts';
import type { FilterPort } from '../values/value-menu.tsx';
import { createFind } from './create-find.ts';
import { DocumentFields } from './document-fields.tsx';
import { DocumentJson } from './document-json.tsx';
import { FindBar } from './find-bar.tsx';
import './document-panel.css';

type Props = {
  hit: Hit;
  filters: FilterPort;
  /** Its place among the rows, from 1. */
  at: number;
  total: number;
  /** There is none behind it, in the table or to be loaded. */
  isLast: boolean;
  /** Why the one behind it could not be loaded. */
  failure: ErrorBody | undefined;
  onMove: (step: 1 | -1) => void;
  onClose: () => void;
};

const VIEWS = ['fields', 'json'] as const;
type View = (typeof VIEWS)[number];

/** Where the panel lies over the rows, the keys belong to it. */
const SHEET = '(max-width: 1180px)';

/** One document, as it is stored: its fields, or its JSON. */
export function DocumentPanel(props: Props) {
  const [view, setView] = createSignal<View>('json');
  const [panel, setPanel] = createSignal<HTMLElement>();
  const json = createMemo(() => stringify(props.hit._source, undefined, 2) ?? '');
  onMount(() => matchMedia(SHEET).matches && panel()?.focus());

  const find = createFind();
  let field: HTMLInputElement | undefined;
  const onKeyDown = makePanelKeys(props, () => field);

  return (
    <aside ref={setPanel} class="document" aria-label={t().document.label} tabindex="-1" onKeyDown={onKeyDown}>
      <PanelHeader {...props} />
      <Show when={props.failure}>
        {(error) => (
          <p class="document-failure" role="alert">
            <Icon name="failed" class="bad" />
            <ErrorText error={error()} />
          </p>
        )}
      </Show>
      <dl class="document-place">
        <div>
          <dt>_index</dt>
          <dd>{props.hit._index}</dd>
        </div>
        <div>
          <dt>_id</dt>
          <dd>{props.hit._id}</dd>
        </div>
      </dl>
      <div class="document-bar">
        <ViewTabs view={view()} onChoose={setView} />
        <span class="space" />
        <CopyButton text={json} label={t().document.copy} />
      </div>
      <FindBar
        find={find}
        fieldRef={(element) => {
          field = element;
        }}
      />
      <Show when={view() === 'json'} fallback={<DocumentFields hit={props.hit} find={find} filters={props.filters} />}>
        <DocumentJson json={json()} find={find} />
      </Show>
      <p class="document-foot sub">{t().document.asStored}</p>
    </aside>
  );
}

/** The panel's own keys: to the field that finds, and with Alt to the next document. */
function makePanelKeys(props: Props, field: () => HTMLInputElement | undefined) {
  /** Also the key that finds in a page, which knows only what is drawn; pressed again it is the browser's own. */
  function isToFind(event: KeyboardEvent): boolean {
    if (event.target === field() || event.altKey) return false;
    if (event.ctrlKey || event.metaKey) return event.key.toLowerCase() === 'f';
    return event.key === '/' && shortcutsOn();
  }

  return (event: KeyboardEvent): void => {
    if (isToFind(event)) {
      event.preventDefault();
      field()?.focus();
      return field()?.select();
    }
    const step = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : undefined;
    if (!event.altKey || step === undefined) return;
    event.preventDefault();
    move(props, step);
  };
}

function PanelHeader(props: Props) {
  return (
    <header>
      <h2>{t().document.label}</h2>
      <span class="sub">{t().document.place(props.at, props.total)}</span>
      <span class="space" />
      <PanelButton
        icon="up"
        keys="k"
        label={t().document.previous}
        off={props.at <= 1}
        onPress={() => move(props, -1)}
      />
      <PanelButton icon="down" keys="j" label={t().document.next} off={props.isLast} onPress={() => move(props, 1)} />
      <PanelButton icon="close" label={t().document.close} off={false} onPress={props.onClose} />
    </header>
  );
}

function move(props: Props, step: 1 | -1): void {
  if (step === 1 ? !props.isLast : props.at > 1) props.onMove(step);
}

/** Tabs as the pattern has them: one is in the tab order, the arrows go from one to the other. */
function ViewTabs(props: { view: View; onChoose: (view: View) => void }) {
  const words = () => ({ fields: t().document.fields, json: 'JSON' });
  return (
    <div
      role="tablist"
      class="document-tabs"
      aria-label={t().document.views}
      onKeyDown={(event) => {
        if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
        event.preventDefault();
        props.onChoose(props.view === 'json' ? 'fields' : 'json');
        event.currentTarget.querySelector<HTMLElement>('[aria-selected="true"]')?.focus();
      }}
    >
      <For each={VIEWS}>
        {(view) => (
          <button
            type="button"
            role="tab"
            aria-selected={props.view === view}
            aria-controls={props.view === view ? `document-${view}` : undefined}
            tabindex={props.view === view ? 0 : -1}
            onClick={() => props.onChoose(view)}
          >
            {words()[view]}
          </button>
        )}
      </For>
    </div>
  );
}

type ButtonProps = {
  icon: 'up' | 'down' | 'close';
  label: string;
  off: boolean;
  onPress: () => void;
  /** The single key that presses it. */
  keys?: string;
};

function PanelButton(props: ButtonProps) {
  return (
    <button
      type="button"
      class="button ghost square small"
      aria-label={props.label}
      title={props.label}
      aria-disabled={props.off}
      aria-keyshortcuts={props.keys}
      onClick={() => !props.off && props.onPress()}
    >
      <Icon name={props.icon} />
    </button>
  );
}
