import { createMemo, Show } from 'solid-js';
import { type DqlFault, parseDql } from '../../../../shared/dql/parse.ts';
import type { Field } from '../../../../shared/http.ts';
import { t } from '../../lib/i18n.ts';
import type { QueryFault } from '../form/create-draft.ts';
import { type Mend, OtherLanguageNote, QueryFaultNote, UnknownFieldNote } from '../query/query-notes.tsx';
import { dqlHelp } from './dql-help.ts';
import { type DqlRepair, repairOfDql } from './dql-repair.ts';
import { looksLikeQueryString } from './other-language.ts';

type Props = {
  id: string;
  query: string;
  fault: QueryFault | undefined;
  /** Of the index that is searched; empty where they are not known. */
  fields: readonly Field[];
  onGo: (at: number) => void;
  onMend: (query: string) => void;
  /** Asks it as a query string. */
  onSwitch: (query: string) => void;
};

/** What is wrong with DQL, or finds less than was meant, with the way to mend it. */
export function DqlNotes(props: Props) {
  const mend = createMemo(() => (props.fault?.place.kind === 'query' ? mendOf(props.query) : undefined));
  return (
    <>
      <Show when={props.fault}>
        {(fault) => (
          <QueryFaultNote id={props.id} fault={fault()} mend={mend()} onGo={props.onGo} onMend={props.onMend} />
        )}
      </Show>
      <Show when={looksLikeQueryString(props.query)}>
        <OtherLanguageNote
          words={t().query.likeQueryString}
          label={t().query.asQueryString}
          onSwitch={() => props.onSwitch(props.query)}
        />
      </Show>
      <UnknownFieldNote
        find={(paths) => dqlHelp.unknownIn(props.query, paths)}
        fields={props.fields}
        onMend={props.onMend}
      />
    </>
  );
}

function mendOf(query: string): Mend | undefined {
  const { fault } = parseDql(query);
  if (!fault) return undefined;
  const repair = repairOfDql(query, fault);
  const way = repair && { label: labelOf(repair, fault), query: repair.query };
  return { what: wordsOf(fault), at: fault.at, way };
}

function labelOf({ how }: DqlRepair, { sign }: DqlFault): string {
  if (how === 'close') return t().query.closeAtEnd;
  return how === 'remove' ? t().query.removeIt(sign) : t().query.mendDql[how];
}

function wordsOf({ kind, at, sign }: DqlFault): string {
  if (kind === 'never_closed') return t().query.neverClosed(sign, at);
  if (kind === 'never_opened') return t().query.neverOpened(at);
  if (kind === 'hanging' && sign !== '') return t().query.hanging(sign);
  return t().query.faultsOfDql[kind](sign);
}
