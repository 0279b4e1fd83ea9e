import { once } from 'node:events';
import { text } from 'node:stream/consumers';

type Terminal = NodeJS.ReadableStream & { isTTY?: boolean; setRawMode?(raw: boolean): unknown };

const ENTER = /[\r\n]/;
const CTRL_C = '\u0003';
const ERASE = /^[\b\u007f]$/;

/**
 * A password, typed twice at a terminal, which shows nothing of it; or the first line of what is no terminal.
 * @throws Error when there is none, or the two differ
 */
export async function readPassword(input: Terminal, output: NodeJS.WritableStream): Promise<string> {
  const password = input.isTTY ? await twice(input, output) : ((await text(input)).split(/\r?\n/)[0] ?? '');
  if (password === '') throw new Error('A user needs a password.');
  return password;
}

async function twice(input: Terminal, output: NodeJS.WritableStream): Promise<string> {
  const first = await readHidden(input, output, 'Password: ');
  if (first === (await readHidden(input, output, 'Once more: '))) return first;
  throw new Error('The two passwords differ.');
}

/** In raw mode the terminal echoes nothing, and neither do we. */
async function readHidden(input: Terminal, output: NodeJS.WritableStream, prompt: string): Promise<string> {
  output.write(prompt);
  input.setRawMode?.(true);
  input.setEncoding('utf8');
  input.resume();
  const typed: string[] = [];
  try {
    for (;;) {
      const [chunk] = await once(input, 'data');
      for (const key of String(chunk)) {
        if (ENTER.test(key)) return typed.join('');
        if (key === CTRL_C) throw new Error('Broken off.');
        if (ERASE.test(key)) typed.pop();
        else typed.push(key);
      }
    }
  } finally {
    input.setRawMode?.(false);
    input.pause();
    output.write('\n');
  }
}
