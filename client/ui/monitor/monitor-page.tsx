import { createMemo, createSignal, Index, onCleanup, Show } from 'solid-js';
import type { SluiceError } from '../../../shared/errors.ts';
import type { ExportList } from '../exports-dock/create-export-list.ts';
import type { SessionPort } from '../lib/create-session.ts';
import { figures, t } from '../lib/i18n.ts';
import { Icon } from '../lib/icon.tsx';
import { Chart } from './chart.tsx';
import { chartsOf, SECONDS_SHOWN } from './charts.ts';
import { createColors } from './create-colors.ts';
import { createLog } from './create-log.ts';
import { createProxyFigures } from './create-proxy-figures.ts';
import { ErrorLog } from './error-log.tsx';
import { FigureTable } from './figure-table.tsx';
import './monitor.css';

/** How proxy and workers do over time, on one axis, and the log of what went wrong. */
export function MonitorPage(props: { exports: ExportList; port: SessionPort }) {
  const proxy = createProxyFigures((error: SluiceError) => props.port.noticeExpiry(error));
  const log = createLog(props.exports);
  const colors = createColors();
  const now = createClock();
  const [at, setAt] = createSignal<number>();
  const window = (): [number, number] => [now() - SECONDS_SHOWN, now()];
  const charts = createMemo(() => chartsOf(props.exports.recorder.points(), proxy.points(), now()));
  const incident = () => log.entries().findLast((entry) => entry.at >= window()[0] * 1000);

  const markAt = () => {
    const entry = incident();
    return entry && entry.at / 1000;
  };

  return (
    <main class="monitor" id="monitor" tabindex="-1" aria-label={t().monitor.title}>
      <MonitorHead proxy={proxy} running={props.exports.list().filter(({ status }) => status === 'running').length} />
      <div class="charts">
        <Index each={charts()}>
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
      <TimeSlider now={now()} at={at()} onLook={setAt} />
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

/** The same read-out by keyboard: a step is a second. */
function TimeSlider(props: { now: number; at: number | undefined; onLook: (at: number | undefined) => void }) {
  const ago = () => (props.at === undefined ? 0 : Math.round(props.now - props.at));
  const said = () => (props.at === undefined ? t().monitor.live : figures().time(props.at * 1000));
  return (
    <label class="time-slider">
      <span>{t().monitor.lookAt}</span>
      <input
        type="range"
        min={-SECONDS_SHOWN}
        max={0}
        step={1}
        value={-ago()}
        aria-valuetext={said()}
        onInput={(event) => {
          const back = Number(event.currentTarget.value);
          props.onLook(back === 0 ? undefined : props.now + back);
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
                    {(fault) => t().errors[fault().code].what}
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

/** The time in whole seconds since 1970, once a second. */
function createClock(): () => number {
  const read = () => Math.floor(Date.now() / 1000);
  const [now, setNow] = createSignal(read());
  const timer = setInterval(() => setNow(read()), 1000);
  onCleanup(() => clearInterval(timer));
  return now;
}
