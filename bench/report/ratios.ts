import { type SetResults, type Summary, summaryOf } from '../results.ts';

/** `value` is how many times as fast the first is as the second; `aim` is what is wanted of it. */
export type Ratio = { name: string; value: number; aim?: number };

const SLUICE = 'Sluice, CSV';

/** One aim for all sets, or one for each that has one. */
type Aim = number | Readonly<Record<string, number>>;

const WANTED: readonly { name: string; of: string; to: string; aim?: Aim }[] = [
  { name: 'Sluice CSV ÷ raw drain, gzip', of: SLUICE, to: 'raw drain, gzip', aim: { flights: 0.6, articles: 0.6 } },
  { name: 'Sluice CSV ÷ raw drain, plain', of: SLUICE, to: 'raw drain, plain', aim: { flights: 0.6, documents: 0.35 } },
  {
    name: 'Sluice CSV ÷ opensearch-py',
    of: SLUICE,
    to: 'opensearch-py scan, CSV',
    aim: { flights: 3.2, documents: 5, articles: 4 },
  },
  { name: 'Sluice CSV ÷ elasticdump CSV', of: SLUICE, to: 'elasticdump, CSV', aim: 4 },
  { name: 'Sluice NDJSON ÷ elasticdump JSON lines', of: 'Sluice, NDJSON', to: 'elasticdump, JSON lines', aim: 3 },
  { name: 'Sluice CSV ÷ opensearch-js', of: SLUICE, to: 'opensearch-js scrollDocuments, CSV' },
  { name: 'Sluice CSV with a copy kept ÷ without', of: SLUICE, to: 'Sluice, CSV, no copy kept', aim: 0.85 },
  { name: 'Sluice CSV by two fields ÷ as read', of: 'Sluice, CSV, by two fields', to: SLUICE, aim: 0.6 },
  { name: 'Sluice CSV by time ÷ as read', of: 'Sluice, CSV, by time', to: SLUICE, aim: 0.8 },
  { name: 'Sluice CSV in gzip ÷ not', of: 'Sluice, CSV in gzip', to: SLUICE, aim: 0.5 },
  { name: 'Sluice NDJSON in gzip ÷ not', of: 'Sluice, NDJSON in gzip', to: 'Sluice, NDJSON', aim: 0.5 },
];

/** The ratios of which both sides were measured. */
export function ratiosOf(set: SetResults): Ratio[] {
  const byName = new Map<string, Summary>(set.contenders.map((contender) => [contender.name, summaryOf(contender)]));
  return WANTED.flatMap(({ name, of, to, aim: aims }) => {
    const above = byName.get(of)?.rowsPerSecond;
    const below = byName.get(to)?.rowsPerSecond;
    if (above === undefined || below === undefined) return [];
    const aim = typeof aims === 'object' ? aims[set.name] : aims;
    return [{ name, value: above / below, ...(aim === undefined ? {} : { aim }) }];
  });
}
