import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { composeShader } from '../../../src/gpu/index.ts';

/** Composes from files given as text. */
function compose(files: Readonly<Record<string, string>>, name = 'stage/main') {
  const read: string[] = [];
  const composed = composeShader(name, (file) => {
    read.push(file);
    const text = files[file];
    if (text === undefined) throw new Error(`no ${file}`);
    return text;
  });
  return { ...composed, read };
}

describe('composing a shader', () => {
  it('puts an import in the place of its line', () => {
    const { code } = compose({ 'stage/main': '// head\n#import one\nfn main() {}', 'shared/one': 'const ONE = 1;' });
    expect(code).toBe('// head\nconst ONE = 1;\nfn main() {}');
  });

  it('imports each file once, in the order of first use, imports of imports before what needs them', () => {
    const { code, read } = compose({
      'stage/main': '#import a\n#import b\n#import a\nmain',
      'shared/a': '#import c\na',
      'shared/b': '#import c\n#import a\nb',
      'shared/c': 'c',
    });
    expect(code.split('\n')).toEqual(['c', 'a', 'b', 'main']);
    expect(read).toEqual(['stage/main', 'shared/a', 'shared/c', 'shared/b']);
  });

  it('ends where files import one another', () => {
    expect(
      compose({ 'stage/main': '#import a\nmain', 'shared/a': '#import b\na', 'shared/b': '#import a\nb' }).code,
    ).toBe('b\na\nmain');
  });

  it('knows where each line comes from', () => {
    const { code, lines } = compose({
      'stage/main': '// one\n#import a\n// three\n\n// five',
      'shared/a': '// a one\n#import b\n// a three',
      'shared/b': '// b one',
    });
    expect(lines).toHaveLength(code.split('\n').length);
    expect(lines.map(({ file, line }, k) => `${file}:${line} ${code.split('\n')[k]}`)).toEqual([
      'kernels/stage/main.wgsl:1 // one',
      'kernels/shared/a.wgsl:1 // a one',
      'kernels/shared/b.wgsl:1 // b one',
      'kernels/shared/a.wgsl:3 // a three',
      'kernels/stage/main.wgsl:3 // three',
      'kernels/stage/main.wgsl:4 ',
      'kernels/stage/main.wgsl:5 // five',
    ]);
  });

  it('takes only whole lines for imports', () => {
    const text = '// #import a\n  #import a\n#import a b\n#importa';
    expect(compose({ 'stage/main': text }).code).toBe(text);
  });

  it('fails where an import does not exist', () => {
    expect(() => compose({ 'stage/main': '#import gone' })).toThrow('no shared/gone');
  });

  it('composes every kernel there is, each line in its place', () => {
    const root = fileURLToPath(new URL('../../../kernels/', import.meta.url));
    const names = readdirSync(root, { recursive: true, encoding: 'utf8' })
      .map((path) => path.replaceAll('\\', '/'))
      .filter((path) => path.endsWith('.wgsl') && !path.startsWith('shared/'))
      .map((path) => path.replace('.wgsl', ''));
    expect(names.length).toBeGreaterThan(10);
    for (const name of names) {
      const { code, lines } = composeShader(name);
      expect(code).not.toMatch(/^#import/m);
      expect(lines).toHaveLength(code.split('\n').length);
      expect(lines.some(({ file }) => file === `kernels/${name}.wgsl`)).toBe(true);
    }
  });
});
