import { describe, expect, it } from 'vitest';
import { makePickedFileSink } from './picked-file.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);
const noTurn = async () => {};

/** A file as File System Access writes it: what was written is there once the copy was closed, and not before. */
function makeFile(refuse: () => DOMException | undefined = () => undefined) {
  const file = { text: 'before', copies: 0 };
  const createWritable = async () => {
    let copy = '';
    file.copies += 1;
    return {
      async write(bytes: Uint8Array) {
        const error = refuse();
        if (error) throw error;
        copy += new TextDecoder().decode(bytes);
      },
      async close() {
        file.text = copy;
      },
      async abort() {},
    };
  };
  const handle = { createWritable, getFile: async () => ({ size: bytesOf(file.text).byteLength }) };
  return { file, handle: handle as unknown as FileSystemFileHandle };
}

/** Keeps as much as it has room for, and then no more. */
function makeKept(room = Number.POSITIVE_INFINITY) {
  let bytes = new Uint8Array(0);
  const kept = {
    keeps: true,
    isThere: true,
    get length() {
      return bytes.byteLength;
    },
    append(part: Uint8Array) {
      kept.keeps &&= bytes.byteLength + part.byteLength <= room;
      if (kept.keeps) bytes = new Uint8Array([...bytes, ...part]);
    },
    read: (from: number, max: number) => bytes.slice(from, from + max),
    async letGo() {
      kept.isThere = false;
    },
  };
  return kept;
}

/** As the export does it: a page's parts are all kept, and then all given. */
async function writePages(pages: readonly string[][], { sink, kept }: Writing): Promise<void> {
  for (const parts of pages) {
    for (const part of parts) kept?.append(bytesOf(part));
    for (const part of parts) await sink.write(bytesOf(part));
  }
}
type Writing = { sink: ReturnType<typeof makePickedFileSink>; kept?: ReturnType<typeof makeKept> };

const pages = [['aa', 'bbb'], ['c', 'ddd', 'e'], ['ff'], ['ggg', 'h']];
const whole = pages.flat().join('');

describe('a picked file', () => {
  it('is as it was until it is closed, and then holds all that was kept', async () => {
    const { file, handle } = makeFile();
    const kept = makeKept();
    const steps: number[][] = [];
    const sink = makePickedFileSink({ handle, kept, copied: (...step) => steps.push(step) });
    await writePages(pages, { sink, kept });
    expect(file).toEqual({ text: 'before', copies: 0 });
    await sink.close(noTurn);
    expect(file.text).toBe(whole);
    expect(steps.at(-1)).toEqual([whole.length, whole.length]);
  });

  it('takes over what was kept at whatever byte the room ends, and lets go of it', async () => {
    for (let room = 0; room < whole.length; room++) {
      const { file, handle } = makeFile();
      const kept = makeKept(room);
      const sink = makePickedFileSink({ handle, kept, copied: () => {} });
      await writePages(pages, { sink, kept });
      expect(kept.isThere).toBe(false);
      await sink.close(noTurn);
      expect(file, `room for ${room}`).toEqual({ text: whole, copies: 1 });
    }
  });

  it('takes over, too, what an earlier run has kept', async () => {
    for (let room = 5; room < whole.length; room++) {
      const { file, handle } = makeFile();
      const kept = makeKept(room);
      kept.append(bytesOf(whole.slice(0, 5)));
      const sink = makePickedFileSink({ handle, kept, copied: () => {} });
      sink.startAt?.(5);
      await writePages(pages.slice(1), { sink, kept });
      await sink.close(noTurn);
      expect(file.text, `room for ${room}`).toBe(whole);
    }
  });

  it('is written straight where nothing can be kept', async () => {
    const { file, handle } = makeFile();
    const sink = makePickedFileSink({ handle, kept: undefined, copied: () => {} });
    await writePages(pages, { sink });
    expect(file.text).toBe('before');
    await sink.close(noTurn);
    expect(file.text).toBe(whole);
  });

  it('that cannot be written is as it was, says why, and can be written later', async () => {
    let error: DOMException | undefined = new DOMException('full', 'QuotaExceededError');
    const { file, handle } = makeFile(() => error);
    const kept = makeKept();
    const sink = makePickedFileSink({ handle, kept, copied: () => {} });
    await writePages(pages, { sink, kept });
    await expect(sink.close(noTurn)).rejects.toMatchObject({ code: 'disk_full' });
    error = new DOMException('locked', 'NoModificationAllowedError');
    await expect(sink.close(noTurn)).rejects.toMatchObject({ code: 'file_unwritable' });
    expect(file.text).toBe('before');
    error = undefined;
    await sink.close(noTurn);
    expect(file.text).toBe(whole);
  });

  it('is as it was when the last step is stopped, or what was kept is not all', async () => {
    const { file, handle } = makeFile();
    const kept = makeKept();
    const sink = makePickedFileSink({ handle, kept, copied: () => {} });
    await writePages(pages, { sink, kept });
    const stop = new Error('stopped');
    await expect(sink.close(() => Promise.reject(stop))).rejects.toMatchObject({ cause: stop });
    await sink.write(bytesOf('not kept'));
    await expect(sink.close(noTurn)).rejects.toMatchObject({ code: 'internal' });
    expect(file.text).toBe('before');
  });
});
