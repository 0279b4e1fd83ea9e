import { Route, Router } from '@solidjs/router';
import { type JSX, lazy } from 'solid-js';
import type { Session } from '../../shared/http.ts';
import type { ExportList } from './exports-dock/create-export-list.ts';
import type { SessionPort } from './lib/create-session.ts';
import { hrefOf } from './lib/href.ts';
import { Later } from './lib/later.tsx';
import { Frame } from './shell/frame.tsx';

type Props = { session: Session; port: SessionPort; exports: ExportList };

/** Charts and all: fetched when somebody looks. */
const MonitorPage = lazy(async () => ({ default: (await import('./monitor/monitor-page.tsx')).MonitorPage }));

/** Of a link that somebody was given. */
const RunPage = lazy(async () => ({ default: (await import('./saved/run-page.tsx')).RunPage }));

/** The pages behind the sign-in. The frame holds the search, so that it is as it was when one comes back to it. */
export function Workbench(props: Props) {
  const frame = (page: { children?: JSX.Element }) => <Frame {...props}>{page.children}</Frame>;
  const monitor = () => (
    <Later>
      <MonitorPage exports={props.exports} port={props.port} />
    </Later>
  );
  const run = () => (
    <Later>
      <RunPage exports={props.exports} />
    </Later>
  );
  return (
    <Router explicitLinks root={frame}>
      <Route path={hrefOf('/monitor')} component={monitor} />
      <Route path={hrefOf('/run')} component={run} />
      <Route path="*" component={() => null} />
    </Router>
  );
}
