import { Match, Show, Switch } from 'solid-js';
import type { ExportState, Verdict } from '../../export/exports.ts';
import { isFolder } from '../../sink/target.ts';
import { detailOf } from '../lib/error-note.tsx';
import { t } from '../lib/i18n.ts';
import { atOnce } from './at-once.ts';
import { FileHash } from './file-hash.tsx';
import { LookNote } from './look-note.tsx';
import { MisfitsNote } from './misfits-note.tsx';
import { wordsOf } from './outcome-words.ts';
import { ShardTable } from './shard-table.tsx';
import { rowsOf } from './summary.ts';

/** Says what happened, what is safe, and what the buttons will do; the code comes last. */
export function Outcome(props: { state: ExportState }) {
  const error = () => props.state.error;
  const rows = () => rowsOf(props.state);
  const words = () => wordsOf(props.state);
  return (
    <div class="export-outcome">
      <Switch>
        <Match when={props.state.owner === 'elsewhere'}>{words().elsewhereWhy}</Match>
        <Match when={props.state.status === 'queued'}>{words().queuedWhy(atOnce())}</Match>
        <Match when={props.state.status === 'interrupted' && props.state.owner === 'nobody'}>
          <b>{words().leftWhat}</b> {props.state.expected === undefined ? words().notBegunWhy : words().leftWhy(rows())}{' '}
          {words().leftWaits}
        </Match>
        <Match when={props.state.status === 'paused'}>
          {props.state.kept ? words().pausedWhy(rows()) : words().pausedUnkept(rows())}
        </Match>
        <Match when={props.state.status === 'cancelled'}>{words().cancelledWhy}</Match>
        <Match when={props.state.status === 'complete' && props.state.verdict}>
          {(verdict) => <Complete verdict={verdict()} bytes={props.state.progress?.bytes ?? 0} words={words()} />}
        </Match>
        <Match when={props.state.verdict}>{(verdict) => <Incomplete verdict={verdict()} />}</Match>
        <Match when={error()}>
          {(now) => (
            <>
              <b>{t().errors[now().code].what}</b>{' '}
              <Show when={props.state.status === 'interrupted'} fallback={t().errors[now().code].help}>
                {words().interruptedWhy(rows())} <LookNote state={props.state} />
              </Show>{' '}
              <Show when={props.state.status === 'failed'}>{words().failedKept} </Show>
              <span class="error-detail" lang="en">
                {detailOf(now())}
              </span>{' '}
              <code>{now().code}</code>
            </>
          )}
        </Match>
      </Switch>
      <Show when={props.state.verdict?.leftOut}>
        {(leftOut) => <LeftOut leftOut={leftOut()} complete={props.state.status === 'complete'} />}
      </Show>
      <FileHash verdict={props.state.verdict} isFolder={isFolder(props.state.picked)} />
      <Show when={props.state.verdict}>{(verdict) => <ShardTable verdict={verdict()} />}</Show>
      <Show when={props.state.verdict}>{(verdict) => <Unplaced verdict={verdict()} state={props.state} />}</Show>
      <Show when={props.state.verdict}>
        {(verdict) => <MisfitsNote request={props.state.request} verdict={verdict()} />}
      </Show>
      <Show when={props.state.verdict}>{(verdict) => <Undated verdict={verdict()} />}</Show>
    </div>
  );
}

function Complete(props: { verdict: Verdict; bytes: number; words: ReturnType<typeof wordsOf> }) {
  const ofAll = () => [props.bytes, props.verdict.elapsedMs, props.verdict.retries] as const;
  return (
    <>
      {props.verdict.leftOut ? props.words.restWhy(...ofAll()) : props.words.completeWhy(...ofAll())}{' '}
      <Show when={props.verdict.notRecounted}>
        {(code) => (
          <>
            {props.words.notRecounted} <code>{code()}</code>
          </>
        )}
      </Show>
    </>
  );
}

function Incomplete(props: { verdict: Verdict }) {
  const missing = () => props.verdict.expected - props.verdict.written - (props.verdict.leftOut?.rows ?? 0);
  const words = () => t().exports;
  return (
    <Switch fallback={<b>{words().surplus}</b>}>
      <Match when={missing() > 0}>
        <b>{words().missing(missing())}</b> {words().missingWhy}
      </Match>
      <Match when={props.verdict.unread > 0}>
        <b>{words().missing(props.verdict.unread)}</b> {words().unreadWhy}
      </Match>
      <Match when={props.verdict.exchanged}>
        {(shards) => (
          <>
            <b>{words().exchanged(shards())}</b> {words().exchangedWhy}
          </>
        )}
      </Match>
    </Switch>
  );
}

/** Named one by one; past these a number says how many more. */
const NAMED = 5;

/** Documents that nobody can read: how many, and the first ones. */
function LeftOut(props: { leftOut: NonNullable<Verdict['leftOut']>; complete: boolean }) {
  const words = () => t().exports;
  const named = () => props.leftOut.named.slice(0, NAMED);
  const more = () => props.leftOut.rows - named().length;
  const texts = () => [
    ...named().map(({ index, id }) => words().leftOutDocument(id, index)),
    ...(more() > 0 ? [words().unplacedMore(more())] : []),
  ];
  return (
    <p class="unplaced">
      <b>{words().leftOut(props.leftOut.rows, props.complete)}</b>
      <span>{texts().join(', ')}</span>. {words().leftOutWhy}
    </p>
  );
}

function Unplaced(props: { verdict: Verdict; state: ExportState }) {
  const all = () => props.verdict.unplaced;
  const words = () => t().exports;
  const where = () => {
    const { format } = props.state.request;
    if (!('rest' in format)) return '';
    return format.rest ? words().inRest : words().notInFile;
  };
  const named = () =>
    all()
      .slice(0, NAMED)
      .map(({ field, rows }) => t().exports.unplacedField(field, rows));
  const more = () => (all().length > NAMED ? [t().exports.unplacedMore(all().length - NAMED)] : []);
  return (
    <Show when={all().length > 0}>
      <p class="unplaced">
        <b>{'rest' in props.state.request.format ? words().unplaced(all().length) : words().unchosen(all().length)}</b>
        <span>{[...named(), ...more()].join(', ')}</span>. {where()}
      </p>
    </Show>
  );
}

function Undated(props: { verdict: Verdict }) {
  const words = () => t().exports;
  const all = () => props.verdict.undated;
  const fields = () => new Set(all().map(({ field }) => field)).size;
  const why = ({ why: reason, format }: Verdict['undated'][number]) =>
    reason === 'format' ? words().undatedWhy.format(format ?? '') : words().undatedWhy[reason];
  const named = () =>
    all()
      .slice(0, NAMED)
      .map((one) => words().undatedField(one.field, one.rows, why(one)));
  const more = () => (all().length > NAMED ? [words().unplacedMore(all().length - NAMED)] : []);
  return (
    <Show when={all().length > 0}>
      <p class="unplaced">
        <b>{words().undated(fields())}</b>
        <span>{[...named(), ...more()].join(', ')}</span>.
      </p>
    </Show>
  );
}
