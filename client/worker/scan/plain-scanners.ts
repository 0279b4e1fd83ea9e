import { ByteBuffer } from '../../../shared/json/bytes.ts';
import { PlainHitCutter } from './hit-cutter.ts';
import { HitReader } from './hit-reader.ts';
import { InputBuffer } from './input-buffer.ts';
import { PageReader } from './page-reader.ts';
import { isKept, RowLog } from './row-log.ts';
import type { RowWriter } from './row-writer.ts';
import type { MakeScanner } from './scanner.ts';
import type { ScanLimits } from './scanners.ts';
import { SortLog } from './sort-log.ts';

const FIRST_BUFFER_BYTES = 512 * 1024;

/** Scanners in TypeScript that share their buffers, one page after another. */
export function plainScanners(writer: RowWriter, { maxRowBytes, sortValues }: ScanLimits): MakeScanner {
  const idle: { input: InputBuffer; out: ByteBuffer }[] = [];
  return (carry) => {
    const buffers = idle.pop() ?? {
      input: new InputBuffer(FIRST_BUFFER_BYTES),
      out: new ByteBuffer(FIRST_BUFFER_BYTES),
    };
    let released = false;
    const release = () => {
      if (released) return;
      released = true;
      if (!isKept(buffers.input.bytes.length) || !isKept(buffers.out.bytes.length)) return;
      buffers.input.clear();
      buffers.out.length = 0;
      idle.push(buffers);
    };
    const sorts = sortValues > 0 ? new SortLog(carry) : undefined;
    const log = new RowLog(buffers.out, { writer, carry, sorts });
    const reader = new HitReader(writer, { maxRowBytes, sortValues });
    const { input } = buffers;
    return new PageReader(new PlainHitCutter({ input, log, writer, reader, release }), maxRowBytes);
  };
}
