import { createMemo, createSignal, For, Show } from 'solid-js';
import { PARQUET_TYPES, XLSX_TYPES } from '../../../shared/request.ts';
import { t } from '../lib/i18n.ts';
import { Icon } from '../lib/icon.tsx';
import { LongList } from '../lib/long-list.tsx';
import type { ColumnTypesPort, TypedKind } from './create-column-types.ts';
import './typed-options.css';

type Props = { kind: TypedKind; types: ColumnTypesPort };

/** Types named in the closed row. */
const NAMED = 4;

/** What each column holds; closed it says how many of which. */
export function TypesPart(props: Props) {
  const [open, setOpen] = createSignal(false);
  const words = () => t().dialog;
  const summary = createMemo(() => {
    const counts = new Map<string, number>();
    for (const name of props.types.columns()) {
      const { type, list } = props.types.typeOf(props.kind, name);
      const text = list ? words().typeSeveral(typeName(props.kind, type)) : typeName(props.kind, type);
      counts.set(text, (counts.get(text) ?? 0) + 1);
    }
    const sorted = [...counts].sort(([, a], [, b]) => b - a);
    const named = sorted.slice(0, NAMED).map(([text, count]) => words().typeCount(text, count));
    return named.join(' · ') + (sorted.length > NAMED ? ' · …' : '');
  });
  return (
    <details class="types-part" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <Icon name="right" />
        <b>{words().types}</b>
        <span>
          {summary()}
          <Show when={props.types.isChanged(props.kind)}>
            {' '}
            <small>· {words().typesChanged}</small>
          </Show>
        </span>
      </summary>
      <Show when={open()}>
        <TypeList {...props} />
      </Show>
    </details>
  );
}

function typeName(kind: TypedKind, type: string): string {
  const names: Readonly<Record<string, string>> = t().dialog.typeNames[kind];
  return names[type] ?? type;
}

function TypeList(props: Props) {
  const [wanted, setWanted] = createSignal('');
  const words = () => t().dialog;
  const shown = createMemo(() => {
    const typed = wanted().trim().toLowerCase();
    return props.types.columns().filter((name) => name.toLowerCase().includes(typed));
  });
  return (
    <div class="column-list">
      <p class="hint">{words().typesHelp[props.kind]}</p>
      <div class="column-tools">
        <input
          class="input"
          type="search"
          aria-label={words().filterTypes}
          placeholder={words().filterColumns}
          value={wanted()}
          onInput={(event) => setWanted(event.currentTarget.value)}
        />
        <button type="button" class="button small" onClick={() => props.types.allText(props.kind)}>
          {words().typesText}
        </button>
        <button
          type="button"
          class="button small"
          aria-disabled={!props.types.isChanged(props.kind)}
          onClick={() => props.types.reset(props.kind)}
        >
          {words().typesReset}
        </button>
      </div>
      <LongList
        label={words().typeList}
        items={shown()}
        control="select"
        fallback={<p class="hint">{t().table.noSuchColumn}</p>}
      >
        {(name) => <TypeRow kind={props.kind} types={props.types} name={name} />}
      </LongList>
    </div>
  );
}

function TypeRow(props: Props & { name: string }) {
  const words = () => t().dialog;
  const chosen = createMemo(() => props.types.typeOf(props.kind, props.name));
  const all = () => (props.kind === 'parquet' ? PARQUET_TYPES : XLSX_TYPES);
  return (
    <div class="type-row">
      <code>{props.name}</code>
      <select
        class="input"
        aria-label={words().typeOf(props.name)}
        onChange={(event) => {
          const type = all()[event.currentTarget.selectedIndex];
          if (type) props.types.set(props.kind, props.name, { type });
        }}
      >
        <For each={all()}>
          {(type) => <option selected={type === chosen().type}>{typeName(props.kind, type)}</option>}
        </For>
      </select>
      <Show when={props.kind === 'parquet' && chosen().type !== 'json'}>
        <label class="check">
          <input
            type="checkbox"
            aria-label={words().severalOf(props.name)}
            checked={chosen().list}
            onChange={(event) => props.types.set(props.kind, props.name, { list: event.currentTarget.checked })}
          />
          {words().several}
        </label>
      </Show>
    </div>
  );
}
