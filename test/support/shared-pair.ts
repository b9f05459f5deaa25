import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import type { BurstPair, Granule } from '../../src/model/index.ts';
import { matchBursts, openGranule } from '../../src/read/index.ts';
import { sharedPath } from './shared-data.ts';

/** Both dates of a real pair (annotation only), earlier first. */
export interface SharedPair {
  readonly reference: Granule;
  readonly secondary: Granule;
  readonly bursts: readonly BurstPair[];
  close(): Promise<void>;
}

/** Opens `sentinel1/<folder>` of the shared data. */
export async function openSharedPair(folder: string): Promise<SharedPair> {
  const names = readdirSync(sharedPath(`sentinel1/${folder}`)).filter((name) => name.endsWith('.SAFE'));
  const options = { cacheDir: tmpdir(), warn: () => {} };
  const [reference, secondary] = (await Promise.all(
    names.toSorted().map((name) => openGranule(sharedPath(`sentinel1/${folder}/${name}`), options)),
  )) as [Granule, Granule];
  return {
    reference,
    secondary,
    bursts: matchBursts(reference, secondary, { warn: () => {} }),
    async close() {
      await Promise.all([reference.close(), secondary.close()]);
    },
  };
}
