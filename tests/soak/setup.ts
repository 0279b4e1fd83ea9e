import { ensureBuilt } from '../../dev/build/built.ts';
import { ensureChromium, ensureFirefox } from '../../dev/test/browser.ts';

export default async function setup(): Promise<void> {
  await ensureChromium();
  await ensureFirefox();
  await ensureBuilt('client', 'proxy');
}
