import { describe, expect, it } from 'vitest';
import { parseGranuleName } from '../../../src/read/index.ts';
import { NO_SHARED_DATA, sharedGranules } from '../../support/shared-data.ts';

const GOOD = 'S1A_IW_SLC__1SDV_20200511T135117_20200511T135144_032518_03C421_7768';

describe('parseGranuleName', () => {
  it('reads every column', () => {
    expect(parseGranuleName(GOOD)).toEqual({
      name: GOOD,
      mission: 'S1A',
      polarizations: ['vv', 'vh'],
      epochDay: Date.UTC(2020, 4, 11) / 86_400_000,
      startTimeS: 13 * 3600 + 51 * 60 + 17,
      stopTimeS: 13 * 3600 + 51 * 60 + 44,
      absoluteOrbit: 32_518,
      relativeOrbit: 71,
      dataTake: '03C421',
    });
  });

  it.each([
    ['SH', ['hh']],
    ['SV', ['vv']],
    ['DH', ['hh', 'hv']],
  ])('1S%s holds %o', (channels, polarizations) => {
    expect(parseGranuleName(GOOD.replace('1SDV', `1S${channels}`))?.polarizations).toEqual(polarizations);
  });

  it('counts a pass over midnight on from the day of its start', () => {
    const name = GOOD.replace('20200511T135117_20200511T135144', '20191231T235950_20200101T000017');
    expect(parseGranuleName(name)).toMatchObject({ startTimeS: 86_390, stopTimeS: 86_417 });
  });

  it.each([
    // Manifests in ../shared/data: track by absolute orbit.
    ['S1A', 45_224, 2],
    ['S1A', 45_587, 15],
    ['S1A', 58_630, 108],
    ['S1B', 26_269, 168],
    // First orbits of a cycle, and the one before.
    ['S1A', 73, 1],
    ['S1A', 72, 175],
    ['S1A', 1, 104],
    ['S1C', 172, 1],
    ['S1C', 8018, 147],
    ['S1C', 8019, 46],
    ['S1D', 42, 1],
    ['S1D', 41, 175],
  ])('%s orbit %i is of track %i', (mission, orbit, track) => {
    const name = GOOD.replace('S1A', mission).replace('032518', String(orbit).padStart(6, '0'));
    expect(parseGranuleName(name)?.relativeOrbit).toBe(track);
  });

  it.each([
    ['', ''],
    ['a folder name', `${GOOD}.SAFE`],
    ['a path', `/data/${GOOD}`],
    ['another mission', GOOD.replace('S1A', 'S1E')],
    ['EW', GOOD.replace('_IW_', '_EW_')],
    ['GRD', GOOD.replace('SLC_', 'GRDH')],
    ['a single cross-polarised channel', GOOD.replace('1SDV', '1SVH')],
    ['level 2', GOOD.replace('1SDV', '2SDV')],
    ['month 13', GOOD.replace('20200511T135117', '20201311T135117')],
    ['31 April', GOOD.replaceAll('20200511T', '20200431T')],
    ['second 60', GOOD.replace('T135144', 'T135160')],
    ['hour 24', GOOD.replace('T135144', 'T245144')],
    ['an end before its start', GOOD.replace('T135144', 'T135116')],
    ['lower case', GOOD.toLowerCase()],
    ['a short orbit', GOOD.replace('032518', '32518')],
    ['a trailing character', `${GOOD}0`],
    ['a line end', `${GOOD}\n`],
  ])('is undefined for %s', (_, name) => {
    expect(parseGranuleName(name)).toBeUndefined();
  });

  it.skipIf(NO_SHARED_DATA)('reads the names of real granules (needs ../shared/data)', () => {
    const names = sharedGranules().map((path) =>
      path
        .split('/')
        .at(-1)!
        .replace(/\.\w+$/, ''),
    );
    expect(names.length).toBeGreaterThan(5);
    for (const name of names) expect(parseGranuleName(name)?.name).toBe(name);
  });
});
