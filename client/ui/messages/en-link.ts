import type { Left } from '../search/link/linked-search.ts';

/** Links of Dashboards: what came of one, and the way back. */
export const enLink = {
  label: 'From the link',
  reading: 'Reading the link…',
  whole: 'The search of the link, all of it.',
  partly: 'The search of the link, but for:',
  nothing: 'Nothing of this link can be searched:',
  dismiss: 'Dismiss',
  askTitle: 'Which index is it?',
  ask: (id: string) =>
    `The link names an index pattern by its id only (${id}), and what is behind it cannot be read with your account. This browser remembers what you choose.`,
  askNone: 'The link names no index pattern: Discover would take the one that is set there.',
  askIndex: 'Index or pattern',
  search: 'Search',
  cancel: 'Cancel',
  dashboards: 'Open in Dashboards',
  why: {
    no_link: () => 'This is not a link of Discover.',
    too_long: () => 'The link is longer than browsers take.',
    short_link: () =>
      'A short link: what it leads to is kept in Dashboards. Open it there, and copy the address that it comes to.',
    other_app: (name: string) => `It opens “${name}”, not a search of Discover.`,
    session_state: (name: string) =>
      `“${name}” is kept in the browser of whoever made the link. Ask for a link by Share in Dashboards.`,
    unreadable: (name: string) => `“${name}” of the link cannot be read: a part of it may be missing.`,
    saved_search: (name: string) =>
      `The saved search “${name}” is kept in Dashboards: only what the link itself says was taken.`,
    language: (name: string) => `The query is in ${name}, which is not asked here: these are all rows without it.`,
    query: () => 'The query cannot be read: these are all rows without it.',
    dataset: (name: string) => `The dataset is of the kind “${name}”, which is no index here.`,
    data_source: (name: string) => `It searches another cluster, “${name}”: these are rows of this one.`,
    filters: () => 'Its filters cannot be read, or are too many: these are all rows without them.',
    filter_disabled: (name: string) => `The filter “${name}” is switched off there.`,
    filter_scripted: (name: string) =>
      `The filter “${name}” is on a scripted field, for which rows cannot be searched.`,
    filter_combined: (name: string) => `The filter “${name}” is made of several, in a way that only Kibana knows.`,
    filter_unknown: (name: string) => `The filter “${name}” is of a kind that is not known here.`,
    sort: (name: string) => `The order by “${name}”: rows are sorted by four fields at most.`,
    no_time: () =>
      'The link names no time range: Discover would take the one that is set there. These are rows of any time.',
    time: (name: string) => `The time ${name} cannot be read.`,
  } satisfies Record<Left['why'], (name: string) => string>,
};
