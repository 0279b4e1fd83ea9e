import * as Comlink from 'comlink';
import { SluiceError } from '../../shared/errors.ts';
import { makeStreamSink } from '../sink/stream-sink.ts';
import type { ExportWorkerApi, RunOptions } from './api.ts';
import type { ExportEvent } from './events.ts';
import { makeFormat } from './format/make-format.ts';
import { ExportRun } from './run/export-run.ts';
import { type Connection, connect, type MakeSocket } from './socket/connection.ts';
import { systemClock } from './util/clock.ts';

/** The worker's entry: one export, asked for over Comlink. */
let run: ExportRun | undefined;

const makeSocket: MakeSocket = (url) => new WebSocket(url);

const api: ExportWorkerApi = {
  async run(
    { request, socketUrl }: RunOptions,
    file: WritableStream<Uint8Array>,
    onEvent: (event: ExportEvent) => void,
  ) {
    run = new ExportRun(request, {
      connect: () => connectSignedIn(socketUrl),
      sink: makeStreamSink(file),
      format: await makeFormat(request.format),
      emit: onEvent,
      clock: systemClock,
      random: Math.random,
    });
    await run.run();
  },
  pause: () => run?.pause(),
  resume: () => run?.resume(),
  cancel: () => run?.cancel(),
};

/** A browser does not tell why a socket was refused, so a failed one asks whether the session still stands. */
async function connectSignedIn(socketUrl: string): Promise<Connection> {
  try {
    return await connect(socketUrl, makeSocket);
  } catch (error) {
    const session = await fetch('/api/session').catch(() => undefined);
    if (session?.status !== 401) throw error;
    throw new SluiceError('signed_out', 'Your session has ended. Sign in again, then go on.');
  }
}

Comlink.expose(api);
