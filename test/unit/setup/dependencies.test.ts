import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ensureDependencies, missingDependency } from '../../../src/setup/dependencies.mjs';

let project = '';

beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), 'sentryal-project-'));
  mkdirSync(join(project, 'node_modules'));
});
afterEach(() => rmSync(project, { recursive: true, force: true }));

type Packages = Record<string, object>;

const here = { os: [process.platform], cpu: [process.arch] };
const wanted: Packages = {
  '': { name: 'project' },
  'node_modules/zod': { version: '4.0.0' },
  'node_modules/a/node_modules/@scope/b': { version: '1.2.3' },
  'node_modules/vitest': { version: '4.1.0', dev: true },
  'node_modules/binary-here': { version: '1.0.0', optional: true, ...here },
  'node_modules/binary-elsewhere': { version: '1.0.0', optional: true, os: ['aix'], cpu: ['ppc64'] },
};

function lay(present: Packages | undefined): void {
  writeFileSync(join(project, 'package-lock.json'), JSON.stringify({ packages: wanted }));
  if (present)
    writeFileSync(join(project, 'node_modules', '.package-lock.json'), JSON.stringify({ packages: present }));
}

function without(...paths: string[]): Packages {
  return Object.fromEntries(Object.entries(wanted).filter(([path]) => path !== '' && !paths.includes(path)));
}

it('is content with all that fits this platform, and then starts nothing', async () => {
  lay(without('node_modules/binary-elsewhere'));
  expect(await missingDependency(project, true)).toBeUndefined();
  await ensureDependencies({ withDevelopment: true }, project);
});

it('sees an installation that never ended', async () => {
  lay(undefined);
  expect(await missingDependency(project, false)).toContain('not complete');
});

it('names what is missing', async () => {
  lay(without('node_modules/binary-elsewhere', 'node_modules/a/node_modules/@scope/b'));
  expect(await missingDependency(project, true)).toBe('@scope/b is missing');
});

it('sees another version', async () => {
  lay({ ...without('node_modules/binary-elsewhere'), 'node_modules/zod': { version: '3.0.0' } });
  expect(await missingDependency(project, true)).toBe('zod is 3.0.0, not 4.0.0');
});

it('sees node_modules that were installed on another platform', async () => {
  lay(without('node_modules/binary-here'));
  expect(await missingDependency(project, true)).toBe('binary-here is missing');
});

it('asks for development packages only where they are used', async () => {
  lay(without('node_modules/binary-elsewhere', 'node_modules/vitest'));
  expect(await missingDependency(project, false)).toBeUndefined();
  expect(await missingDependency(project, true)).toBe('vitest is missing');
});

it('leaves a project without a lock file to its package manager', async () => {
  const installed = ensureDependencies({ withDevelopment: true }, join(project, 'node_modules'));
  await expect(installed).resolves.toBeUndefined();
});
