import * as Comlink from 'comlink';
import { SluiceError } from '../../shared/errors.ts';
import type { ExportWorkerApi, RunOptions } from '../worker/api.ts';
import type { ExportEvent } from '../worker/events.ts';

/** One export's worker, from the main thread's side. */
export interface ExportWorker {
  pause(): void;
  resume(): void;
  cancel(): void;
}

/** Starts a worker for one export and ends it when the export has ended. A worker that dies tells so as `failed`. */
export function startExportWorker(
  options: RunOptions,
  file: WritableStream<Uint8Array>,
  onEvent: (event: ExportEvent) => void,
): ExportWorker {
  const worker = new Worker(new URL('../worker/main.ts', import.meta.url), { type: 'module', name: 'export' });
  const api = Comlink.wrap<ExportWorkerApi>(worker);
  const end = () => {
    api[Comlink.releaseProxy]();
    worker.terminate();
  };
  const die = (cause: unknown) => {
    onEvent({
      type: 'failed',
      error: new SluiceError('worker_died', 'The export’s worker stopped.', { cause }).toBody(),
    });
    end();
  };
  worker.addEventListener('error', die, { once: true });
  api.run(options, Comlink.transfer(file, [file]), Comlink.proxy(onEvent)).then(end, die);
  return {
    pause: () => void api.pause(),
    resume: () => void api.resume(),
    cancel: () => void api.cancel(),
  };
}
