import type { IncomingMessage } from 'node:http';
import type { Take } from '../opensearch/port.ts';

/**
 * Hands an answer's pieces to `take` as they come; where that gives a promise, no more is handed over until it settles.
 * @returns whether all were taken: false for an answer that broke off
 * @throws what `take` throws, and then the answer is destroyed
 */
export function takePieces(message: IncomingMessage, take: Take): Promise<boolean> {
  if (message.destroyed) return Promise.resolve(false);
  return new Promise((resolve, reject) => {
    let taking: Promise<void> | undefined;
    let ended = false;
    const fail = (error: unknown) => {
      reject(error);
      message.destroy();
    };
    const goOn = () => {
      taking = undefined;
      message.resume();
    };
    message.on('data', (piece: Buffer) => {
      // What was in its queue then still comes.
      if (message.destroyed) return;
      try {
        taking = take(piece);
        if (!taking) return;
        message.pause();
        taking.then(goOn, fail);
      } catch (error) {
        fail(error);
      }
    });
    message.once('end', () => {
      ended = true;
      if (taking) taking.then(() => resolve(true), fail);
      else resolve(true);
    });
    message.once('close', () => {
      if (!ended) resolve(false);
    });
  });
}
