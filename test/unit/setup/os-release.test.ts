import { expect, it } from 'vitest';
import { parseOsRelease } from '../../../src/setup/os-release.ts';

it('reads Debian', () => {
  const text = 'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nVERSION_CODENAME=bookworm\nID=debian\n';
  expect(parseOsRelease(text)).toEqual({
    id: 'debian',
    idLike: [],
    prettyName: 'Debian GNU/Linux 12 (bookworm)',
    codename: 'bookworm',
    isDebian: true,
  });
});

it('reads Ubuntu', () => {
  const text =
    "PRETTY_NAME='Ubuntu 24.04.1 LTS'\nID=ubuntu\nID_LIKE=debian\nUBUNTU_CODENAME=noble\nVERSION_CODENAME=noble\n";
  const release = parseOsRelease(text);
  expect(release).toMatchObject({ id: 'ubuntu', idLike: ['debian'], codename: 'noble', isDebian: false });
});

it('takes the codename of the base from a derivative', () => {
  const mint = 'ID=linuxmint\nID_LIKE="ubuntu debian"\nVERSION_CODENAME=wilma\nUBUNTU_CODENAME=noble\n';
  expect(parseOsRelease(mint)).toMatchObject({ codename: 'noble', isDebian: false });
  const lmde = 'ID=linuxmint\nID_LIKE=debian\nVERSION_CODENAME=faye\nDEBIAN_CODENAME=bookworm\n';
  expect(parseOsRelease(lmde)).toMatchObject({ codename: 'bookworm', isDebian: true });
});

it('reads a release without a codename, comments and escapes', () => {
  const text = '# comment\nID=fedora\nPRETTY_NAME="Fedora \\"42\\""\n\nnot a line\n';
  expect(parseOsRelease(text)).toMatchObject({
    id: 'fedora',
    prettyName: 'Fedora "42"',
    codename: '',
    isDebian: false,
  });
});
