import { Popover } from '@kobalte/core/popover';
import { createSignal, For, type JSX, lazy, Show } from 'solid-js';
import { type Filter, isOnField } from '../../../../shared/filter.ts';
import { t } from '../../lib/i18n.ts';
import { Icon } from '../../lib/icon.tsx';
import { Later } from '../../lib/later.tsx';
import type { Address } from '../address/address.ts';
import { placeOf } from '../address/fault-place.ts';
import { sameFilter, titleOf } from '../address/filter-text.ts';
import { knownFields } from '../fields/known-fields.ts';
import type { SearchPort } from '../state/create-search.ts';
import { wordsOf } from './filter-words.tsx';
import { addFilter, removeFilter, replaceFilter } from './filters.ts';
import './filter-bar.css';

/** Fetched when the first filter is written. */
const FilterEditor = lazy(async () => ({ default: (await import('./filter-editor.tsx')).FilterEditor }));
const DslFilterEditor = lazy(async () => ({ default: (await import('./dsl-filter-editor.tsx')).DslFilterEditor }));

type Props = { search: SearchPort; onSearch: (address: Address) => void; children?: JSX.Element };

/** The search's conditions as chips, each to be changed or taken away, and the way to one more. */
export function FilterBar(props: Props) {
  const filters = () => props.search.address().filters;
  let bar: HTMLDivElement | undefined;

  function remove(filter: Filter): void {
    props.onSearch(removeFilter(props.search.address(), filter));
    // The focus goes where the chip was: to the next one, or to the button that adds one.
    queueMicrotask(() => bar?.querySelector<HTMLElement>('.chip-words, .add-filter')?.focus());
  }

  return (
    <Show when={props.search.address().index !== ''}>
      <div class="filter-bar" ref={bar}>
        <Show when={filters().length > 0}>
          <ul aria-label={t().filter.list}>
            <For each={filters()}>
              {(filter) => (
                <Chip
                  filter={filter}
                  search={props.search}
                  onChange={(by) => props.onSearch(replaceFilter(props.search.address(), filter, by))}
                  onRemove={() => remove(filter)}
                />
              )}
            </For>
          </ul>
        </Show>
        <EditorPopover
          search={props.search}
          class="button ghost small add-filter"
          onApply={(filter) => props.onSearch(addFilter(props.search.address(), filter))}
          shortcut="f"
        >
          <Icon name="plus" />
          {t().filter.add}
        </EditorPopover>
        <Show when={filters().length > 1}>
          <button
            type="button"
            class="button ghost small"
            onClick={() => props.onSearch({ ...props.search.address(), filters: [] })}
          >
            {t().filter.clear}
          </button>
        </Show>
        {props.children}
      </div>
    </Show>
  );
}

type ChipProps = {
  filter: Filter;
  search: SearchPort;
  onChange: (by: Filter) => void;
  onRemove: () => void;
};

function Chip(props: ChipProps) {
  const title = () => titleOf(props.filter) || t().query.dsl;
  const unknown = () => {
    const fields = props.search.fields();
    return fields.length > 0 && isOnField(props.filter) && !knownFields(fields).byName.has(props.filter.field);
  };
  /** OpenSearch cannot read its value; the note above says why. */
  const isFaulty = () => {
    const fault = props.search.fault();
    if (fault?.kind !== 'error' || fault.error.code !== 'query_invalid') return false;
    const place = placeOf(fault.error, props.search.address());
    return place.kind === 'filter' && sameFilter(place.filter, props.filter);
  };
  const removeByKey = (event: KeyboardEvent) => {
    if (event.key !== 'Delete' && event.key !== 'Backspace') return;
    event.preventDefault();
    props.onRemove();
  };
  return (
    <li class="chip" classList={{ not: props.filter.not === true, unknown: unknown(), faulty: isFaulty() }}>
      <EditorPopover
        search={props.search}
        filter={props.filter}
        class="chip-words"
        onApply={props.onChange}
        onKeyDown={removeByKey}
        title={unknown() ? t().filter.noField(title()) : t().filter.edit}
      >
        <Show when={unknown()}>
          <Icon name="incomplete" class="warn" />
          <span class="visually-hidden">{t().filter.noField(title())} </span>
        </Show>
        <Show when={isFaulty()}>
          <Icon name="failed" class="bad" />
          <span class="visually-hidden">{t().filter.cannotRead(title())} </span>
        </Show>
        <span>{wordsOf(props.filter)}</span>
      </EditorPopover>
      <button type="button" class="chip-remove" aria-label={t().filter.remove(title())} onClick={props.onRemove}>
        <Icon name="close" />
      </button>
    </li>
  );
}

type PopoverProps = {
  search: SearchPort;
  filter?: Filter;
  class: string;
  title?: string;
  shortcut?: string;
  onApply: (filter: Filter) => void;
  onKeyDown?: (event: KeyboardEvent) => void;
  children: JSX.Element;
};

function EditorPopover(props: PopoverProps) {
  const [open, setOpen] = createSignal(false);
  function apply(filter: Filter): void {
    setOpen(false);
    props.onApply(filter);
  }
  return (
    <Popover open={open()} onOpenChange={setOpen} placement="bottom-start" gutter={6}>
      <Popover.Trigger
        class={props.class}
        title={props.title}
        aria-keyshortcuts={props.shortcut}
        onKeyDown={(event: KeyboardEvent) => open() || props.onKeyDown?.(event)}
      >
        {props.children}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content class="filter-panel" onOpenAutoFocus={(event: Event) => event.preventDefault()}>
          <Popover.Title class="visually-hidden">{props.filter ? t().filter.edit : t().filter.add}</Popover.Title>
          <Later>
            <Show
              when={props.filter?.op === 'dsl' && props.filter}
              fallback={
                <FilterEditor
                  search={props.search}
                  filter={props.filter && isOnField(props.filter) ? props.filter : undefined}
                  onApply={apply}
                  onClose={() => setOpen(false)}
                />
              }
            >
              {(filter) => <DslFilterEditor filter={filter()} onApply={apply} onClose={() => setOpen(false)} />}
            </Show>
          </Later>
        </Popover.Content>
      </Popover.Portal>
    </Popover>
  );
}
