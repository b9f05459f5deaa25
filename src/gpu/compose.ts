import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Where a line of a composed shader comes from. */
export interface SourceLine {
  readonly file: string;
  readonly line: number;
}

/** A shader with its imports in place, and the origin of each of its lines. */
export interface ComposedShader {
  readonly code: string;
  readonly lines: readonly SourceLine[];
}

const IMPORT_PATTERN = /^#import\s+([a-z0-9_]+)\s*$/;

/** Reads `kernels/<name>.wgsl`. */
function readKernelFile(name: string): string {
  return readFileSync(fileURLToPath(import.meta.resolve(`#kernels/${name}.wgsl`)), 'utf8');
}

/**
 * Composes `kernels/<name>.wgsl`: each line `#import x` is replaced by `kernels/shared/x.wgsl`, once, imports first.
 * @param read reads a kernel file by its name without extension (for tests).
 */
export function composeShader(name: string, read: (name: string) => string = readKernelFile): ComposedShader {
  const code: string[] = [];
  const lines: SourceLine[] = [];
  const seen = new Set<string>();
  const append = (fileName: string): void => {
    if (seen.has(fileName)) return;
    seen.add(fileName);
    read(fileName)
      .split('\n')
      .forEach((text, index) => {
        const imported = IMPORT_PATTERN.exec(text)?.[1];
        if (imported !== undefined) {
          append(`shared/${imported}`);
          return;
        }
        code.push(text);
        lines.push({ file: `kernels/${fileName}.wgsl`, line: index + 1 });
      });
  };
  append(name);
  return { code: code.join('\n'), lines };
}
