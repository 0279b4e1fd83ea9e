import { createMemo, createSignal, Index, onCleanup, Show } from 'solid-js';
import type { SluiceError } from '../../../shared/errors.ts';
import type { ExportList } from '../exports-dock/create-export-list.ts';
import type { SessionPort } from '../lib/create-session.ts';
import { bring, figures, t } from '../lib/i18n.ts';
import { Icon } from '../lib/icon.tsx';
import { enMonitor } from '../messages/en-monitor.ts';
import { Chart } from './chart.tsx';
import { chartsOf, windowOf } from './charts.ts';
import { createColors } from './create-colors.ts';
import { createLog } from './create-log.ts';
import { createProxyFigures } from './create-proxy-figures.ts';
import { ErrorLog } from './error-log.tsx';
import { FigureTable } from './figure-table.tsx';
import './monitor.css';

bring(enMonitor);

/** How proxy and workers do over time, on one axis, and the log of what went wrong. */
export function MonitorPage(props: { exports: ExportList; port: SessionPort }) {
  const proxy = createProxyFigures((error: SluiceError) => props.port.noticeExpiry(error));
  const log = createLog(props.exports);
  const colors = createColors();
  const now = createClock();
  const [at, setAt] = createSignal<number>();
  const window = createMemo(() => windowOf(props.exports.recorder.points(), now()));
  const drawn = createSteps(CHARTS);
  const charts = createMemo(() => chartsOf(props.exports.recorder.points(), proxy.points(), now()));
  const incident = () => log.entries().findLast((entry) => entry.at >= window()[0] * 1000);

  const markAt = () => {
    const entry = incident();
    return entry && entry.at / 1000;
  };

  return (
    <main class="monitor" id="page" tabindex="-1" aria-label={t().monitor.title}>
      <MonitorHead proxy={proxy} running={props.exports.list().filter(({ status }) => status === 'running').length} />
      <div class="charts">
        <Index each={charts().slice(0, drawn())}>
          {(chart) => (
            <Chart
              {...chart()}
              now={chart().read(at())}
              note={chart().beside(at())}
              window={window()}
              mark={markAt()}
              at={at()}
              onLook={setAt}
              colors={colors()}
            />
          )}
        </Index>
      </div>
      <TimeSlider window={window()} at={at()} onLook={setAt} />
      <Show when={incident()}>
        {(entry) => (
          <p class="mark-note">
            <Icon name="incomplete" />
            <b>{figures().time(entry().at)}</b>
            <span>{t().monitor.story(t().errors[entry().error.code].what, t().remedy(entry()), entry().fileName)}</span>
          </p>
        )}
      </Show>
      <FigureTable charts={charts()} window={window()} />
      <ErrorLog log={log} />
    </main>
  );
}

type SliderProps = {
  window: readonly [number, number];
  at: number | undefined;
  onLook: (at: number | undefined) => void;
};

/** The same read-out by keyboard: a step is a second. */
function TimeSlider(props: SliderProps) {
  const ago = () => (props.at === undefined ? 0 : Math.round(props.window[1] - props.at));
  const said = () => (props.at === undefined ? t().monitor.live : figures().time(props.at * 1000));
  return (
    <label class="time-slider">
      <span>{t().monitor.lookAt}</span>
      <input
        type="range"
        min={Math.round(props.window[0] - props.window[1])}
        max={0}
        step={1}
        value={-ago()}
        aria-valuetext={said()}
        onInput={(event) => {
          const back = Number(event.currentTarget.value);
          props.onLook(back === 0 ? undefined : props.window[1] + back);
        }}
      />
      <output>{said()}</output>
    </label>
  );
}

type HeadProps = { proxy: ReturnType<typeof createProxyFigures>; running: number };

function MonitorHead(props: HeadProps) {
  const last = () => props.proxy.points().at(-1);
  const words = () => t().monitor;
  return (
    <header class="monitor-head">
      <h1>{words().title}</h1>
      <span class="sub">{words().about}</span>
      <span class="space" />
      <dl>
        <div>
          <dt>{words().proxy}</dt>
          <dd>
            <Show
              when={!props.proxy.fault() && last()}
              fallback={
                <span class="bad">
                  <Show when={props.proxy.fault()} fallback={words().asking}>
                    {(fault) => <>{t().errors[fault().code].what}</>}
                  </Show>
                </span>
              }
            >
              {(point) => (
                <>
                  <i class="dot" />
                  {words().up(point().figures.uptimeMs)}
                </>
              )}
            </Show>
          </dd>
        </div>
        <div>
          <dt>{words().lag}</dt>
          <dd>{words().lagOf(last()?.figures.eventLoopLagMs)}</dd>
        </div>
        <div>
          <dt>{words().ping}</dt>
          <dd>{words().ms(last()?.pingMs)}</dd>
        </div>
        <div>
          <dt>{t().exports.label}</dt>
          <dd>{t().exports.counts.running(props.running)}</dd>
        </div>
      </dl>
    </header>
  );
}

/** All charts at once would hold up the page for longer than a frame: one comes with each frame. */
const CHARTS = 10;

function createSteps(all: number): () => number {
  const [count, setCount] = createSignal(0);
  let next = requestAnimationFrame(function step() {
    setCount(count() + 1);
    if (count() < all) next = requestAnimationFrame(step);
  });
  onCleanup(() => cancelAnimationFrame(next));
  return count;
}

/** The time in whole seconds since 1970, once a second. */
function createClock(): () => number {
  const read = () => Math.floor(Date.now() / 1000);
  const [now, setNow] = createSignal(read());
  const timer = setInterval(() => setNow(read()), 1000);
  onCleanup(() => clearInterval(timer));
  return now;
}
