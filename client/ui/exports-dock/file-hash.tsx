import { Show } from 'solid-js';
import type { Verdict } from '../../export/exports.ts';
import { CopyButton } from '../lib/copy-button.tsx';
import { t } from '../lib/i18n.ts';
import './file-hash.css';

/** By which somebody who has the file can tell that it is this one. Files of an older release have none. */
export function FileHash(props: {
  verdict: Verdict | undefined;
  /** It is of the files in a folder. */
  isFolder: boolean;
}) {
  return (
    <Show when={props.verdict?.sha256}>
      {(hash) => (
        <p class="file-hash">
          <span>{props.isFolder ? t().exports.hashOfFolder : 'SHA-256'}</span> <code>{hash()}</code>{' '}
          <CopyButton text={hash} label={t().exports.copyHash} />
        </p>
      )}
    </Show>
  );
}
