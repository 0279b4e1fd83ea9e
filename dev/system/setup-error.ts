/** Something on this machine stops the set-up. The message is one line that says what is wrong and what to do. */
export class SetupError extends Error {
  override readonly name: string = 'SetupError';
}

/** A SetupError for a program that is not installed, in whose place another way may be open. */
export class MissingTool extends SetupError {}

/** Ends the process with status 1: a SetupError as its one line, anything else with its stack. */
export function failWith(error: unknown): never {
  console.error(error instanceof SetupError ? error.message : error);
  process.exit(1);
}
