import { createEffect, createMemo, createSignal, For, Match, on, Show, Switch, untrack } from 'solid-js';
import type { HistogramRequest } from '../../../../shared/figures.ts';
import { postHistogram } from '../../lib/api.ts';
import { figures, t } from '../../lib/i18n.ts';
import type { Address } from '../address/address.ts';
import { isCountable, withNested } from '../fields/nested-fields.ts';
import { createAnswer } from '../state/create-answer.ts';
import type { SearchPort } from '../state/create-search.ts';
import { pageClock, pageZone, zoneLabel } from '../time/page-zone.ts';
import { momentOf } from '../time/time-parts.ts';
import { dateFields, defaultTimeField } from '../time/times.ts';
import { type Bar, barAt, barsPath, barsWithin, type Chart, makeChart, ticksOf } from './chart.ts';
import { createBrush } from './create-brush.ts';
import './histogram-pane.css';

type Props = { search: SearchPort; onSearch: (address: Address) => void };
type Range = Pick<Address, 'from' | 'to'>;

/** As the page speaks of them. */
const days = () => figures().inZone(pageZone());
const ANY_TIME: Range = { from: '', to: '' };
const BUCKETS = 160;
const TICKS = 5;

/** The search's rows over time, each counted; a range drawn here is the search's own. */
export function HistogramPane(props: Props) {
  const view = createView(props);
  const asked = () => questionOf(props.search, view.range());
  const { answer, value, again } = createAnswer(asked, postHistogram);
  const chart = createMemo(() => {
    const now = value();
    // Of the zone that it was asked for in.
    return now && makeChart(now, untrack(pageClock));
  });
  const untimed = () => (view.isAnyTime() ? (value()?.untimed ?? 0) : 0);
  /** The time field, where the indices differ in how it is nested: its rows can be searched, but not counted over time. */
  const uncounted = () => {
    const field = timeFieldOf(props.search);
    return field === undefined || isCountable(field, props.search.fields()) ? undefined : field;
  };
  return (
    <Switch>
      <Match when={uncounted()}>
        {(field) => (
          <section class="histogram failed" aria-label={t().histogram.label}>
            <p class="sub">{t().histogram.uncounted(field())}</p>
          </section>
        )}
      </Match>
      <Match when={answer().kind === 'failed'}>
        <section class="histogram failed" aria-label={t().histogram.label}>
          <p class="sub">{t().histogram.failed}</p>
          <button type="button" class="button ghost small" onClick={again}>
            {t().histogram.again}
          </button>
        </section>
      </Match>
      <Match when={chart()}>
        {(now) => (
          <section
            class="histogram"
            classList={{ waiting: answer().kind === 'loading' }}
            aria-label={t().histogram.label}
          >
            <Plot {...props} chart={now()} untimed={untimed()} onBrush={view.brush} onZoom={view.zoom} />
          </section>
        )}
      </Match>
      <Match when={answer().kind === 'loading'}>
        <section class="histogram" aria-label={t().histogram.label} aria-busy="true">
          <div class="histogram-wait" />
        </section>
      </Match>
    </Switch>
  );
}

/** The field that the range speaks of, or would speak of. */
function timeFieldOf(search: SearchPort): string | undefined {
  const { time } = search.address();
  const fields = search.fields();
  return dateFields(fields).includes(time) ? time : defaultTimeField(fields);
}

/** The rows' own query, over the time in view and not the range chosen in it. */
function questionOf(search: SearchPort, { from, to }: Range): HistogramRequest | undefined {
  const found = search.found();
  const field = timeFieldOf(search);
  if (!found || field === undefined || found.search.index !== search.address().index) return undefined;
  if (!isCountable(field, search.fields())) return undefined;
  const { time: _, ...rest } = found.search;
  const view = from === '' && to === '' ? {} : { time: { field, ...(from && { from }), ...(to && { to }) } };
  const asked = withNested({ ...rest, ...view }, search.fields(), [field]);
  return { ...asked, field, zone: pageZone(), buckets: BUCKETS };
}

/**
 * The time in view: that of the range, until one is drawn; then it stays, so that the range is seen in what is around
 * it.
 */
function createView(props: Props) {
  const rangeOf = ({ from, to }: Address): Range => ({ from, to });
  const [view, setView] = createSignal<Range>(rangeOf(props.search.address()));
  let brushed = ANY_TIME;
  createEffect(
    on(props.search.address, (now, before) => {
      const isBrushed = now.from === brushed.from && now.to === brushed.to && now.index === before?.index;
      if (!isBrushed) setView(rangeOf(now));
    }),
  );
  return {
    range: view,
    isAnyTime: () => view().from === '' && view().to === '',
    brush(range: Range): void {
      brushed = range;
      props.onSearch({ ...props.search.address(), ...range });
    },
    zoom: () => setView(rangeOf(props.search.address())),
  };
}

type PlotProps = Props & {
  chart: Chart;
  untimed: number;
  onBrush: (range: Range) => void;
  onZoom: () => void;
};

