// The parts' own styles come behind these, and may overrule them.
import './ui/css/tokens.css';
import './ui/css/base.css';
import './ui/css/controls.css';

import { render } from 'solid-js/web';
import { makeExports } from './export/exports.ts';
import { openDownload } from './sink/stream-saver.ts';
import { App } from './ui/app.tsx';
import { atOnce } from './ui/exports-dock/at-once.ts';
import { hrefOf } from './ui/lib/href.ts';
import { beginLanguage } from './ui/lib/i18n.ts';
import { watchStyles } from './ui/lib/missing.ts';
import { applyTheme } from './ui/lib/theme.ts';

async function begin(): Promise<void> {
  applyTheme();
  watchStyles();
  await beginLanguage();
  const socket = new URL(hrefOf('/api/socket'), location.href);
  socket.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:';
  const root = document.getElementById('root');
  const exports = makeExports({ socketUrl: socket.href, openDownload, limit: atOnce() });
  if (root) render(() => <App exports={exports} />, root);
}

// Not awaited here: what is fetched later would wait for this module to end.
void begin();
