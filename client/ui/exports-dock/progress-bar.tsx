import { Index } from 'solid-js';
import type { ExportState } from '../../export/exports.ts';
import { rowsText } from './progress-text.ts';
import { percentOf, segmentsOf } from './summary.ts';

/** Past this many shards the segments are too thin to tell apart. */
const MOST_SEGMENTS = 24;

/** The progress bar is the plan: a segment a shard. */
export function ProgressBar(props: { state: ExportState }) {
  const isHeld = () => props.state.status !== 'running' && props.state.verdict === undefined;
  return (
    <div
      class="bar"
      classList={{ held: isHeld() }}
      role="progressbar"
      aria-label={props.state.request.fileName}
      aria-valuemin="0"
      aria-valuemax="100"
      aria-valuenow={percentOf(props.state)}
      aria-valuetext={rowsText(props.state)}
    >
      <Index each={segmentsOf(props.state, MOST_SEGMENTS)}>
        {(segment) => (
          <i classList={{ short: segment().isShort }} style={{ '--filled': `${segment().filled * 100}%` }} />
        )}
      </Index>
    </div>
  );
}
