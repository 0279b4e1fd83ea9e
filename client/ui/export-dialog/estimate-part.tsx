import { Match, Show, Switch } from 'solid-js';
import type { ExportFormat, ExportRequest } from '../../../shared/request.ts';
import type { MemoryReason } from '../../sink/download-support.ts';
import type { KeepSupport } from '../../sink/keep-support.ts';
import { MEMORY_FILE_BYTES } from '../../sink/memory-limit.ts';
import type { Place } from '../../sink/target.ts';
import { ErrorNote } from '../lib/error-note.tsx';
import { t } from '../lib/i18n.ts';
import { Icon } from '../lib/icon.tsx';
import type { OrderChoicePort } from './create-order-choice.ts';
import type { SamplePort, SampleState } from './create-sample.ts';
import type { WayCheck } from './create-way-check.ts';
import { EXCEL_LINES, isPastExcel } from './sample.ts';

type Props = {
  sample: SamplePort;
  /** Rows of the file, and about how many bytes; undefined where that is not known, or not yet. */
  total: number;
  bytes: number | undefined;
  /** Indices that the search means and the account may not read. */
  refused: readonly string[] | undefined;
  format: ExportFormat;
  parts: ExportRequest['parts'];
  /** Why the file is gathered in memory, where it is; and whether it fits there, as far as is known. */
  inMemory: MemoryReason | false;
  fits: boolean;
  place: Place;
  /** Its parts go into a folder that the person picks. */
  isFolder: boolean;
  /** Undefined until the browser has told. */
  keep: KeepSupport | undefined;
  way: WayCheck;
  sorting: OrderChoicePort;
};

/** What the file will be, and what this browser can and cannot do for it. */
export function EstimatePart(props: Props) {
  return (
    <div class="estimate">
      <p class="estimate-size">
        <b>{sizeText(props.bytes, props.total)}</b>
      </p>
      <Switch>
        <Match when={failure(props.sample.state())}>
          {(error) => (
            <div class="estimate-fault">
              <ErrorNote error={error()} />
              <button type="button" class="button small" onClick={() => void props.sample.load()}>
                {t().dialog.tryAgain}
              </button>
            </div>
          )}
        </Match>
        <Match when={props.total === 0}>{t().dialog.estimateEmpty}</Match>
        <Match when={props.sample.sample()}>{(sample) => <>{t().dialog.estimateHow(sample().rows.length)}</>}</Match>
        <Match when={true}>{t().dialog.columnsReading}</Match>
      </Switch>
      <Show when={props.refused}>{(names) => <WarnNote text={t().results.refused(names())} />}</Show>
      <Show when={isPastExcel(props.format, Math.min(props.total, props.parts?.rows ?? props.total))}>
        <WarnNote text={t().dialog.pastExcel(EXCEL_LINES)} />
      </Show>
      <Show when={props.sorting.isLost()}>
        <WarnNote text={t().dialog.unsorted} />
      </Show>
      <WayNote way={props.way} />
      <Show when={!props.inMemory && props.sorting.kind() !== 'table'}>
        <GoodNote what={t().dialog.streams} help={t().dialog.streamsHelp} />
      </Show>
      <Show when={props.sorting.kind() === 'table'}>
        <GoodNote what={t().dialog.sorts} help={sortsHelp(props)} />
      </Show>
      <Show when={props.inMemory}>{(why) => <MemoryNote why={why()} bytes={props.bytes} fits={props.fits} />}</Show>
      <Show when={props.fits && props.keep}>
        {(keep) => (
          <Show
            when={props.sorting.kind() === 'table'}
            fallback={<KeepNote keep={keep()} place={props.place} isFolder={props.isFolder} bytes={props.bytes ?? 0} />}
          >
            <GoodNote what={t().dialog.kept} help={t().dialog.sortedKeptHelp} />
          </Show>
        )}
      </Show>
    </div>
  );
}

function WarnNote(props: { text: string }) {
  return (
    <p class="estimate-note">
      <Icon name="incomplete" class="warn" />
      <span>{props.text}</span>
    </p>
  );
}

/** That no export can come through from here, though searches do; or that it comes by another way than it should. */
function WayNote(props: { way: WayCheck }) {
  return (
    <Show
      when={props.way.fault()}
      fallback={
        <Show when={props.way.carrying() === 'requests'}>
          <GoodNote what={t().dialog.overRequests} help={t().dialog.overRequestsHelp} />
        </Show>
      }
    >
      {(error) => (
        <div class="estimate-fault">
          <ErrorNote error={error()} />
          <button type="button" class="button small" aria-busy={props.way.busy()} onClick={() => void props.way.look()}>
            {t().dialog.tryAgain}
          </button>
        </div>
      )}
    </Show>
  );
}

/** Whether a reload would end the export. */
function KeepNote(props: { keep: KeepSupport; place: Place; isFolder: boolean; bytes: number }) {
  const words = () => {
    const { picked, folder, ...rest } = t().dialog;
    if (props.isFolder) return { ...rest, ...folder };
    return props.place === 'picked' ? { ...rest, ...picked } : rest;
  };
  const tooSmall = () => {
    const free = props.keep.kind === 'kept' ? props.keep.freeBytes : undefined;
    return free !== undefined && free < props.bytes ? free : undefined;
  };
  const isKept = () => props.keep.kind === 'kept' && tooSmall() === undefined;
  const unkeptHelp = () => {
    const free = tooSmall();
    return free === undefined ? words().unkeptHelp : words().unkeptRoom(free);
  };
  return (
    <p class="estimate-note">
      <Icon name={isKept() ? 'complete' : 'incomplete'} class={isKept() ? 'good' : 'warn'} />
      <span>
        <b>{isKept() ? words().kept : words().unkept}</b> {isKept() ? words().keptHelp : unkeptHelp()}
      </span>
    </p>
  );
}

function GoodNote(props: { what: string; help: string }) {
  return (
    <p class="estimate-note">
      <Icon name="complete" class="good" />
      <span>
        <b>{props.what}</b> {props.help}
      </span>
    </p>
  );
}

/** That this browser writes nothing to disk as it arrives, and how far that goes. */
function MemoryNote(props: { why: MemoryReason; bytes: number | undefined; fits: boolean }) {
  const words = () => t().dialog.memory;
  return (
    <Show
      when={props.fits}
      fallback={
        <p class="estimate-note" role="alert">
          <Icon name="failed" class="bad" />
          <span>
            <b>{words().tooLarge}</b> {words().tooLargeHelp(props.bytes ?? 0, MEMORY_FILE_BYTES)}{' '}
            {words().larger[props.why]}
          </span>
        </p>
      }
    >
      <p class="estimate-note">
        <Icon name="incomplete" class="warn" />
        <span>
          <b>{words().what}</b> {words().help(MEMORY_FILE_BYTES)} {words().larger[props.why]}
        </span>
      </p>
    </Show>
  );
}

function sizeText(bytes: number | undefined, total: number): string {
  return bytes === undefined ? t().dialog.estimateRows(total) : t().dialog.estimate(total, bytes);
}

/** What sorting and the file take; a picked file is kept here, too, until it is done. */
function sortsHelp({ sorting, keep, place, bytes }: Props): string {
  const free = keep?.kind === 'kept' ? keep.freeBytes : undefined;
  const file = bytes === undefined ? undefined : bytes * (place === 'picked' ? 2 : 1);
  return t().dialog.sortsHelp({ need: sorting.need(), free, file });
}

function failure(state: SampleState) {
  return state.kind === 'failed' ? state.error : undefined;
}
