import { describe, expect, it } from 'vitest';
import {
  type AptSource,
  formatDeb822Sources,
  parseDeb822Sources,
  parseOneLineSources,
  releaseSources,
} from '../../../src/setup/apt-sources.ts';

// Addresses are of the documentation range (RFC 2606).
const DEB822 = `# the machine's mirror
Types: deb deb-src
URIs: http://mirror.example.org/debian
Suites: bookworm bookworm-updates
Components: main contrib
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg

Types: deb
Enabled: no
URIs: http://disabled.example.org/debian
Suites: bookworm
Components: main

Types: deb
URIs: http://mirror.example.org/debian-security
  http://second.example.org/debian-security
Suites: bookworm-security
# a comment inside a stanza
Components: main
signed-by: /usr/share/keyrings/debian-archive-keyring.gpg

Types: deb-src
URIs: http://sources.example.org/debian
Suites: bookworm
Components: main
`;

const ONE_LINE = `# deb http://commented.example.org/debian bookworm main
deb http://mirror.example.org/debian bookworm main contrib # trailing comment
deb [arch=amd64 signed-by=/usr/share/keyrings/vendor.gpg] https://vendor.example.com/apt bookworm stable
deb [ signed-by=/usr/share/keyrings/debian.gpg trusted=yes ] http://mirror.example.org/debian-security bookworm-security main
deb-src http://mirror.example.org/debian bookworm main
deb cdrom:[Debian GNU/Linux 12.0.0 _Bookworm_]/ bookworm main
`;

const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg';

describe('deb822 sources', () => {
  it('reads every enabled binary stanza, with folded fields, comments and any case of field name', () => {
    expect(parseDeb822Sources(DEB822)).toEqual([
      {
        uris: ['http://mirror.example.org/debian'],
        suites: ['bookworm', 'bookworm-updates'],
        components: ['main', 'contrib'],
        signedBy: KEYRING,
      },
      {
        uris: ['http://mirror.example.org/debian-security', 'http://second.example.org/debian-security'],
        suites: ['bookworm-security'],
        components: ['main'],
        signedBy: KEYRING,
      },
    ]);
  });

  it('keeps a key block that stands in the file itself', () => {
    const block = '-----BEGIN PGP PUBLIC KEY BLOCK-----\n.\nmQINBF\n=AbCd\n-----END PGP PUBLIC KEY BLOCK-----';
    const text = `Types: deb\nURIs: http://a.example.org/\nSuites: trixie\nComponents: main\nSigned-By:\n ${block.replaceAll('\n', '\n ')}\n`;
    const parsed = parseDeb822Sources(text);
    expect(parsed[0]!.signedBy).toBe(block);
    expect(parseDeb822Sources(formatDeb822Sources(parsed))).toEqual(parsed);
  });

  it('finds nothing in an empty file', () => {
    expect(parseDeb822Sources('')).toEqual([]);
  });
});

describe('one-line sources', () => {
  it('reads options and leaves out comments, source code and discs', () => {
    const sources = parseOneLineSources(ONE_LINE);
    expect(releaseSources(sources, 'bookworm')).toEqual([
      {
        uris: ['http://mirror.example.org/debian'],
        suites: ['bookworm'],
        components: ['main', 'contrib'],
        signedBy: '',
      },
      {
        uris: ['http://mirror.example.org/debian-security'],
        suites: ['bookworm-security'],
        components: ['main'],
        signedBy: '/usr/share/keyrings/debian.gpg',
      },
    ]);
    expect(sources.map(({ signedBy }) => signedBy)).toContain('/usr/share/keyrings/vendor.gpg');
  });
});

describe('sources of the release', () => {
  const debian: AptSource = {
    uris: ['http://mirror.example.org/debian'],
    suites: ['bookworm', 'bookworm-updates', 'bookworm-pgdg'],
    components: ['main'],
    signedBy: KEYRING,
  };
  const vendor: AptSource = {
    uris: ['https://vendor.example.com/deb'],
    suites: ['nodistro'],
    components: ['main'],
    signedBy: '',
  };

  it('drops third parties and adds the backports from the same mirror with the same keyring', () => {
    const sources = releaseSources([vendor, debian], 'bookworm', 'bookworm-backports');
    expect(sources).toEqual([
      { ...debian, suites: ['bookworm', 'bookworm-updates'] },
      { ...debian, suites: ['bookworm-backports'], components: ['main'] },
    ]);
  });

  it('adds no suite twice', () => {
    const present = { ...debian, suites: ['bookworm', 'bookworm-backports'] };
    expect(releaseSources([present], 'bookworm', 'bookworm-backports')).toEqual([present]);
  });

  it('takes moving names such as stable only where no source names the release', () => {
    const stable = { ...debian, suites: ['stable', 'stable-updates'] };
    expect(releaseSources([stable], 'trixie')).toEqual([stable]);
    expect(releaseSources([stable, { ...debian, suites: ['trixie'] }], 'trixie')).toEqual([
      { ...debian, suites: ['trixie'] },
    ]);
  });

  it('finds nothing on a machine whose sources are for another release', () => {
    expect(releaseSources([debian], 'trixie')).toEqual([]);
  });

  it('carries over no option that would turn off the signature check', () => {
    const text = formatDeb822Sources(releaseSources(parseOneLineSources(ONE_LINE), 'bookworm'));
    expect(text.toLowerCase()).not.toContain('trusted');
    expect(parseDeb822Sources(text)).toEqual(releaseSources(parseOneLineSources(ONE_LINE), 'bookworm'));
  });
});
