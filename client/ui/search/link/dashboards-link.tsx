import { Icon } from '../../lib/icon.tsx';
import type { SearchPort } from '../state/create-search.ts';
import { defaultTimeField } from '../time/times.ts';
import { toDashboards } from './to-dashboards.ts';
import { words } from './words.ts';

/** Where Dashboards is, and the version of OpenSearch that it goes with. */
export type Dashboards = { readonly url: string; readonly version: string };

/** The way back: the same search in Discover, in a tab of its own. */
export function DashboardsLink(props: { search: SearchPort; dashboards: Dashboards }) {
  const href = () => {
    const address = props.search.address();
    const time = address.time || defaultTimeField(props.search.fields());
    return toDashboards(address, time, { ...props.dashboards, offset: -new Date().getTimezoneOffset() });
  };
  return (
    <a class="button ghost dashboards-link" href={href()} target="_blank" rel="noopener" title={words().dashboards}>
      <Icon name="out" />
      <span>{words().dashboards}</span>
    </a>
  );
}
