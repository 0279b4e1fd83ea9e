import { createMemo, type JSX, Show } from 'solid-js';
import type { Field } from '../../../../shared/http.ts';
import { t } from '../../lib/i18n.ts';
import { Icon } from '../../lib/icon.tsx';
import type { FaultPlace } from '../address/fault-place.ts';
import { titleOf } from '../address/filter-text.ts';
import { knownFields } from '../fields/known-fields.ts';
import type { QueryFault } from '../form/create-draft.ts';
import { nearestName } from './nearest-name.ts';
import type { UnknownField } from './query-completion.ts';

/** What is wrong in the person's language, where, and a query that was probably meant. */
export type Mend = { what: string; at: number; way?: { label: string; query: string } | undefined };

type FaultProps = {
  id: string;
  fault: QueryFault;
  /** What our own reader says of it; undefined where it finds nothing, and of query DSL. */
  mend: Mend | undefined;
  onGo: (at: number) => void;
  onMend: (query: string) => void;
};

/** What is wrong with the query, at the query, with a way out: a query that is meant, or the way to the place. */
export function QueryFaultNote(props: FaultProps) {
  const at = () => props.fault.error.position;
  const place = () => {
    const position = at();
    return position === undefined ? '' : t().search.faultAt(position);
  };
  return (
    <p class="query-fault" role={props.fault.live ? 'status' : 'alert'} id={props.id}>
      <Icon name="failed" />
      <Show
        when={props.mend}
        fallback={
          <span>
            {placeWords(props.fault.place)} <span lang="en">{reasonOf(props.fault.error.message)}</span> {place()}
          </span>
        }
      >
        {(now) => (
          <span>
            {t().errors.query_invalid.what} {now().what}
          </span>
        )}
      </Show>
      <Show when={props.mend?.way}>
        {(now) => (
          <button type="button" class="button small" onClick={() => props.onMend(now().query)}>
            {now().label}
          </button>
        )}
      </Show>
      <Show when={at() !== undefined}>
        <button type="button" class="button small" onClick={() => props.onGo(props.mend?.at ?? at() ?? 0)}>
          {t().search.goToFault}
        </button>
      </Show>
    </p>
  );
}

function placeWords(place: FaultPlace): string {
  if (place.kind === 'filter') return t().filter.cannotRead(titleOf(place.filter) || t().query.dsl);
  return place.kind === 'time' ? t().time.cannotRead : t().errors.query_invalid.what;
}

/** Our own words for it stand before: only what OpenSearch found is left to say. */
function reasonOf(message: string): string {
  const reason = message.replace(/^The search cannot be read:? */, '');
  return reason === '' || /[.”"]$/.test(reason) ? reason : `${reason}.`;
}

type UnknownProps = {
  /** The first field that the query names and that is not among these names, and the query with another in its place. */
  find: (paths: ReadonlySet<string>) => UnknownField | undefined;
  fields: readonly Field[];
  onMend: (query: string) => void;
};

/** A field that is not there is no fault to OpenSearch: no row matches, and nobody knows why. */
export function UnknownFieldNote(props: UnknownProps) {
  const unknown = createMemo(() => {
    const { paths } = knownFields(props.fields);
    return paths.size === 0 ? undefined : props.find(paths);
  });
  // Not with each key, but with each other wrong name.
  const wrongName = createMemo(() => unknown()?.name);
  const nearest = createMemo(() => {
    const wrong = wrongName();
    return wrong === undefined ? undefined : nearestName(wrong, knownFields(props.fields).names);
  });
  return (
    <Show when={unknown()}>
      {(field) => (
        <p class="query-fault query-hint" role="status">
          <Icon name="incomplete" class="warn" />
          <span>{t().query.unknownField(field().name)}</span>
          <Show when={nearest()}>
            {(name) => (
              <button type="button" class="button small" onClick={() => props.onMend(field().renamed(name()))}>
                {t().query.didYouMean(name())}
              </button>
            )}
          </Show>
        </p>
      )}
    </Show>
  );
}

type OtherLanguageProps = { words: string; label: string; onSwitch: () => void; children?: JSX.Element };

/** A query that was probably meant in another language than it is read in. */
export function OtherLanguageNote(props: OtherLanguageProps) {
  return (
    <p class="query-fault query-hint" role="status">
      <Icon name="incomplete" class="warn" />
      <span>{props.words}</span>
      <button type="button" class="button small" onClick={() => props.onSwitch()}>
        {props.label}
      </button>
      {props.children}
    </p>
  );
}
