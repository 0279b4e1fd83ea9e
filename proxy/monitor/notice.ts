import type { Logger } from '../base/ports.ts';
import type { Config } from '../config/config.ts';
import { adviceFor } from './advice.ts';

/** The status that OpenSearch answered with; undefined where it gave no answer. */
export type Status = number | undefined;

/** Whether that is an OpenSearch that takes requests: any answer but "busy" or "unavailable". */
export function isReadyStatus(status: Status): boolean {
  return status !== undefined && status < 500 && status !== 429;
}

type Options = {
  config: Pick<Config, 'opensearch' | 'auth'>;
  logger: Logger;
  /** The code of what goes wrong when OpenSearch's address is asked; undefined where there is an answer. */
  connectFault?: (() => Promise<string | undefined>) | undefined;
};

/** Tells the operator when OpenSearch is found to be out of reach, or to refuse the service account: once, until it is well again. */
export function makeNotice({ config, logger, connectFault }: Options): (status: Status) => Promise<void> {
  const { url, account, caFile } = config.opensearch;
  const where = { url, hasCa: caFile !== undefined };
  // Where people sign in with accounts of their own, being asked for one is no fault.
  const isRefused = (status: Status) => status === 401 && (config.auth === 'local' || account !== undefined);
  let wasBad = false;

  async function say(status: Status): Promise<void> {
    if (isRefused(status)) return logger.warn({ status }, account === undefined ? NO_ACCOUNT : WRONG_ACCOUNT);
    if (status !== undefined) {
      return logger.warn({ status }, `OpenSearch is not ready: it answers with status ${status}.`);
    }
    const code = await connectFault?.();
    logger.warn({ fault: code }, `OpenSearch cannot be reached. ${adviceFor(code, where)}`);
  }

  return async (status) => {
    const isBad = !isReadyStatus(status) || isRefused(status);
    if (isBad === wasBad) return;
    wasBad = isBad;
    if (isBad) await say(status);
    else logger.info({}, 'OpenSearch answers again');
  };
}

const NO_ACCOUNT =
  'OpenSearch wants an account, and Sluice has none: set OPENSEARCH_USERNAME and OPENSEARCH_PASSWORD, or AUTH=opensearch, where people sign in with their own.';
const WRONG_ACCOUNT =
  'OpenSearch does not take the service account of this Sluice: check OPENSEARCH_USERNAME and OPENSEARCH_PASSWORD, or the AWS keys.';
