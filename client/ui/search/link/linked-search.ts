import type { Filter } from '../../../../shared/filter.ts';
import type { WantedOrder } from '../address/sort.ts';

/** The parts in which a link of Discover keeps its state. */
export type StatePart = '_a' | '_g' | '_q';

/**
 * What a link holds and is not taken over, or what was assumed in its place. `name` is what the link or Dashboards calls it.
 */
export type Left =
  /** Nothing can be taken. */
  | { readonly why: 'no_link' | 'too_long' | 'short_link' }
  | { readonly why: 'other_app'; readonly name: string }
  /** The link holds a sign only of what the browser of its maker keeps. */
  | { readonly why: 'session_state'; readonly name: StatePart }
  | { readonly why: 'unreadable'; readonly name: StatePart }
  | { readonly why: 'saved_search'; readonly name: string }
  | { readonly why: 'language'; readonly name: string }
  | { readonly why: 'query' | 'filters' }
  | { readonly why: 'dataset'; readonly name: string }
  | { readonly why: 'data_source'; readonly name: string }
  | {
      readonly why: 'filter_disabled' | 'filter_scripted' | 'filter_combined' | 'filter_unknown';
      readonly name: string;
    }
  | { readonly why: 'sort'; readonly name: string }
  | { readonly why: 'no_time' }
  | { readonly why: 'time'; readonly name: string };

/** The index pattern that a link searches. */
export type LinkedPattern = {
  /** Under which Dashboards keeps it. */
  readonly id?: string;
  readonly title?: string;
  /** Its time field; `null`: it has none, and Discover leaves a time range alone. Undefined: the link does not tell. */
  readonly time?: string | null;
};

export type LinkedQuery =
  | { readonly language: 'lucene' | 'kuery'; readonly text: string }
  /** A clause of query DSL, as links of old have it. */
  | { readonly language: 'dsl'; readonly text: string };

/** The search that a link stands for, whatever shape the link has. */
export type LinkedSearch = {
  readonly pattern: LinkedPattern;
  readonly query: LinkedQuery;
  readonly filters: readonly Filter[];
  /** As the address takes them; empty: open. */
  readonly from: string;
  readonly to: string;
  /** Empty: all. */
  readonly columns: readonly string[];
  /** Undefined: the usual one. Empty: by relevance. */
  readonly order: WantedOrder | undefined;
  readonly left: readonly Left[];
};
