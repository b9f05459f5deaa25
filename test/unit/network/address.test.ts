import { describe, expect, it } from 'vitest';
import { isPublicAddress, redactUrl, requireAllowed } from '../../../src/network/index.ts';
import { FORGED } from '../../support/forged-addresses.ts';

const WORKER = { allowPrivate: false, allowedHosts: [] };

describe('isPublicAddress', () => {
  // First and last address of each block of the registry, and what lies just outside of it.
  it.each([
    ['0.0.0.0', '0.255.255.255', '1.0.0.0'],
    ['10.0.0.0', '10.255.255.255', '11.0.0.0'],
    ['100.64.0.0', '100.127.255.255', '100.128.0.0'],
    ['127.0.0.0', '127.255.255.255', '128.0.0.0'],
    ['169.254.0.0', '169.254.255.255', '169.255.0.0'],
    ['172.16.0.0', '172.31.255.255', '172.32.0.0'],
    ['192.0.0.0', '192.0.0.255', '192.0.1.0'],
    ['192.0.2.0', '192.0.2.255', '192.0.3.0'],
    ['192.88.99.0', '192.88.99.255', '192.88.100.0'],
    ['192.168.0.0', '192.168.255.255', '192.169.0.0'],
    ['198.18.0.0', '198.19.255.255', '198.20.0.0'],
    ['198.51.100.0', '198.51.100.255', '198.51.101.0'],
    ['203.0.113.0', '203.0.113.255', '203.0.114.0'],
    ['168.63.129.16', '168.63.129.16', '168.63.129.17'],
    ['224.0.0.0', '255.255.255.255', '223.255.255.255'],
  ])('%s to %s, but not %s', (first, last, outside) => {
    expect([first, last, outside].map(isPublicAddress)).toEqual([false, false, true]);
  });

  it.each([
    '::',
    '::1',
    '::ffff:127.0.0.1',
    '::ffff:8.8.8.8',
    '::ffff:7f00:1',
    '::127.0.0.1',
    '::7f00:1',
    '64:ff9b::10.0.0.1',
    '64:ff9b:1::1',
    '100::1',
    '2001::1',
    '2001:0:4136:e378:8000:63bf:3fff:fdd2',
    '2001:1ff:ffff::1',
    '2001:db8::1',
    '2002:7f00:1::1',
    '2002:808:808::1',
    '3fff:fff::1',
    '5f00::1',
    'fc00::1',
    'fd00:ec2::254',
    'fe80::1',
    'fe80::1%eth0',
    '2606:4700::1%eth0',
    'febf::1',
    'fec0::1',
    'ff02::1',
    'FE80::1',
    'localhost',
    '127.1',
    '',
  ])('not %s', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  it.each(['2001:4860:4860::8888', '2001:200::1', '2606:4700:4700::1111', '2a00:1450::1', '3ffe::1', '2003::1'])(
    'but %s',
    (address) => {
      expect(isPublicAddress(address)).toBe(true);
    },
  );
});

describe('requireAllowed', () => {
  it.each(FORGED)('refuses %s in a worker', (url) => {
    expect(() => requireAllowed(WORKER, url)).toThrow(expect.objectContaining({ code: 'ADDRESS_REFUSED' }));
  });

  it.each([
    'https://example.org/a',
    'http://example.org/',
    'http://example.org:443/',
    'https://8.8.8.8/',
    'https://[2606:4700::1]/',
  ])('lets %s pass', (url) => {
    expect(requireAllowed(WORKER, url).href).toBe(new URL(url).href);
  });

  it('takes hosts, domains and ports of the list, and nothing else', () => {
    const policy = { allowPrivate: false, allowedHosts: ['Example.org', '*.asf.edu', 'minio.example.net:9000'] };
    const passes = (url: string): boolean => {
      try {
        return requireAllowed(policy, url) instanceof URL;
      } catch {
        return false;
      }
    };
    expect(passes('https://example.org/')).toBe(true);
    expect(passes('https://a.example.org/')).toBe(false);
    expect(passes('https://a.asf.edu/')).toBe(true);
    expect(passes('https://asf.edu/')).toBe(false);
    expect(passes('https://evilasf.edu/')).toBe(false);
    expect(passes('http://minio.example.net:9000/')).toBe(true);
    expect(passes('http://minio.example.net/')).toBe(false);
    expect(passes('https://example.org:9000/')).toBe(false);
  });

  it('does not take an address of this machine though it is on the list', () => {
    const policy = { allowPrivate: false, allowedHosts: ['127.0.0.1', '[::1]:8080'] };
    expect(() => requireAllowed(policy, 'http://127.0.0.1/')).toThrow(/not a public address/);
    expect(() => requireAllowed(policy, 'http://[::1]:8080/')).toThrow(/not a public address/);
  });

  it('lets any port and private address pass where that is allowed', () => {
    const policy = { allowPrivate: true, allowedHosts: [] };
    expect(requireAllowed(policy, 'http://127.0.0.1:9000/a').port).toBe('9000');
    expect(() => requireAllowed(policy, 'file:///etc/passwd')).toThrow(/scheme is file/);
  });

  it('shows no secret', () => {
    expect(() => requireAllowed(WORKER, 'http://user:secret@10.0.0.1/a?X-Amz-Signature=secret#secret')).toThrow(
      /^http:\/\/10\.0\.0\.1\/a is not connected to/,
    );
  });
});

describe('redactUrl', () => {
  it.each([
    ['https://user:pass@example.org/a/b?q=1#f', 'https://example.org/a/b'],
    ['https://user:p@ss@example.org/a@b', 'https://example.org/a@b'],
    ['https://example.org/a@b', 'https://example.org/a@b'],
    ['user:pass@example.org', 'example.org'],
    ['//u:p@h/x?y', '//h/x'],
    ['s3://key:secret@bucket/a?x', 's3://bucket/a'],
    ['https:\\\\u:p@h/a', 'https:\\\\h/a'],
  ])('%s', (url, shown) => {
    expect(redactUrl(url)).toBe(shown);
  });
});
