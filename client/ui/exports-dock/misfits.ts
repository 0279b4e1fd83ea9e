import type { ExportFormat } from '../../../shared/request.ts';
import type { Misfit, Verdict } from '../../../shared/verdict.ts';

type Values = { readonly values: readonly Misfit[]; readonly areLost: boolean };

/** What did not fit its column's type, or its cell, and whether it is nowhere in the file. */
export function misfitsOf(format: ExportFormat, verdict: Pick<Verdict, 'misfits'>): Record<Misfit['why'], Values> {
  const all = verdict.misfits ?? [];
  const hasRest = 'rest' in format && format.rest;
  return {
    type: { values: all.filter(({ why }) => why === 'type'), areLost: !hasRest },
    cut: { values: all.filter(({ why }) => why === 'cut'), areLost: true },
  };
}

/** Whether some values, or parts of them, are nowhere in the file. */
export function hasLost(format: ExportFormat, verdict: Pick<Verdict, 'misfits'>): boolean {
  return Object.values(misfitsOf(format, verdict)).some(({ values, areLost }) => areLost && values.length > 0);
}
