import { describe, expect, it } from 'vitest';
import { openProduct } from '../../../src/fetch/index.ts';
import { computeBurstIds } from '../../../src/read/burst-id.ts';
import { openGranule } from '../../../src/read/index.ts';
import { NO_SHARED_DATA, sharedGranules } from '../../support/shared-data.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const cacheDir = temporaryFolder();
const T_ORBIT = (12 * 86_400) / 175;
const T_BEAM = 2.758273;
const T_PREAMBLE = 2.299849;

/** Sensing time of an IW2 burst whose middle is `sinceNodeS` after the node. */
const iw2 = (sinceNodeS: number, nodeS: number): number => nodeS + sinceNodeS - 1.078 / 2;

/** ESA's formula, in one line, for a node that begins the track. */
const idOf = (sinceNodeS: number, track: number): number =>
  1 + Math.floor((sinceNodeS + (track - 1) * T_ORBIT - T_PREAMBLE) / T_BEAM);

/** Nine bursts from `first` seconds after the node that begins the starting track. */
const bursts = (first: number): number[] => Array.from({ length: 9 }, (_, k) => first + k * T_BEAM);

function compute(sinceNode: readonly number[], nodeS: number, start: number, stop: number): number[] {
  const sensingTimesS = sinceNode.map((time) => iw2(time, 1000));
  return computeBurstIds({ swath: 'iw2', sensingTimesS, ascendingNodeTimeS: nodeS, tracks: { start, stop } });
}

describe('computeBurstIds', () => {
  const pass = bursts(840);

  it('counts from the node, and through the tracks', () => {
    expect(compute(pass, 1000, 108, 108)).toEqual(pass.map((time) => idOf(time, 108)));
    expect(compute(pass, 1000, 1, 1)[0]).toBe(1 + Math.floor((840 - T_PREAMBLE) / T_BEAM));
  });

  it('gives the three swaths of one cycle one id', () => {
    const middle = 1000 + 840;
    const sensing = { iw1: middle - 0.832 - 1.078 / 2, iw2: middle - 1.078 / 2, iw3: middle + 1.078 / 2 } as const;
    for (const swath of ['iw1', 'iw2', 'iw3'] as const)
      expect(
        computeBurstIds({
          swath,
          sensingTimesS: [sensing[swath]],
          ascendingNodeTimeS: 1000,
          tracks: { start: 108, stop: 108 },
        }),
      ).toEqual([idOf(840, 108)]);
  });

  it('takes a node one orbit old for what it is', () => {
    expect(compute(pass, 1000 - T_ORBIT, 108, 108)).toEqual(pass.map((time) => idOf(time, 108)));
  });

  // A slice across the equator: its first bursts are of track 15, its last ones of track 16.
  const crossing = bursts(T_ORBIT - 10);
  const expected = crossing.map((time) => idOf(time, 15));

  it.each([
    ['the node before it', 1000],
    ['the node it crosses', 1000 + T_ORBIT],
    ['a node one orbit old', 1000 - T_ORBIT],
  ])('goes on across the equator, counted from %s', (_, nodeS) => {
    expect(compute(crossing, nodeS, 15, 16)).toEqual(expected);
  });

  it('a slice that starts after the node has the ids the crossing slice gave the same bursts', () => {
    const after = crossing.filter((time) => time > T_ORBIT + T_PREAMBLE).map((time) => time - T_ORBIT);
    expect(after.length).toBeGreaterThan(2);
    const sensingTimesS = after.map((time) => iw2(time, 1000));
    for (const nodeS of [1000, 1000 - T_ORBIT])
      expect(
        computeBurstIds({ swath: 'iw2', sensingTimesS, ascendingNodeTimeS: nodeS, tracks: { start: 16, stop: 16 } }),
      ).toEqual(expected.slice(-after.length));
  });

  it('begins again after track 175', () => {
    const ids = compute(crossing, 1000, 175, 1);
    expect(ids.at(0)).toBe(idOf(T_ORBIT - 10, 175));
    const after = crossing.filter((time) => time > T_ORBIT + T_PREAMBLE).map((time) => time - T_ORBIT);
    expect(ids.slice(-after.length)).toEqual(after.map((time) => idOf(time, 1)));
  });
});

describe.skipIf(NO_SHARED_DATA)('burst ids of real products (needs ../shared/data)', () => {
  it('computed and annotated ones are equal where the product has them', async () => {
    let compared = 0;
    for (const path of sharedGranules()) {
      const files = await openProduct(path, { cacheDir });
      const stripped: typeof files = {
        ...files,
        readText: async (member, options) =>
          (await files.readText(member, options)).replaceAll(/<burstId[^>]*>\d+<\/burstId>/g, ''),
      };
      const computed = await openGranule(stripped, { cacheDir, warn: () => {} });
      const annotated = await openGranule(path, { cacheDir, warn: () => {} });
      for (const [k, swath] of annotated.swaths.entries()) {
        expect(computed.swaths[k]!.bursts.map((burst) => burst.burstId)).toEqual(
          swath.bursts.map((burst) => burst.burstId),
        );
        if (Number(annotated.processorVersion) >= 3.4) compared += swath.bursts.length;
      }
      await Promise.all([annotated.close(), computed.close()]);
    }
    // 2022: 2 × 30, 2025: 2 × 27, 2023: 2 × 18.
    expect(compared).toBe(150);
  });
});
