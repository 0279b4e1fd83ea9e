import type { ZipWriter } from '../zip/zip-writer.ts';

/** Where the parts of an archive lie in it, for whoever takes them out as it is written: as the encoder knows it that was made last. */
export class PartPlaces {
  #zip: Pick<ZipWriter, 'placeOf'> | undefined;

  follow(zip: Pick<ZipWriter, 'placeOf'>): void {
    this.#zip = zip;
  }

  /** By its number, from 0: as `ZipWriter.placeOf`. */
  placeOf(part: number): ReturnType<ZipWriter['placeOf']> {
    return this.#zip?.placeOf(part);
  }
}
