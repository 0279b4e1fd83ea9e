import { createSignal, Match, Show, Switch } from 'solid-js';
import { SluiceError } from '../../../shared/errors.ts';
import type { SavedExport } from '../../export/saved-exports.ts';
import { setFaultText } from '../export-dialog/set-fault-text.ts';
import type { ExportList } from '../exports-dock/create-export-list.ts';
import { ErrorNote } from '../lib/error-note.tsx';
import { t } from '../lib/i18n.ts';
import { words as several } from '../several/words.ts';
import { NoSet, runSaved } from './run-saved.ts';

/** Running one saved export at a time: how that stands. */
export function createRun(exports: ExportList) {
  const [running, setRunning] = createSignal<SavedExport>();
  const [fault, setFault] = createSignal<{ cause: unknown }>();
  // A browser asks for a folder within the click alone, not once this has come.
  void import('../several/start-set.ts').catch(() => undefined);

  return {
    ...{ running, fault },
    /** Whether it has begun. */
    async run(saved: SavedExport): Promise<boolean> {
      if (running()) return false;
      setRunning(saved);
      setFault(undefined);
      try {
        return await runSaved(exports, saved, Date.now());
      } catch (cause) {
        setFault({ cause });
        return false;
      } finally {
        setRunning(undefined);
      }
    },
  };
}

/** That values are being counted, or why nothing has begun. */
export function RunState(props: { run: ReturnType<typeof createRun> }) {
  const cause = () => props.run.fault()?.cause;
  const as = <T,>(kind: new (...args: never[]) => T) => {
    const now = cause();
    return now instanceof kind ? now : undefined;
  };
  return (
    <>
      <p role="status">
        <Show when={props.run.running()?.request.each}>{several().counting}</Show>
      </p>
      <Switch>
        <Match when={as(NoSet)}>
          {(none) => (
            <p class="start-fault" role="alert">
              {setFaultText(none().fault)}
            </p>
          )}
        </Match>
        <Match when={as(SluiceError)}>{(error) => <ErrorNote error={error().toBody()} />}</Match>
        <Match when={props.run.fault()}>
          <p class="start-fault" role="alert">
            {t().exports.notStarted}
          </p>
        </Match>
      </Switch>
    </>
  );
}
