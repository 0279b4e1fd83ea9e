import ipaddr from 'ipaddr.js';

export type Address = ipaddr.IPv4 | ipaddr.IPv6;
/** An address, and how many of its first bits are the network's. */
export type Network = { base: Address; bits: number };

/** Bits of an IPv6 address that a provider hands out to one place: whoever has one address there has them all. */
const PLACE_PARTS = 4;

/**
 * An address as a runtime or a server writes it (`1.2.3.4`, `::1`, `[::1]:443`, `1.2.3.4:443`); undefined for anything
 * else. IPv4 that is written as IPv6 (`::ffff:1.2.3.4`) is IPv4, and the name of a network card (`%eth0`) goes.
 */
export function parseAddress(text: string): Address | undefined {
  const bare = /^\[([^\]]*)\](?::\d{1,5})?$/.exec(text)?.[1] ?? text.replace(/^([\d.]+):\d{1,5}$/, '$1');
  return parseBare(bare.replace(/%.*$/s, ''));
}

function parseBare(text: string): Address | undefined {
  const isAddress = text.includes(':') ? ipaddr.IPv6.isValid(text) : ipaddr.IPv4.isValidFourPartDecimal(text);
  return isAddress ? ipaddr.process(text) : undefined;
}

/** `10.0.0.0/8`, or an address alone; undefined for anything else. */
export function parseNetwork(text: string): Network | undefined {
  const [, address = '', width] = /^([^/]*)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const base = parseBare(address);
  if (!base) return undefined;
  // The width of IPv4 that is written as IPv6 counts from the front of the longer form.
  const more = base.kind() === 'ipv4' && address.includes(':') ? 96 : 0;
  const most = base.kind() === 'ipv4' ? 32 : 128;
  const bits = width === undefined ? most : Number(width) - more;
  return bits >= 0 && bits <= most ? { base, bits } : undefined;
}

export function isIn(address: Address, networks: readonly Network[]): boolean {
  return networks.some(({ base, bits }) => base.kind() === address.kind() && address.match(base, bits));
}

export function isLoopback(address: Address): boolean {
  return address.range() === 'loopback';
}

/** What counts as one where attempts are counted: an address of IPv4, 64 bits of IPv6. */
export function placeOf(address: Address): string {
  if (!('parts' in address)) return address.toString();
  const front = address.parts.slice(0, PLACE_PARTS);
  return `${new ipaddr.IPv6([...front, 0, 0, 0, 0]).toString()}/64`;
}
