/** Errors of libraries can carry whole requests; no more than this of them is written down. */
export function errorForLog(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  return { type: error.name, message: error.message, stack: error.stack };
}
