import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Isce3Backend, openIsce3 } from '../../../src/geometry/index.ts';
import type { Orbit } from '../../../src/model/index.ts';
import { sharedPath } from '../shared-data.ts';

/** The program that plays the sidecar. */
export const STAND_IN = fileURLToPath(new URL('./stand-in.mjs', import.meta.url));

/** Folder of the made-up isce3, osgeo and s1reader. */
export const STUB = fileURLToPath(new URL('./stub', import.meta.url));

/** ISCE3's own numbers. */
export const RECORDED = sharedPath('sentinel1/isce3-geometry-20200511-iw1.json');

/** A sidecar that node plays; modes as in stand-in.mjs. */
export function standIn(mode: string, file?: string, timeoutS = 10): Isce3Backend {
  const command = [process.execPath, STAND_IN, mode, ...(file === undefined ? [] : [file])] as const;
  return openIsce3({ environment: {}, command: [...command], timeoutS });
}

/** The environment of this process, with what it takes to find Python, and more. */
export function pythonEnvironment(more: Record<string, string> = {}): Record<string, string> {
  const { PATH = '', HOME = '' } = process.env;
  return { PATH, HOME, ...more };
}

/** Whether `python3` runs with these modules. */
export function hasPython(...modules: string[]): boolean {
  try {
    const script = ['sys', ...modules].map((name) => `import ${name}`).join('; ');
    execFileSync('python3', ['-c', script], { stdio: 'ignore', timeout: 60_000 });
    return true;
  } catch {
    return false;
  }
}

export interface RecordedSwath {
  readonly state_vectors: readonly (readonly number[])[];
  readonly rdr2geo: readonly {
    readonly t: number;
    readonly r: number;
    readonly dem_h: number;
    readonly lon_deg: number;
    readonly lat_deg: number;
  }[];
  readonly geo2rdr: readonly { readonly t: number; readonly r: number }[];
}

/** The recorded swath, and its orbit. */
export function recordedSwath(): { readonly swath: RecordedSwath; readonly orbit: Orbit } {
  const swath = (JSON.parse(readFileSync(RECORDED, 'utf8')) as { swaths: RecordedSwath[] }).swaths[0]!;
  const orbit: Orbit = {
    kind: 'annotation',
    source: 'isce3-geometry-20200511-iw1.json',
    epochDay: 18_393,
    timesS: Float64Array.from(swath.state_vectors, (vector) => vector[0]!),
    positionsM: Float64Array.from(swath.state_vectors.flatMap((vector) => vector.slice(1, 4))),
    velocitiesMps: Float64Array.from(swath.state_vectors.flatMap((vector) => vector.slice(4, 7))),
  };
  return { swath, orbit };
}