function Plot(props: PlotProps) {
  const [pointed, setPointed] = createSignal<Bar>();
  const hasRange = () => props.search.address().from !== '' || props.search.address().to !== '';
  const chosen = createMemo(() => {
    const { from, to } = props.search.address();
    const moment = (text: string) => (text === '' ? undefined : momentOf(text, Date.now()));
    return barsWithin(props.chart, moment(from), moment(to));
  });
  const iso = (at: number | undefined) => (at === undefined ? '' : new Date(at).toISOString().replace('.000Z', 'Z'));
  const brush = createBrush({
    chart: () => props.chart,
    chosen,
    onChoose: (first, behind) =>
      props.onBrush({ from: iso(props.chart.bars[first]?.at), to: iso(props.chart.bars[behind - 1]?.end) }),
  });
  const { part } = props.chart.interval;
  const from = () => props.chart.bars[brush.range()[0]]?.at ?? 0;
  const to = () => props.chart.bars[brush.range()[1] - 1]?.end ?? 0;
  const words = () => days().days(from(), Math.max(from(), to() - 1));

  return (
    <>
      <PlotHeader {...props} ranged={hasRange()} drawing={brush.drawing()} words={words()} pointed={pointed()} />
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the two ends are for the keys */}
      <div
        class="plot"
        classList={{ ranged: hasRange() || brush.drawing() }}
        {...brush.pointer}
        onMouseMove={(event) => {
          const box = event.currentTarget.getBoundingClientRect();
          setPointed(props.chart.bars[barAt(props.chart, (event.clientX - box.left) / box.width)]);
        }}
        onMouseLeave={() => setPointed(undefined)}
      >
        <span class="plot-most" aria-hidden="true">
          {figures().number(props.chart.most)}
        </span>
        <svg
          viewBox="0 0 1000 60"
          preserveAspectRatio="none"
          role="img"
          aria-label={t().histogram.chart(props.chart.bars.length, words())}
        >
          <path class="bars" d={barsPath(props.chart, [0, props.chart.bars.length])} />
          <path class="bars chosen" d={barsPath(props.chart, brush.range())} />
        </svg>
        <Ends chart={props.chart} range={brush.range()} onKeyDown={brush.onKeyDown} />
      </div>
      <div class="ticks" aria-hidden="true">
        <For each={ticksOf(props.chart, TICKS)}>
          {(bar) => <span style={{ '--x': bar.x }}>{days().momentBy(part, bar.at)}</span>}
        </For>
      </div>
    </>
  );
}

type PlotHeaderProps = PlotProps & {
  ranged: boolean;
  drawing: boolean;
  /** The range, in words. */
  words: string;
  pointed: Bar | undefined;
};

/** What the chart shows: the range, or the bar under the pointer; and the way back from a range. */
function PlotHeader(props: PlotHeaderProps) {
  const interval = () => props.chart.interval;
  return (
    <header>
      <h2>{t().histogram.title[interval().part]}</h2>
      <span class="sub histogram-standing">
        <Show
          when={props.pointed}
          fallback={
            <>
              <Show when={props.ranged || props.drawing}>
                <b>{props.words}</b>
              </Show>
              <Show when={interval().count > 1}>
                <span>{t().histogram.each[interval().part](interval().count)}</span>
              </Show>
              <Show when={props.untimed > 0}>
                <span>{t().histogram.untimed(props.untimed)}</span>
              </Show>
            </>
          }
        >
          {(bar) => <>{t().histogram.bar(days().momentBy(interval().part, bar().at), bar().rows)}</>}
        </Show>
      </span>
      <span class="space" />
      <span class="sub histogram-zone">{zoneLabel()}</span>
      <Show when={props.ranged}>
        <button type="button" class="button ghost small" onClick={props.onZoom}>
          {t().histogram.zoom}
        </button>
        <button type="button" class="button ghost small" onClick={() => props.onBrush(ANY_TIME)}>
          {t().histogram.clear}
        </button>
      </Show>
    </header>
  );
}

type EndsProps = {
  chart: Chart;
  range: readonly [number, number];
  onKeyDown: (end: 0 | 1, event: KeyboardEvent) => void;
};

/** The range's two ends, to be moved by keys: a bar at a time. */
function Ends(props: EndsProps) {
  const placeOf = (at: number) => {
    const bar = props.chart.bars[at];
    return bar ? bar.x * 100 : 100;
  };
  const timeOf = (at: number) => {
    const bar = props.chart.bars[at];
    return days().momentBy(props.chart.interval.part, bar?.at ?? props.chart.bars.at(-1)?.end ?? 0);
  };
  return (
    <div class="plot-range" style={{ left: `${placeOf(props.range[0])}%`, right: `${100 - placeOf(props.range[1])}%` }}>
      <For each={[0, 1] as const}>
        {(end) => (
          <div
            class="plot-end"
            role="slider"
            tabIndex={0}
            aria-label={end === 0 ? t().histogram.start : t().histogram.end}
            aria-valuemin={0}
            aria-valuemax={props.chart.bars.length}
            aria-valuenow={props.range[end]}
            aria-valuetext={timeOf(props.range[end])}
            onKeyDown={(event) => props.onKeyDown(end, event)}
          />
        )}
      </For>
    </div>
  );
}
