import { Show } from 'solid-js';
import { type ExportState, rowsPerSecond } from '../../export/exports.ts';
import { figures, t } from '../lib/i18n.ts';
import { sparkline, timeLeft } from './summary.ts';

/** How fast it runs, how long it will take, and the memory it holds against its budget. */
export function RunFigures(props: { state: ExportState }) {
  return (
    <>
      <div class="export-rate">
        <svg viewBox="0 0 100 26" preserveAspectRatio="none" role="img" aria-label={t().exports.rateLabel}>
          <path d={sparkline(props.state.samples) ?? 'M0 24'} />
        </svg>
        <Show when={rowsPerSecond(props.state)}>
          {(rate) => <p>{t().exports.perSecond(<b>{figures().number(rate())}</b>)}</p>}
        </Show>
      </div>
      <div class="export-left">
        <Show when={timeLeft(props.state)}>{(ms) => <p>{t().exports.left(<b>{figures().duration(ms())}</b>)}</p>}</Show>
        <Show when={props.state.progress}>
          {(progress) => <MemoryMeter held={progress().heldBytes} budget={progress().budgetBytes} />}
        </Show>
      </div>
    </>
  );
}

function MemoryMeter(props: { held: number; budget: number }) {
  const said = () => t().exports.memoryOf(props.held, props.budget);
  return (
    <>
      {/* biome-ignore lint/a11y/useSemanticElements: browsers draw <meter> in colours of their own */}
      <div
        class="memory"
        role="meter"
        aria-label={t().exports.memory}
        aria-valuemin="0"
        aria-valuemax={props.budget}
        aria-valuenow={Math.min(props.held, props.budget)}
        aria-valuetext={said()}
      >
        <span class="memory-held" style={{ width: `${Math.min(100, (props.held / props.budget) * 100)}%` }} />
      </div>
      <p class="sub">{said()}</p>
    </>
  );
}
