/** One apt source: every suite at every address (sources.list(5)). */
export interface AptSource {
  readonly uris: readonly string[];
  readonly suites: readonly string[];
  readonly components: readonly string[];
  /** Keyring paths, fingerprints, or a key block of several lines; empty: apt's trusted keyrings. */
  readonly signedBy: string;
}

/** Suites that a distribution adds to a release under the release's own name. */
const SUITE_SUFFIXES = ['', '-updates', '-security', '-backports'];

/** Names that Debian moves from release to release; used where no source names the release itself. */
const MOVING_SUITES = ['stable', 'oldstable', 'testing', 'unstable', 'sid'];

/** Parses one-line `.list` text; commented and source-code entries are left out. */
export function parseOneLineSources(text: string): AptSource[] {
  const sources: AptSource[] = [];
  for (const line of text.split('\n')) {
    const match = /^\s*deb\s+(?:\[([^\]]*)\]\s*)?(\S+)\s+(\S+)\s*([^#]*)/.exec(line);
    if (!match) continue;
    const [, options = '', uri = '', suite = '', components = ''] = match;
    const signedBy = /(?:^|\s)signed-by=(\S+)/i.exec(options)?.[1] ?? '';
    sources.push({ uris: [uri], suites: [suite], components: words(components), signedBy });
  }
  return sources;
}

/** Parses deb822 `.sources` text; disabled and source-code entries are left out. */
export function parseDeb822Sources(text: string): AptSource[] {
  const sources: AptSource[] = [];
  const withoutComments = text.replaceAll(/^#.*\n?/gm, '');
  for (const stanza of withoutComments.split(/\n[ \t]*\n/)) {
    const fields = parseStanza(stanza);
    if (!words(fields.get('types')).includes('deb')) continue;
    if (/^(no|false|0|off|disable|without)$/i.test(fields.get('enabled')?.trim() ?? '')) continue;
    sources.push({
      uris: words(fields.get('uris')),
      suites: words(fields.get('suites')),
      components: words(fields.get('components')),
      signedBy: fields.get('signed-by')?.trim() ?? '',
    });
  }
  return sources;
}

function parseStanza(stanza: string): Map<string, string> {
  const fields = new Map<string, string>();
  let name = '';
  for (const line of stanza.split('\n')) {
    const field = /^([A-Za-z0-9-]+):(.*)$/.exec(line);
    if (field) {
      name = field[1]!.toLowerCase();
      fields.set(name, field[2]!.trim());
    } else if (/^[ \t]/.test(line) && name) {
      fields.set(name, `${fields.get(name)}\n${line.trim()}`);
    }
  }
  return fields;
}

function words(text = ''): string[] {
  return text.split(/\s+/).filter(Boolean);
}

/**
 * The sources of the distribution's own release among all of a machine, without those of third parties, and with
 * `extraSuite` (such as bookworm-backports) taken from the same mirror when it is not there yet.
 */
export function releaseSources(all: readonly AptSource[], codename: string, extraSuite?: string): AptSource[] {
  const named = withSuitesOf(all, [codename]);
  const sources = named.length > 0 ? named : withSuitesOf(all, MOVING_SUITES);
  const base = sources.find((source) => source.suites.includes(codename));
  if (!base || !extraSuite || sources.some((source) => source.suites.includes(extraSuite))) return sources;
  return [...sources, { ...base, suites: [extraSuite], components: ['main'] }];
}

function withSuitesOf(all: readonly AptSource[], releases: readonly string[]): AptSource[] {
  const wanted = new Set(releases.flatMap((release) => SUITE_SUFFIXES.map((suffix) => release + suffix)));
  return all
    .map((source) => ({
      ...source,
      uris: source.uris.filter((uri) => !uri.startsWith('cdrom:')),
      suites: source.suites.filter((suite) => wanted.has(suite)),
    }))
    .filter(({ uris, suites, components }) => uris.length > 0 && suites.length > 0 && components.includes('main'));
}

/** The sources as deb822 text. Options that would turn off apt's checks (`Trusted`) are not carried over. */
export function formatDeb822Sources(sources: readonly AptSource[]): string {
  return sources
    .map(({ uris, suites, components, signedBy }) =>
      [
        'Types: deb',
        `URIs: ${uris.join(' ')}`,
        `Suites: ${suites.join(' ')}`,
        `Components: ${components.join(' ')}`,
        ...(signedBy ? [`Signed-By:${signedBy.includes('\n') ? '\n ' : ' '}${signedBy.replaceAll('\n', '\n ')}`] : []),
        '',
      ].join('\n'),
    )
    .join('\n');
}
