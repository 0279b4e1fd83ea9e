import { expect, it } from 'vitest';
import { adviceFor } from './advice.ts';

const https = { url: 'https://search.example:9200/some/path', hasCa: false };
const http = { url: 'http://search.example:9200', hasCa: false };

it.each([
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', https, /^The certificate of search\.example:9200 .*Set OPENSEARCH_CA/],
  ['SELF_SIGNED_CERT_IN_CHAIN', { ...https, hasCa: true }, /^OPENSEARCH_CA is not the authority that signed/],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', https, /Set OPENSEARCH_CA/],
  ['ERR_TLS_CERT_ALTNAME_INVALID', https, /is for other names\. Set OPENSEARCH_URL/],
  ['CERT_HAS_EXPIRED', https, /renewed/],
  ['ECONNREFUSED', http, /Nothing listens at search\.example:9200\./],
  ['ENOTFOUND', http, /name of search\.example:9200 is not known/],
  ['ECONNRESET', http, /Set OPENSEARCH_URL to https:/],
  ['ECONNRESET', https, /ends the connection/],
  ['EPROTO', https, /does not speak TLS/],
  ['HPE_INVALID_CONSTANT', http, /speaks no HTTP/],
  ['UNKNOWN', https, /^OpenSearch at search\.example:9200 gives no answer/],
  [undefined, https, /OPENSEARCH_URL and OPENSEARCH_CA/],
])('%s tells the setting', (code, where, expected) => {
  expect(adviceFor(code, where)).toMatch(expected);
});
