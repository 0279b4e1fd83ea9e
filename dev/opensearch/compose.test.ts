import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { OPENSEARCH } from './artifacts.ts';

it('the compose file brings the OpenSearch that the tests know', () => {
  const compose = readFileSync(new URL('../../deploy/compose.yaml', import.meta.url), 'utf8');
  expect(/opensearchproject\/opensearch:(\S+)/.exec(compose)?.[1]).toBe(OPENSEARCH.version);
});
