import { readFileSync, readdirSync } from 'node:fs';
import { basename, join, relative, sep } from 'node:path';
import { simulate } from '../../src/simulate/index.ts';
import type { SwathName } from '../../src/model/index.ts';
import type { CataloguedBurst } from './servers/data-space.ts';

export interface SimulatedGranule {
  readonly name: string;
  readonly path: string;
  readonly files: ReadonlyMap<string, Buffer>;
}

/** The files of a folder by path. */
export function readFolder(root: string): Map<string, Buffer> {
  const files = new Map<string, Buffer>();
  for (const entry of readdirSync(root, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    files.set(relative(root, file).split(sep).join('/'), readFileSync(file));
  }
  return files;
}

/** The reference granule of a small simulated pair. */
export async function simulateGranule(
  outDir: string,
  swaths: readonly SwathName[],
  samples: number,
): Promise<SimulatedGranule> {
  const { referencePath: path } = await simulate({ outDir, scene: 'none', bursts: 2, samples, swaths });
  return { name: basename(path).replace(/\.SAFE$/, ''), path, files: readFolder(path) };
}

/** The bursts of a granule as the Data Space lists them; the footprints of IW1 are at 10 degrees east, of IW2 at 20. */
export function cataloguedBursts(files: ReadonlyMap<string, Buffer>): CataloguedBurst[] {
  return [...files].flatMap(([path, bytes]) => {
    const number = /^annotation\/s1\w-iw(\d)-slc-vv-/.exec(path)?.[1];
    if (number === undefined) return [];
    const numbers = (element: string): number[] =>
      [...bytes.toString('utf8').matchAll(new RegExp(`<${element}>([^<]+)</${element}>`, 'g'))].map((match) =>
        Number(match[1]),
      );
    const west = 10 * Number(number);
    return numbers('byteOffset').map((ByteOffset) => ({
      SwathIdentifier: `IW${number}`,
      ByteOffset,
      LinesPerBurst: numbers('linesPerBurst')[0]!,
      SamplesPerBurst: numbers('samplesPerBurst')[0]!,
      footprint: [west, 0, west + 1, 1],
    }));
  });
}
