/**
 * A worker of its own: `child.ts JOB`, with a job in JSON. Writes what came of it as JSON to stdout.
 * Objects are behind http on loopback; what they hold is made anew here, so that every read is checked.
 */
import { createHash } from 'node:crypto';
import { openDataCache } from '../../../../src/fetch/cache/index.ts';
import { openHttpObject } from '../../../../src/fetch/source/http-object.ts';
import { ReadLedger, withLedger } from '../../../../src/fetch/source/read-ledger.ts';
import type { Warning } from '../../../../src/model/index.ts';
import { openNetwork } from '../../../../src/network/index.ts';
import { Random } from '../../../support/random.ts';
import { randomBytes } from './fake-remote.ts';

export interface ChildJob {
  readonly folder: string;
  readonly maxBytes: number;
  /** Short ones, so that small objects have many blocks. */
  readonly limits: Record<'blockBytes' | 'gapBytes' | 'splitBytes' | 'longestBytes' | 'parallel', number>;
  readonly origin: string;
  /** Objects `/SEED` of so many bytes, made of their seed. */
  readonly seeds: readonly number[];
  readonly sizeBytes: number;
  /** Reads at random places; without it the first object is read from its start to its end. */
  readonly random?: { readonly seed: number; readonly reads: number; readonly atOnce: number };
}

export interface ChildResult {
  readonly reads: number;
  /** Reads whose bytes are not those of the object. */
  readonly wrong: number;
  readonly sha256: string;
  readonly networkBytes: number;
  readonly cachedBytes: number;
  readonly warnings: readonly Warning[];
}

const job = JSON.parse(process.argv[2]!) as ChildJob;
const PIECE_BYTES = 300_000;

async function work(): Promise<Pick<ChildResult, 'reads' | 'wrong' | 'sha256' | 'warnings'>> {
  const warnings: Warning[] = [];
  const network = openNetwork({ allowPrivate: true, allowedHosts: [] });
  const { folder, maxBytes, limits, origin, seeds, sizeBytes, random } = job;
  const cache = await openDataCache({ folder, maxBytes, limits, warn: (warning) => warnings.push(warning) });
  const sources = await Promise.all(
    seeds.map(async (seed) => cache.source(await openHttpObject(`${origin}/${seed}`, network))),
  );
  const hash = createHash('sha256');
  let reads = 0;
  let wrong = 0;
  if (random) {
    const objects = seeds.map((seed) => Buffer.from(randomBytes(sizeBytes, seed)));
    const dice = new Random(random.seed);
    for (; reads < random.reads; reads += random.atOnce)
      await Promise.all(
        Array.from({ length: random.atOnce }, async () => {
          const k = dice.integer(0, seeds.length - 1);
          const length = dice.integer(1, 4 * limits.blockBytes);
          const offset = dice.integer(0, sizeBytes - length);
          const bytes = await sources[k]!.read(offset, length);
          if (!objects[k]!.subarray(offset, offset + length).equals(bytes)) wrong += 1;
        }),
      );
  } else
    for (let offset = 0; offset < sizeBytes; offset += PIECE_BYTES, reads += 1)
      hash.update(await sources[0]!.read(offset, Math.min(PIECE_BYTES, sizeBytes - offset)));
  await Promise.all(sources.map((source) => source.close()));
  await cache.close();
  await network.close();
  return { reads, wrong, sha256: hash.digest('hex'), warnings };
}

const ledger = new ReadLedger();
const done = await withLedger(ledger, work);
const result: ChildResult = { ...done, networkBytes: ledger.bytes, cachedBytes: ledger.cachedBytes };
process.stdout.write(JSON.stringify(result));
