import { expect, test } from 'vitest';
import { isIn, parseAddress, parseNetwork, placeOf } from './address.ts';

test.each([
  ['1.2.3.4', '1.2.3.4'],
  ['1.2.3.4:5678', '1.2.3.4'],
  ['::1', '::1'],
  ['[2001:db8::1]:443', '2001:db8::1'],
  ['[2001:db8::1]', '2001:db8::1'],
  ['2001:DB8:0:0::1', '2001:db8::1'],
  ['::ffff:10.0.0.1', '10.0.0.1'],
  ['::ffff:a00:1', '10.0.0.1'],
  ['fe80::1%eth0', 'fe80::1'],
])('%s is the address %s', (text, address) => {
  expect(parseAddress(text)?.toString()).toBe(address);
});

test.each([
  '',
  'localhost',
  'unknown',
  '_hidden',
  '1.2.3',
  '1',
  '0x7f.1',
  '010.0.0.1',
  '1.2.3.4.5',
  '1.2.3.256',
  '1.2.3.4\n5',
  '1.2.3.4 ',
  '1.2.3.4/8',
  '[1.2.3.4',
  '::1::',
  ':::',
  '2001:db8::1:443:x',
  `fe80::${'1'.repeat(5000)}`,
  'x'.repeat(5000),
])('%j is none', (text) => {
  expect(parseAddress(text)).toBeUndefined();
});

test.each([
  ['10.0.0.0/8', '10.255.0.1', true],
  ['10.0.0.0/8', '11.0.0.1', false],
  ['10.0.0.7', '10.0.0.7', true],
  ['10.0.0.7', '10.0.0.8', false],
  ['10.0.0.0/8', '::ffff:10.1.1.1', true],
  ['::ffff:10.0.0.0/104', '10.1.1.1', true],
  ['::1', '::1', true],
  ['::1', '127.0.0.1', false],
  ['fd00::/8', 'fd12::1', true],
  ['fd00::/8', 'fe00::1', false],
  ['0.0.0.0/0', '8.8.8.8', true],
  ['0.0.0.0/0', '::1', false],
])('%s holds %s: %s', (network, address, expected) => {
  const [a, n] = [parseAddress(address), parseNetwork(network)];
  expect(a && n && isIn(a, [n])).toBe(expected);
});

test.each([
  '1',
  '0',
  '',
  '10.0.0.0/33',
  '10.0.0.0/',
  '10.0.0.0/-1',
  '10.0.0.0/8/8',
  '::/129',
  '::ffff:10.0.0.0/8',
  'loopback',
  '10.0.0.1:80',
])('%j is no network', (text) => {
  expect(parseNetwork(text)).toBeUndefined();
});

test('an address of IPv4 counts as one, 64 bits of IPv6 do', () => {
  const place = (text: string) => placeOf(parseAddress(text) ?? expect.unreachable());
  expect(place('1.2.3.4')).toBe('1.2.3.4');
  expect(place('::ffff:1.2.3.4')).toBe('1.2.3.4');
  expect(place('2001:db8:1:2:3:4:5:6')).toBe('2001:db8:1:2::/64');
  expect(place('2001:db8:1:2:ffff::')).toBe(place('2001:db8:1:2::1'));
  expect(place('2001:db8:1:3::1')).not.toBe(place('2001:db8:1:2::1'));
  expect(place('fe80::1%a')).toBe(place('fe80::2%b'));
});
