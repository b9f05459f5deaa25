import { readFileSync } from 'node:fs';

/** What the set-up needs to know of a Linux distribution (os-release(5)). */
export interface LinuxRelease {
  /** `debian`, `ubuntu`, `fedora`, ... */
  readonly id: string;
  /** What it derives from, nearest first. */
  readonly idLike: readonly string[];
  readonly prettyName: string;
  /** Codename of the Debian or Ubuntu release whose packages fit (a derivative names its base), or empty. */
  readonly codename: string;
  readonly isDebian: boolean;
}

/** Parses the text of /etc/os-release: shell-like `KEY=value` lines, quotes optional. */
export function parseOsRelease(text: string): LinuxRelease {
  const values = new Map<string, string>();
  for (const line of text.split('\n')) {
    const match = /^\s*([A-Z_0-9]+)=(.*)$/.exec(line);
    if (match) values.set(match[1]!, unquote(match[2]!.trim()));
  }
  const id = values.get('ID') ?? 'linux';
  const debianCodename =
    values.get('DEBIAN_CODENAME') ?? (id === 'debian' ? values.get('VERSION_CODENAME') : undefined);
  return {
    id,
    idLike: (values.get('ID_LIKE') ?? '').split(/\s+/).filter(Boolean),
    prettyName: values.get('PRETTY_NAME') ?? id,
    codename: debianCodename ?? values.get('UBUNTU_CODENAME') ?? values.get('VERSION_CODENAME') ?? '',
    isDebian: debianCodename !== undefined,
  };
}

function unquote(value: string): string {
  const quoted = /^(["'])(.*)\1$/.exec(value);
  return quoted ? quoted[2]!.replaceAll(/\\(.)/g, '$1') : value;
}

/** This machine's release, or undefined where there is no os-release file. */
export function readOsRelease(): LinuxRelease | undefined {
  for (const file of ['/etc/os-release', '/usr/lib/os-release']) {
    try {
      return parseOsRelease(readFileSync(file, 'utf8'));
    } catch {
      continue;
    }
  }
  return undefined;
}
