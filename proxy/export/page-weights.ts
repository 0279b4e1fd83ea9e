import { SluiceError } from '../../shared/errors.ts';
import { Turns } from '../edges/turns.ts';
import { isGzip, watched } from '../opensearch/bytes.ts';
import type { Body, OpenSearchResponse } from '../opensearch/port.ts';
import { RowWeights } from '../search/row-weights.ts';

const MIB = 1024 * 1024;
/** Rows of unknown size that anybody may ask for at once: as many as the page begins with. */
const FIRST_ROWS = 10;
/** What is no more than this, as the rows before weighed, needs no turn of its own: four times what the page asks for. */
const LIGHT_BYTES = 8 * MIB;
/** More than this OpenSearch is not asked for at once, as it makes an answer whole, and several times, before it sends it. */
const MOST_BYTES = 42 * MIB;
/** Heavy pages that OpenSearch works on at once. */
const HEAVY_AT_ONCE = 2;
/** A hit of a page takes no less, whatever it holds: a page of fewer bytes has fewer rows than were asked for. */
const LEAST_HIT_BYTES = 60;

/** Asks OpenSearch for a page of so many rows. */
type Ask = (rows: number) => Promise<OpenSearchResponse>;
/** `of`: the export and the index. `rows`: as the client wants. `isLight`: all rows there are may be asked for at once. */
type Wanted = { of: string; rows: number; isLight: boolean; user: string; signal: AbortSignal };

/**
 * How many rows OpenSearch is asked for at once, by what rows of the same export and index weighed: thousands of large
 * ones, which any client could ask for, would end it.
 */
export class PageWeights {
  readonly #weights = new RowWeights();
  readonly #heavy = new Turns({ atOnce: HEAVY_AT_ONCE });

  /**
   * Runs `read` when it may be. Of rows that nobody has seen `first` asks for a few, as they are, to see what they weigh.
   * @throws too_large for more than OpenSearch is asked for at once, and what the two throw
   */
  async run(
    { of, rows, isLight, user, signal }: Wanted,
    first: Ask,
    read: () => Promise<OpenSearchResponse>,
  ): Promise<OpenSearchResponse> {
    const isMany = rows > FIRST_ROWS && !isLight;
    if (isMany && this.#weights.fit(of, rows, LIGHT_BYTES).guess) await this.#look(of, first);
    const fits = (bytes: number) => {
      const fit = this.#weights.fit(of, rows, bytes);
      // Where even then nothing is known, the first ten are all there are.
      return !isMany || fit.guess || fit.rows >= rows;
    };
    if (!fits(MOST_BYTES)) {
      throw new SluiceError('too_large', 'So many rows of this size are too much for one page. Ask for fewer.');
    }
    const response = fits(LIGHT_BYTES) ? await read() : await this.#heavy.run(user, signal, read);
    return { ...response, body: weighed(response.body, (bytes) => this.#note(of, { rows, bytes })) };
  }

  async #look(of: string, first: Ask): Promise<void> {
    try {
      const { body } = await first(FIRST_ROWS);
      let bytes = 0;
      for await (const piece of body) bytes += piece.length;
      this.#note(of, { rows: FIRST_ROWS, bytes });
    } catch (error) {
      // What became of an index that is gone the page itself tells.
      if (!(error instanceof SluiceError) || error.code !== 'index_not_found') throw error;
    }
  }

  #note(of: string, { rows, bytes }: { rows: number; bytes: number }): void {
    if (bytes >= rows * LEAST_HIT_BYTES) this.#weights.note(of, bytes, rows);
  }
}

/** The same body, that tells how many bytes it is when inflated: gzip writes that at its end (RFC 1952). */
function weighed(body: Body, tell: (bytes: number) => void): Body {
  let bytes = 0;
  let gzip = false;
  let begin = 0;
  let end = 0;
  const saw = (piece: Uint8Array) => {
    if (bytes === 0) begin = piece[0] ?? 0;
    if (bytes < 2 && bytes + piece.length >= 2) gzip = isGzip(Uint8Array.of(begin, piece[1 - bytes] ?? 0));
    bytes += piece.length;
    for (let i = Math.max(0, piece.length - 4); i < piece.length; i++) end = (end >>> 8) | ((piece[i] ?? 0) << 24);
  };
  return watched(body, saw, () => tell(gzip && bytes >= 4 ? end >>> 0 : bytes));
}
