import { isIPv4, isIPv6 } from 'node:net';

/**
 * Blocks of IPv4 that are not public: the special-purpose registry of IANA (RFC 6890 and later) without the blocks it calls
 * globally reachable, multicast, and 168.63.129.16, behind which a cloud keeps its machines' settings.
 */
const SPECIAL_IPV4: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['168.63.129.16', 32],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
];

/**
 * Blocks within 2000::/3 that are not public, as their first two groups: protocol assignments (2001::/23, with Teredo and
 * ORCHID), documentation, 6to4 (which carries any IPv4 address inside), documentation again.
 */
const SPECIAL_IPV6: readonly (readonly [group0: number, group1: number, bits: number])[] = [
  [0x2001, 0x0000, 23],
  [0x2001, 0x0db8, 32],
  [0x2002, 0x0000, 16],
  [0x3fff, 0x0000, 20],
];

/** The leading `bits` of a number of 32 bits. */
const leading = (value: number, bits: number): number => Math.floor(value / 2 ** (32 - bits));

function ipv4Number(address: string): number {
  return address.split('.').reduce((value, part) => value * 256 + Number(part), 0);
}

/** First two groups of an IPv6 address as one number; what is shortened at its start is zero. */
function ipv6Start(address: string): number {
  const [head = ''] = address.split('::');
  const [group0 = '0', group1 = '0'] = head === '' ? [] : head.split(':');
  return Number.parseInt(group0, 16) * 2 ** 16 + Number.parseInt(group1, 16);
}

/**
 * Whether an address belongs to the public internet: not to this machine, its link, a private network, a transition
 * mechanism that can lead there, or a block reserved for something else. Whatever is not an address is not public.
 * @param address as `node:net` gives it, without brackets; one with a zone is of a link and not public
 */
export function isPublicAddress(address: string): boolean {
  if (isIPv4(address)) {
    const value = ipv4Number(address);
    return !SPECIAL_IPV4.some(([block, bits]) => leading(value, bits) === leading(ipv4Number(block), bits));
  }
  if (!isIPv6(address) || address.includes('%')) return false;
  const start = ipv6Start(address);
  // All global unicast is within 2000::/3. Outside lie loopback, mapped IPv4, NAT64, unique local, link-local, multicast.
  if (leading(start, 3) !== 0b001) return false;
  return !SPECIAL_IPV6.some(([group0, group1, bits]) => {
    return leading(start, bits) === leading(group0 * 2 ** 16 + group1, bits);
  });
}
