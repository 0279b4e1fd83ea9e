import { createResource, createSignal, onCleanup, onMount, Show } from 'solid-js';
import { type SavedExport, saveExports } from '../../export/saved-exports.ts';
import type { ExportList } from '../exports-dock/create-export-list.ts';
import { hrefOf } from '../lib/href.ts';
import { t } from '../lib/i18n.ts';
import { Icon } from '../lib/icon.tsx';
import { readRunLink } from './run-link.ts';
import { SavedSummary } from './summary.tsx';
import { placeOf, toNewExport } from './to-new-export.ts';
import { words } from './words.ts';
import './saved.css';

/** The export that a link holds: shown, and made when somebody says so, by a press. */
export function RunPage(props: { exports: ExportList }) {
  const [hash, setHash] = createSignal(location.hash);
  const follow = () => setHash(location.hash);
  onMount(() => window.addEventListener('hashchange', follow));
  onCleanup(() => window.removeEventListener('hashchange', follow));
  const [read] = createResource(hash, async (text) => ({ saved: await readRunLink(text) }));

  return (
    <main class="run-page" id="page" tabindex="-1">
      <Show when={read()}>
        {(now) => (
          <Show when={now().saved} keyed fallback={<NoExport />}>
            {(saved) => <OneExport saved={saved} exports={props.exports} />}
          </Show>
        )}
      </Show>
    </main>
  );
}

function NoExport() {
  return (
    <>
      <h1>{words().pageNothing}</h1>
      <p>{words().pageNothingHelp}</p>
      <a class="button" href={hrefOf('/')}>
        {words().toSearch}
      </a>
    </>
  );
}

function OneExport(props: { saved: SavedExport; exports: ExportList }) {
  const [told, setTold] = createSignal('');
  const attempt = async (work: () => Promise<string>, fault: string) => setTold(await work().catch(() => fault));

  const run = () =>
    attempt(async () => {
      const asked = toNewExport(props.saved, Date.now());
      return (await props.exports.start(asked, placeOf(props.saved))) ? words().started : '';
    }, t().exports.notStarted);
  const keep = () =>
    attempt(async () => {
      await saveExports([props.saved], Date.now());
      return words().kept;
    }, words().unkept);

  return (
    <>
      <h1>{props.saved.title}</h1>
      <p class="sub">{words().pageAbout}</p>
      <SavedSummary saved={props.saved} />
      <div class="run-actions">
        <button type="button" class="button primary" onClick={() => void run()}>
          <Icon name="save" />
          {words().start}
        </button>
        <button type="button" class="button" onClick={() => void keep()}>
          {words().keep}
        </button>
      </div>
      <p role="status">{told()}</p>
    </>
  );
}
