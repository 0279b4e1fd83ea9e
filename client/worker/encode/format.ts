import type { ScannerOptions, Scanners } from '../scan/scanners.ts';
import type { MakeEncoder } from './encoder.ts';

/** How rows become a file: what makes them of pages, and what makes the file of them. */
export type Format = Scanners & { readonly makeEncoder: MakeEncoder };

/** A format, for what was asked for in it. One of these serves one export. */
export type MakeFormat<Asked> = (asked: Asked, options: ScannerOptions) => Format;
