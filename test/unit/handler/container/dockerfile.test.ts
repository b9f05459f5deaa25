import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));
const lines = (file: string): string[] =>
  readFileSync(ROOT + file, 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));

/** Sources of the COPY lines that take from the build context. */
const sources = lines('Dockerfile')
  .filter((line) => line.startsWith('COPY ') && !line.includes('--from='))
  .flatMap((line) => line.split(' ').slice(1, -1))
  .filter((word) => !word.startsWith('--'));

/** Whether .dockerignore keeps a path out of the context: the last pattern that fits decides. */
function isIgnored(path: string): boolean {
  let ignored = false;
  for (const line of lines('.dockerignore')) {
    const pattern = line.replace(/^!/, '');
    if (pattern === '*' || path === pattern || path.startsWith(`${pattern}/`)) ignored = !line.startsWith('!');
  }
  return ignored;
}

describe('Dockerfile', () => {
  it('copies what is there, and what .dockerignore lets through', () => {
    expect(sources).toContain('handler/container/entry.sh');
    for (const path of sources) expect([path, existsSync(ROOT + path), isIgnored(path)]).toEqual([path, true, false]);
  });

  it('is sent nothing that is large, secret or of no use to it', () => {
    for (const path of ['.git', '.cache', '.env', 'node_modules', 'dist', 'bench/results/a.json', 'README.md'])
      expect([path, isIgnored(path)]).toEqual([path, true]);
  });

  it('pins every image that it starts from', () => {
    const stages = new Set<string>();
    for (const [, image, , stage] of readFileSync(`${ROOT}Dockerfile`, 'utf8').matchAll(/^FROM (\S+)( AS (\S+))?$/gm)) {
      expect(stages.has(image!) || /:(\$\{\w+\}|\d)/.test(image!)).toBe(true);
      if (stage) stages.add(stage);
    }
    expect([...stages]).toEqual(expect.arrayContaining(['slim', 'bench']));
  });
});
