import type { CsvFormat } from '../../../../shared/request.ts';
import { plainScanners } from '../plain-scanners.ts';
import type { MakeScanner } from '../scanner.ts';
import { type DateReaders, limitsOf, type ScannerOptions, type Scanners } from '../scanners.ts';
import { wasmScanners } from '../simd/wasm-scanners.ts';
import type { Columns } from './column-rows.ts';
import { CsvRowWriter } from './csv-rows.ts';
import { isUsual, type MomentColumn } from './moment-cells.ts';
import { RawRowWriter } from './raw-rows.ts';

/** Rows as lines of cells. */
export function cellScanners(format: CsvFormat, options: ScannerOptions): Scanners {
  return {
    makeScanner: scannersWith(format, options),
    ...(format.dates ? { scannerWith: (readers) => scannersWith(format, options, readers) } : {}),
  };
}

function scannersWith(format: CsvFormat, options: ScannerOptions, readers?: DateReaders): MakeScanner {
  const limits = limitsOf(options);
  const writer = new CsvRowWriter(format, readers);
  const asStored = !format.guard && format.join === undefined && format.dates === undefined;
  const isCommon = asStored && new Set(format.columns).size === format.columns.length;
  const parts = {
    kind: 'csv',
    writer,
    limits,
    tree: writer.tree,
    delimiter: format.delimiter.charCodeAt(0),
    rest: format.rest,
    idColumns: writer.idColumns,
  } as const;
  const fast = isCommon && options.engine !== 'plain' ? wasmScanners(parts) : undefined;
  return fast ?? plainScanners(writer, limits);
}

/** Rows as raw cells (`raw-cells.ts`). `dates`: the columns that hold dates. */
export function rawCellScanners(columns: Columns, dates: readonly MomentColumn[], options: ScannerOptions): Scanners {
  const limits = limitsOf(options);
  const asStored = rawScanner(columns, options);
  if (dates.length === 0) return { makeScanner: asStored };
  const scannerWith = (readers: DateReaders) =>
    dates.every((column) => isUsual(column, readers))
      ? asStored
      : plainScanners(new RawRowWriter(columns, { columns: dates, readers }), limits);
  return { makeScanner: scannerWith(new Map()), scannerWith };
}

function rawScanner(columns: Columns, options: ScannerOptions): MakeScanner {
  const limits = limitsOf(options);
  const writer = new RawRowWriter(columns);
  const isCommon = new Set(columns.columns).size === columns.columns.length;
  const { tree, idColumns } = writer;
  const parts = { kind: 'cells', writer, limits, tree, delimiter: 0, rest: columns.rest, idColumns } as const;
  const fast = isCommon && options.engine !== 'plain' ? wasmScanners(parts) : undefined;
  return fast ?? plainScanners(writer, limits);
}
