import { errors } from '@opensearch-project/opensearch';
import { SluiceError } from '../../shared/errors.ts';

/** A heap that earlier tests filled is free again within seconds; until then OpenSearch refuses what is asked (429). */
export async function onceFree<T>(ask: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await ask();
    } catch (error) {
      if (!isFull(error) || tries >= 30) throw error;
      await new Promise((resolve) => setTimeout(resolve, 1000));
    }
  }
}

/** As OpenSearch says it, or as the proxy passes it on. */
function isFull(error: unknown): boolean {
  if (error instanceof errors.ResponseError) return error.statusCode === 429;
  return error instanceof SluiceError && error.code === 'opensearch_busy';
}
