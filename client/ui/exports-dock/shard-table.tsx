import { For } from 'solid-js';
import type { Verdict } from '../../export/exports.ts';
import { t } from '../lib/i18n.ts';

/** The verdict shard by shard, behind a disclosure. */
export function ShardTable(props: { verdict: Pick<Verdict, 'shards'> }) {
  const words = () => t().exports.shardTable;
  return (
    <details class="by-shard">
      <summary>{t().exports.byShard}</summary>
      <table>
        <thead>
          <tr>
            <th scope="col">{words().index}</th>
            <th scope="col">{words().shard}</th>
            <th scope="col">{words().expected}</th>
            <th scope="col">{words().written}</th>
            <th scope="col">{words().missing}</th>
          </tr>
        </thead>
        <tbody>
          <For each={props.verdict.shards}>
            {(shard) => (
              <tr classList={{ short: shard.written !== shard.expected }}>
                <td>{shard.index}</td>
                <td>{shard.shard}</td>
                <td>{t().exports.count(shard.expected)}</td>
                <td>{t().exports.count(shard.written)}</td>
                <td>{t().exports.missingRows(shard.expected - shard.written)}</td>
              </tr>
            )}
          </For>
        </tbody>
      </table>
    </details>
  );
}
