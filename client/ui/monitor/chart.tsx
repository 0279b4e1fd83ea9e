import { createEffect, createSignal, on, onCleanup, onMount, Show } from 'solid-js';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { figures } from '../lib/i18n.ts';
import type { Colors } from './create-colors.ts';

/** One line of a chart. `values` belong to `times`; null where there is none. */
export type Line = { name?: string; tone: 'first' | 'second'; values: readonly (number | null)[] };

export type ChartProps = {
  title: string;
  /** s since 1970. */
  times: readonly number[];
  lines: readonly Line[];
  kind: 'area' | 'step' | 'bars';
  steps?: keyof typeof STEPS | undefined;
  /** A budget or a limit, drawn dashed on a true scale. */
  limit?: number | undefined;
  /** The axis reaches at least so far, that its steps are told apart when nothing happens. */
  least?: number | undefined;
  /** A value as the axis says it. */
  axis: (value: number) => string;
  /** The value at the time that is looked at, and what stands beside it. */
  now: string;
  note: string;
  /** From when to when, s since 1970; the same for all charts. */
  window: readonly [number, number];
  /** When something went wrong, s since 1970. */
  mark: number | undefined;
  /** The time that is looked at; undefined: the last one. */
  at: number | undefined;
  onLook: (at: number | undefined) => void;
  colors: Colors;
};

const HEIGHT = 112;
/** An axis steps in what its figure is said in: there is no half a retry, and memory comes in powers of two. */
const STEPS = {
  whole: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000],
  memory: Array.from({ length: 16 }, (_, i) => 2 ** (20 + i)),
} as const;
const AXIS_FONT = '11px system-ui, sans-serif';

/** One figure over time. The canvas is for the eye; its read-out is text, and the page has all figures as a table. */
export function Chart(props: ChartProps) {
  const [holder, setHolder] = createSignal<HTMLDivElement>();
  return (
    <figure class="chart">
      <figcaption>
        <h2>{props.title}</h2>
        <p>
          <b>{props.now}</b>
          <small>
            <Show when={props.lines.length > 1}>
              <i class="key-first" /> {props.lines[0]?.name} <i class="key-second" /> {props.lines[1]?.name}{' '}
            </Show>
            {props.note}
          </small>
        </p>
      </figcaption>
      <div class="chart-plot" ref={setHolder} aria-hidden="true" />
      <Show when={holder()}>{(element) => <Plot {...props} holder={element()} />}</Show>
    </figure>
  );
}

/** Draws into `holder`, anew when the colours change. */
function Plot(props: ChartProps & { holder: HTMLDivElement }) {
  const data = (): uPlot.AlignedData => [
    props.times as number[],
    ...props.lines.map(({ values }) => values as (number | null)[]),
  ];
  let plot: uPlot | undefined;
  const width = () => Math.max(120, Math.floor(props.holder.clientWidth));

  createEffect(
    on(
      () => props.colors,
      () => {
        plot?.destroy();
        plot = new uPlot(optionsOf(props, width()), data(), props.holder);
      },
    ),
  );
  createEffect(() => {
    plot?.setData(data());
  });
  createEffect(() => {
    const { at, window } = props;
    if (!plot || window[1] === 0) return;
    const left = at === undefined ? -10 : plot.valToPos(at, 'x');
    plot.setCursor({ left, top: at === undefined ? -10 : 1 }, false);
  });
  onMount(() => {
    const sized = new ResizeObserver(() => plot?.setSize({ width: width(), height: HEIGHT }));
    sized.observe(props.holder);
    onCleanup(() => sized.disconnect());
  });
  onCleanup(() => plot?.destroy());
  return null;
}

function optionsOf(props: ChartProps & { holder: HTMLDivElement }, width: number): uPlot.Options {
  const { colors } = props;
  const paths = {
    area: uPlot.paths.linear?.(),
    step: uPlot.paths.stepped?.({ align: 1 }),
    bars: uPlot.paths.bars?.({ size: [1, 8, 2] }),
  };
  const stroke = { first: colors.chart, second: colors.second };
  const series = props.lines.map(({ tone }, i): uPlot.Series => {
    const filled = props.kind === 'bars' ? stroke[tone] : colors.fill;
    const path = paths[props.kind];
    return {
      stroke: stroke[tone],
      width: props.kind === 'bars' ? 0 : 1.5,
      points: { show: false },
      ...(i === 0 || props.kind === 'bars' ? { fill: filled } : {}),
      ...(path && { paths: path }),
    };
  });
  return {
    width,
    height: HEIGHT,
    padding: [8, 14, 0, 0],
    legend: { show: false },
    cursor: { drag: { x: false, y: false }, y: false, points: { size: 6 } },
    scales: {
      x: { time: true, range: () => [props.window[0], props.window[1]] },
      y: { range: (_, __, most) => [0, Math.max(most ?? 0, props.limit ?? 0, props.least ?? 1) * 1.08] },
    },
    axes: axesOf(props),
    series: [{}, ...series],
    hooks: {
      ready: [(plot) => followPointer(plot, props.onLook)],
      draw: [(plot) => drawLimit(plot, props.limit, colors.ink), (plot) => drawMark(plot, props.mark, colors.mark)],
    },
  };
}

function axesOf(props: ChartProps): uPlot.Axis[] {
  const { colors } = props;
  const common = { stroke: colors.ink, font: AXIS_FONT, ticks: { show: false } } as const;
  return [
    {
      ...common,
      grid: { show: false },
      size: 20,
      space: 64,
      incrs: [10, 30, 60, 120, 300],
      values: (_, times) => times.map((time) => (time % 60 === 0 ? figures().clock(time * 1000) : '')),
    },
    {
      ...common,
      grid: { stroke: colors.line, width: 1 },
      size: 60,
      space: 34,
      ...(props.steps && { incrs: [...STEPS[props.steps]] }),
      values: (_, values) => values.map((value) => props.axis(value)),
    },
  ];
}

/** The time under the pointer is looked at in all charts. uPlot's own hook would speak at each redraw too. */
function followPointer(plot: uPlot, onLook: ChartProps['onLook']): void {
  plot.over.addEventListener('pointermove', ({ offsetX }) => onLook(plot.posToVal(offsetX, 'x')));
  plot.over.addEventListener('pointerleave', () => onLook(undefined));
}

function drawLimit(plot: uPlot, limit: number | undefined, color: string): void {
  if (limit === undefined) return;
  const { left, width } = plot.bbox;
  const y = Math.round(plot.valToPos(limit, 'y', true));
  stroke(plot, { color, dash: [5, 4] }, [left, y, left + width, y]);
}

function drawMark(plot: uPlot, mark: number | undefined, color: string): void {
  const [from, to] = [plot.scales.x?.min ?? 0, plot.scales.x?.max ?? 0];
  if (mark === undefined || mark < from || mark > to) return;
  const { top, height } = plot.bbox;
  const x = Math.round(plot.valToPos(mark, 'x', true));
  stroke(plot, { color, dash: [2, 3] }, [x, top, x, top + height]);
}

type Pen = { color: string; dash: readonly number[] };

/** A hairline from one point to another, in pixels of the canvas. */
function stroke({ ctx }: uPlot, { color, dash }: Pen, [x1, y1, x2, y2]: [number, number, number, number]): void {
  ctx.save();
  ctx.strokeStyle = color;
  ctx.lineWidth = devicePixelRatio;
  ctx.setLineDash(dash.map((length) => length * devicePixelRatio));
  ctx.beginPath();
  ctx.moveTo(x1, y1);
  ctx.lineTo(x2, y2);
  ctx.stroke();
  ctx.restore();
}
