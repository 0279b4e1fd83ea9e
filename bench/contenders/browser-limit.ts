import { rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pageOf } from '../browser/app.ts';
import type { Chromium } from '../browser/chromium.ts';
import type { DevTools } from '../browser/devtools.ts';
import { followDownload } from '../measure/download.ts';
import type { Contender } from './contender.ts';

export type PlainServer = { url: string; close(): void };

const PIECE = Buffer.alloc(256 * 1024, `${'x'.repeat(127)}\n`);

/** Sends as many bytes as `/?bytes=` says, as fast as they are taken. */
export async function startPlainServer(): Promise<PlainServer> {
  const server = createServer((request, response) => {
    const asked = new URL(request.url ?? '/', 'http://localhost').searchParams;
    let left = Number(asked.get('bytes') ?? 0);
    response.writeHead(200, {
      'content-type': asked.has('bytes') ? 'application/octet-stream' : 'text/html',
      'content-length': left,
      ...(asked.has('file') ? { 'content-disposition': 'attachment; filename="plain.bin"' } : {}),
    });
    const send = () => {
      while (left > 0) {
        const piece = PIECE.subarray(0, Math.min(left, PIECE.length));
        left -= piece.length;
        if (!response.write(piece)) return;
      }
      response.end();
    };
    response.on('drain', send);
    send();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/`, close: () => server.close() };
}

type Options = { chromium: Chromium; tools: DevTools; server: PlainServer; bytesOf(set: string): number };

/** The same bytes by `fetch` in a page, thrown away: nothing that a page receives can come faster. */
export function plainFetch({ chromium, server, bytesOf }: Options): Contender {
  return {
    name: 'Chromium, plain fetch of the CSV’s bytes',
    async run(set, rows, measured) {
      const bytes = bytesOf(set.name);
      measured.begin();
      const ms = await chromium.withBrowser(async (browser) => {
        const page = pageOf(browser);
        await page.goto(server.url);
        return page.evaluate(fetchAll, bytes);
      });
      measured.end();
      return { rows, bytes, ms };
    },
  };
}

/** The same bytes as an ordinary download. */
export function plainDownload({ chromium, tools, server, bytesOf }: Options): Contender {
  return {
    name: 'Chromium, plain download of the CSV’s bytes',
    async run(set, rows, measured) {
      const bytes = bytesOf(set.name);
      measured.begin();
      await chromium.withBrowser((browser) => pageOf(browser).goto(server.url));
      await tools.downloadInto(chromium.downloads);
      const began = Date.now();
      await tools.send('Page.navigate', { url: `${server.url}?bytes=${bytes}&file` });
      const { path, firstByteAt, wholeAt } = await followDownload(chromium.downloads);
      measured.end();
      await rm(path);
      return { rows, bytes, ms: wholeAt - began, firstByteMs: firstByteAt - began };
    },
  };
}

/** In the page. */
async function fetchAll(bytes: number): Promise<number> {
  const began = performance.now();
  const { body } = await fetch(`/?bytes=${bytes}`);
  const reader = body?.getReader();
  while (reader && !(await reader.read()).done) {}
  return performance.now() - began;
}
