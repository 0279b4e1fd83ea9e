import { type Accessor, createMemo, createSignal } from 'solid-js';
import type { Field } from '../../../shared/http.ts';
import type { ParquetColumn, ParquetType, TypedFormat, XlsxColumn, XlsxType } from '../../../shared/request.ts';
import { type ColumnType, columnType, parquetColumn, xlsxColumn, xlsxType } from './column-types.ts';
import type { Sample } from './sample.ts';

export type TypedKind = TypedFormat['kind'];
type Chosen = { readonly type: ParquetType | XlsxType; readonly list: boolean };
type Changes = ReadonlyMap<string, Chosen>;

type Options = {
  fields: readonly Field[];
  sample: Accessor<Sample | undefined>;
  /** Those of the file. */
  columns: Accessor<readonly string[]>;
  /** Those that are the hit's own. */
  ids: Accessor<ReadonlySet<string>>;
  /** Dates that cannot be read here. */
  unread: Accessor<ReadonlySet<string>>;
};

const NONE: Changes = new Map();

/** The types of the file's columns: by themselves, until somebody says otherwise, for as long as the dialog is open. */
export function createColumnTypes({ fields, sample, columns, ids, unread }: Options) {
  const byName = new Map(fields.map((field) => [field.name, field]));
  const [changes, setChanges] = createSignal<Record<TypedKind, Changes>>({ parquet: NONE, xlsx: NONE });
  const shapes = () => sample()?.shapes ?? new Map<string, never>();
  // A type costs little, but there may be thousands of columns, and each drawing asks for those in sight.
  const own = createMemo(() => {
    const found = new Map<string, ColumnType>();
    const given = { fields: byName, shapes: shapes(), ids: ids(), unread: unread() };
    return (name: string): ColumnType => {
      const type = found.get(name) ?? columnType(name, given);
      found.set(name, type);
      return type;
    };
  });

  function typeOf(kind: TypedKind, name: string): Chosen {
    const changed = changes()[kind].get(name);
    if (changed) return changed;
    const found = own()(name);
    return kind === 'parquet' ? found : { type: xlsxType(found), list: false };
  }

  function change(kind: TypedKind, changed: Changes): void {
    setChanges({ ...changes(), [kind]: changed });
  }

  return {
    columns,
    typeOf,
    isChanged: (kind: TypedKind) => changes()[kind].size > 0,
    set(kind: TypedKind, name: string, part: Partial<Chosen>): void {
      change(kind, new Map([...changes()[kind], [name, { ...typeOf(kind, name), ...part }]]));
    },
    /** Every column as text, or lists of text; what is JSON is text as it is. */
    allText(kind: TypedKind): void {
      const textOf = ({ type, list }: Chosen): Chosen => ({ type: type === 'json' ? type : 'text', list });
      change(kind, new Map(columns().map((name) => [name, textOf(typeOf(kind, name))])));
    },
    reset: (kind: TypedKind) => change(kind, NONE),
    parquet: (): ParquetColumn[] => columns().map((name) => parquetColumn(name, typeOf('parquet', name) as ColumnType)),
    xlsx: (): XlsxColumn[] =>
      columns().map((name) => xlsxColumn(name, typeOf('xlsx', name).type as XlsxType, shapes().get(name))),
  };
}

export type ColumnTypesPort = ReturnType<typeof createColumnTypes>;
