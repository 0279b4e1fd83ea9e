import { type Accessor, createMemo, createSignal } from 'solid-js';
import type { Each } from '../../export/saved-exports.ts';
import type { NewExport } from '../exports-dock/create-export-list.ts';
import { postEachValue } from '../lib/api.ts';
import { facetFields, facetName } from '../search/facets/facet-fields.ts';
import { withNested } from '../search/fields/nested-fields.ts';
import { createAnswer } from '../search/state/create-answer.ts';
import type { Found } from '../search/state/create-search.ts';
import { exportsOf as exportsOfPlan, planOf, type SetPlan } from './set-plan.ts';

type Options = {
  found: Found;
  /** The name of a file with its ending, and that. */
  named: Accessor<{ fileName: string; ending: string }>;
};

/** Whether there is a file for each value of a field, and which these are. */
export function createSetChoice({ found, named }: Options) {
  const fields = facetFields(found.fields, Number.POSITIVE_INFINITY).shown;
  const [field, setField] = createSignal<string>();
  const [without, setWithout] = createSignal(true);
  const asked = () => {
    const name = field();
    return name === undefined ? undefined : withNested({ ...found.search, field: name }, found.fields, [name]);
  };
  const { answer, again } = createAnswer(asked, postEachValue);
  const counted = () => {
    const now = answer();
    return now.kind === 'ready' ? now.value : undefined;
  };
  const made = createMemo(() => {
    const values = counted();
    const name = field();
    if (!values || name === undefined) return undefined;
    return planOf(values, { field: name, fields: found.fields, without: without(), ...named() });
  });
  const plan = (): SetPlan | undefined => {
    const now = made();
    return typeof now === 'object' ? now : undefined;
  };

  /** What the field is called. */
  const label = () => {
    const name = field();
    return name === undefined ? undefined : facetName(name, found.fields);
  };
  /** The share of the search's rows that the largest file has. */
  const largestShare = () => {
    const { files, total } = plan() ?? {};
    return files && total ? Math.max(...files.map(({ rows }) => rows)) / total : 1;
  };

  /** All the exports, of one that says all but search and name. */
  const exportsOf = (recipe: Omit<NewExport, 'fileName'>): NewExport[] => {
    const now = plan();
    return now ? exportsOfPlan(now, recipe, label() ?? '') : [];
  };
  /** As it is saved: by which field, and not of which values. */
  const each = (): { each?: Each } => {
    const name = field();
    return name === undefined ? {} : { each: { field: name, without: without() } };
  };

  return {
    ...{ fields, field, label, largestShare, without, setWithout, answer, again, counted, plan, exportsOf, each },
    fault: () => {
      const now = made();
      return typeof now === 'string' ? now : undefined;
    },
    isChosen: () => field() !== undefined,
    choose(name: string | undefined): void {
      setField(name);
      // The picker has to be asked for within the click that starts.
      if (name !== undefined) void import('../several/start-set.ts').catch(() => undefined);
    },
  };
}

export type SetChoice = ReturnType<typeof createSetChoice>;
