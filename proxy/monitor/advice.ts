/** Where OpenSearch is thought to be. */
export type Where = { url: string; hasCa: boolean };

type Words = (at: string, where: Where) => string;

const unsigned: Words = (at, { hasCa }) =>
  hasCa
    ? `OPENSEARCH_CA is not the authority that signed the certificate of ${at}. Set it to the PEM file of the one that did.`
    : `The certificate of ${at} is not of an authority that Sluice knows. Set OPENSEARCH_CA to the PEM file of the one that signed it.`;
const outdated: Words = (at) =>
  `The certificate of ${at} is not valid today. Have it renewed, or set this machine's clock.`;
const noWay: Words = (at) =>
  `Nothing answers at ${at}. Check OPENSEARCH_URL, and whether a firewall lets this machine through.`;
const unknownName: Words = (at) => `The name of ${at} is not known here. Check OPENSEARCH_URL, and this machine's DNS.`;
const cutOff: Words = (at, { url }) =>
  url.startsWith('http:')
    ? `${at} ends connections without TLS. Set OPENSEARCH_URL to https://…, if it speaks that.`
    : `${at} ends the connection. Check OPENSEARCH_URL, and what stands before OpenSearch.`;
const notTls: Words = (at) =>
  `${at} does not speak TLS. Set OPENSEARCH_URL to http://…, or to the port where it speaks https.`;

/** By the code that Node gives an error, and those that other runtimes share with it. */
const WORDS: Readonly<Record<string, Words>> = {
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: unsigned,
  UNABLE_TO_GET_ISSUER_CERT: unsigned,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: unsigned,
  SELF_SIGNED_CERT_IN_CHAIN: unsigned,
  DEPTH_ZERO_SELF_SIGNED_CERT: unsigned,
  CERT_SIGNATURE_FAILURE: unsigned,
  CERT_HAS_EXPIRED: outdated,
  CERT_NOT_YET_VALID: outdated,
  ERR_TLS_CERT_ALTNAME_INVALID: (at) =>
    `The certificate of ${at} is for other names. Set OPENSEARCH_URL to a name that stands in it.`,
  ECONNREFUSED: (at) =>
    `Nothing listens at ${at}. Check the host and port in OPENSEARCH_URL (in a container, localhost is the container), and whether OpenSearch runs.`,
  ENOTFOUND: unknownName,
  EAI_AGAIN: unknownName,
  EHOSTUNREACH: noWay,
  ENETUNREACH: noWay,
  ETIMEDOUT: noWay,
  ECONNRESET: cutOff,
  EPIPE: cutOff,
  EPROTO: notTls,
  ERR_SSL_WRONG_VERSION_NUMBER: notTls,
  ERR_SSL_PACKET_LENGTH_TOO_LONG: notTls,
};

/** What an operator may do where OpenSearch gives no answer. `code`: of the error when its address was asked, where the runtime tells. */
export function adviceFor(code: string | undefined, where: Where): string {
  const at = new URL(where.url).host;
  const words = code === undefined ? undefined : WORDS[code];
  if (words) return words(at, where);
  if (code?.startsWith('HPE_')) return `${at} speaks no HTTP there. Check the scheme and port in OPENSEARCH_URL.`;
  return `OpenSearch at ${at} gives no answer. Check OPENSEARCH_URL and OPENSEARCH_CA, and whether it runs.`;
}
