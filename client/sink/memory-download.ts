import { saveBlob } from './save-blob.ts';
import type { Download } from './target.ts';

/**
 * A download that begins once its file is whole: the worker gathers the bytes in memory and gives them away at the end (`makeMemorySink`). For
 * browsers that write nothing to disk as it arrives.
 */
export function openMemoryDownload(fileName: string): Download {
  const { port1, port2 } = new MessageChannel();
  port2.onmessage = ({ data }: MessageEvent<{ file: Blob }>) => {
    saveBlob(data.file, fileName);
    port2.postMessage({ whole: true });
  };
  return { port: port1, inMemory: true, end: () => port2.close() };
}
