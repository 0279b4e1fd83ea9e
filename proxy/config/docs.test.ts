/// <reference types="vite/client" />
import { describe, expect, it } from 'vitest';
import page from '../../README.md?raw';
import { parseConfig } from './config.ts';
import source from './config.ts?raw';

/** The README's table of settings: name and default; a default in words is not compared. */
const rows = Array.from(page.matchAll(/^\| `([A-Z_]+)` \| (?:`(.*?)` |[^|]*)\| .+ \|$/gm), ([, name = '', value]) => ({
  name,
  value,
}));
const OPENSEARCH = { OPENSEARCH_URL: 'http://localhost:9200' };

describe('the README', () => {
  it('tells of each setting, and of no other', () => {
    const settings = Array.from(source.matchAll(/^ {2}([A-Z_]+): v\.optional\(/gm), ([, name]) => name);
    expect(settings.length).toBeGreaterThan(15);
    expect(rows.map(({ name }) => name).sort()).toEqual(settings.sort());
  });

  it('tells the defaults', () => {
    const defaults = rows.flatMap(({ name, value }) =>
      value === undefined || name === 'WS_PORT' ? [] : [[name, value]],
    );
    expect(defaults.length).toBeGreaterThan(9);
    expect(parseConfig({ ...Object.fromEntries(defaults), ...OPENSEARCH })).toEqual(parseConfig(OPENSEARCH));
  });
});
