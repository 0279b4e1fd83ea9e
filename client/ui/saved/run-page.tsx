import { createResource, createSignal, onCleanup, onMount, Show } from 'solid-js';
import { addExports, type SavedExport } from '../../export/saved-exports.ts';
import type { ExportList } from '../exports-dock/create-export-list.ts';
import { hrefOf } from '../lib/href.ts';
import { Icon } from '../lib/icon.tsx';
import { createRun, RunState } from './create-run.tsx';
import { readRunLink } from './run-link.ts';
import { SavedSummary } from './summary.tsx';
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
  const running = createRun(props.exports);

  async function run(): Promise<void> {
    setTold('');
    if (await running.run(props.saved)) setTold(words().started);
  }

  async function keep(): Promise<void> {
    const added = await addExports([props.saved], Date.now()).catch(() => undefined);
    const [kept] = added ?? [];
    setTold(!added ? words().unkept : kept ? words().kept(kept.title) : words().keptBefore);
  }

  return (
    <>
      <h1>
        <bdi>{props.saved.title}</bdi>
      </h1>
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
      <RunState run={running} />
      <p role="status">{told()}</p>
    </>
  );
}
