import { buffer } from 'node:stream/consumers';
import { crc32 } from 'node:zlib';
import yauzl from 'yauzl';

export type ZipFile = {
  name: string;
  bytes: Buffer;
  method: number;
  /** "Version needed" of the directory, and of the entry's own header. */
  versions: [number, number];
};

/** The files of an archive, in the order of its directory. @throws where it is not whole */
export async function zipFiles(archive: Uint8Array): Promise<ZipFile[]> {
  const whole = Buffer.from(archive.buffer, archive.byteOffset, archive.length);
  const zip = await yauzl.fromBufferPromise(whole, { lazyEntries: true, strictFileNames: true });
  const files: ZipFile[] = [];
  for await (const entry of zip.eachEntry()) {
    const bytes = await buffer(await zip.openReadStreamPromise(entry));
    if (crc32(bytes) !== entry.crc32) throw new Error(`${entry.fileName} has another checksum.`);
    const header = await zip.readLocalFileHeaderPromise(entry);
    if (!header.fileName.equals(entry.fileNameRaw)) throw new Error(`${entry.fileName} has two names.`);
    const descriptor = header.fileDataStart + entry.compressedSize;
    const told = [0, 4, 8, 12].map((at) => whole.readUInt32LE(descriptor + at));
    const wanted = [0x08074b50, entry.crc32, entry.compressedSize, entry.uncompressedSize];
    if (String(told) !== String(wanted)) throw new Error(`${entry.fileName} is told of otherwise behind its bytes.`);
    files.push({
      name: entry.fileName,
      bytes,
      method: entry.compressionMethod,
      versions: [entry.versionNeededToExtract, header.versionNeededToExtract],
    });
  }
  return files;
}
