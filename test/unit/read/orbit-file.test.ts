import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Pass, readOrbitFile, selectOrbit } from '../../../src/read/index.ts';
import { SENTINEL_LIKE, circularState, evenTimes } from '../../support/circular-orbit.ts';
import { NO_SHARED_DATA, sharedPath } from '../../support/shared-data.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const folder = temporaryFolder();
const EPOCH_DAY = 18_393;
const withCode = (code: string, message = ''): unknown =>
  expect.objectContaining({ code, message: expect.stringContaining(message) as unknown });

const pass: Pass = { name: 'granule', mission: 'S1A', epochDay: EPOCH_DAY, startTimeS: 2000, stopTimeS: 2027 };

/** Seconds of 2020-05-11, or of the days beside it. */
function utc(timeS: number): string {
  return new Date(EPOCH_DAY * 86_400_000 + Math.round(timeS * 1000)).toISOString().slice(0, -1);
}

function vector(timeS: number): string {
  const { p, v } = circularState(SENTINEL_LIKE, timeS);
  return `<OSV><TAI>TAI=x</TAI><UTC>UTC=${utc(timeS)}123</UTC><X unit="m">${p[0]}</X><Y unit="m">${p[1]}</Y><Z unit="m">${p[2]}</Z>
<VX unit="m/s">${v[0]}</VX><VY unit="m/s">${v[1]}</VY><VZ unit="m/s">${v[2]}</VZ><Quality>NOMINAL</Quality></OSV>`;
}

function eof(times: readonly number[], type = 'AUX_POEORB'): string {
  return `<?xml version="1.0"?><Earth_Explorer_File><Earth_Explorer_Header><Fixed_Header><Mission>Sentinel-1A</Mission><File_Type>${type}</File_Type></Fixed_Header>
<Variable_Header><Ref_Frame>EARTH_FIXED</Ref_Frame></Variable_Header></Earth_Explorer_Header><Data_Block type="xml"><List_of_OSVs count="${times.length}">
${times.map(vector).join('\n')}</List_of_OSVs></Data_Block></Earth_Explorer_File>`;
}

const times = evenTimes(1000, 300, 10);
const good = eof(times);

let made = 0;
function write(text: string): string {
  made += 1;
  const path = join(folder, `${made}.EOF`);
  writeFileSync(path, text);
  return path;
}

const select = async (text: string, of: Pass = pass) => selectOrbit(await readOrbitFile(write(text), EPOCH_DAY), of);

describe('readOrbitFile', () => {
  it.each(['POEORB', 'RESORB', 'PREORB'])('reads a %s, its microseconds included', async (kind) => {
    const path = write(eof(times, `AUX_${kind}`));
    const orbit = await readOrbitFile(path, EPOCH_DAY);
    expect(orbit).toMatchObject({ kind, mission: 'S1A', epochDay: EPOCH_DAY, source: path.split('/').at(-1) });
    expect(orbit.timesS).toHaveLength(300);
    expect(orbit.timesS[7]).toBe(1070.000123);
    expect([...orbit.positionsM.slice(21, 24)]).toEqual([...circularState(SENTINEL_LIKE, 1070).p]);
    expect([...orbit.velocitiesMps.slice(21, 24)]).toEqual([...circularState(SENTINEL_LIKE, 1070).v]);
  });

  it.each([
    ['no file', () => join(folder, 'absent.EOF'), 'FILE_NOT_FOUND'],
    ['a folder', () => folder, 'FILE_UNREADABLE'],
    ['no XML', () => write('not an orbit'), 'XML_MALFORMED'],
    ['a cut file', () => write(good.slice(0, 40_000)), 'XML_MALFORMED'],
    ['another root', () => write('<product/>'), 'XML_ELEMENT_MISSING'],
    [
      'a document type',
      () => write(good.replace('<Earth_Explorer_File>', '<!DOCTYPE x><Earth_Explorer_File>')),
      'XML_DOCTYPE_REFUSED',
    ],
    ['another type of file', () => write(eof(times, 'AUX_CAL')), 'XML_ELEMENT_INVALID'],
    ['another frame', () => write(good.replace('EARTH_FIXED', 'MEAN_OF_DATE')), 'XML_ELEMENT_INVALID'],
    ['another satellite', () => write(good.replace('Sentinel-1A', 'Sentinel-2A')), 'XML_ELEMENT_INVALID'],
    ['a vector without velocity', () => write(good.replace(/<VY.*?<\/VY>/, '')), 'XML_ELEMENT_MISSING'],
    ['a time that is none', () => write(good.replace('UTC=2020-05-11', 'UTC=2020-15-11')), 'XML_ELEMENT_INVALID'],
    [
      'a position that is none',
      () => write(good.replace(/<X unit="m">[^<]*/, '<X unit="m">NaN')),
      'XML_ELEMENT_INVALID',
    ],
  ])('refuses %s', async (_, path, code) => {
    await expect(readOrbitFile(path(), EPOCH_DAY)).rejects.toThrow(withCode(code));
  });
});

describe('selectOrbit', () => {
  it('keeps ten minutes on either side', async () => {
    const orbit = await select(good);
    expect([orbit.timesS[0], orbit.timesS.at(-1)]).toEqual([1400.000123, 2620.000123]);
    expect([...orbit.positionsM.slice(0, 3)]).toEqual([...circularState(SENTINEL_LIKE, 1400).p]);
    expect(orbit.positionsM).toHaveLength(3 * orbit.timesS.length);
  });

  it('counts in the days of the granule', async () => {
    const file = await readOrbitFile(write(good), EPOCH_DAY - 1);
    const orbit = selectOrbit(file, pass);
    expect([file.epochDay, orbit.epochDay]).toEqual([EPOCH_DAY - 1, EPOCH_DAY]);
    expect(orbit.timesS[0]).toBeCloseTo(1400.000123, 8);
  });

  // From 1940 to 2087 is needed, and vectors lie at 0.000123 s past the tens.
  it('takes a file that covers the pass and a minute on both sides, barely', async () => {
    const orbit = await select(eof(times.filter((time) => time >= 1930 && time <= 2090)));
    expect(orbit.timesS).toHaveLength(17);
  });

  it.each([
    ['begins too late', good, (time: number) => time >= 1940],
    ['ends too early', good, (time: number) => time <= 2080],
    ['is of another day', good, (time: number) => time > 5000],
    ['ends long before', good, (time: number) => time < 1300],
  ])('refuses a file that %s', async (_, __, keep) => {
    const far = [...times, ...evenTimes(6000, 20, 10)];
    await expect(select(eof(far.filter(keep)))).rejects.toThrow(
      withCode('ORBIT_NOT_COVERING', 'needs 2020-05-11T00:32:20Z to 2020-05-11T00:34:47Z'),
    );
  });

  it('refuses an empty file', async () => {
    await expect(select(eof([]))).rejects.toThrow(withCode('ORBIT_NOT_COVERING', 'covers nothing'));
  });

  it('refuses another satellite', async () => {
    await expect(select(good, { ...pass, mission: 'S1C' })).rejects.toThrow(withCode('ORBIT_OTHER_MISSION'));
  });

  it.each([
    ['a gap', eof(times.filter((time) => time <= 2000 || time >= 2070)), 'gap of 70.0 s'],
    ['vectors out of order', eof([...times.slice(0, 100), 2010, 1990, ...times.slice(102)]), 'order'],
    ['a vector twice', eof([...times.slice(0, 100), 1990, ...times.slice(100)]), 'order'],
    [
      'a position off the orbit',
      good.replace(vector(2010), vector(2010).replace(/(<X unit="m">)[^<]*/, '$10')),
      'from the centre',
    ],
    [
      'a velocity of nothing',
      good.replace(vector(2010), vector(2010).replace(/(<V[XYZ] unit="m\/s">)[^<]*/g, '$10')),
      'm/s',
    ],
  ])('refuses %s', async (_, text, message) => {
    await expect(select(text)).rejects.toThrow(withCode('ORBIT_INVALID', message));
  });
});

describe.skipIf(NO_SHARED_DATA)('real orbit files (needs ../shared/data)', () => {
  it.each([
    ['S1A_OPER_AUX_POEORB_OPOD_20210304T033926_V20141003T225944_20141005T005944', 'POEORB', 143],
    ['S1A_OPER_AUX_POEORB_OPOD_20221019T082002_V20220928T225942_20220930T005942', 'POEORB', 120],
    ['S1A_OPER_AUX_RESORB_OPOD_20221024T205436_V20221024T170308_20221024T202038', 'RESORB', 193],
    ['S1A_OPER_AUX_RESORB_OPOD_20230823T162050_V20230823T123139_20230823T154909', 'RESORB', 1186],
  ])('%s', async (name, kind, count) => {
    const orbit = await readOrbitFile(sharedPath(`sentinel1/orbits/${name}.EOF`), 0);
    expect(orbit).toMatchObject({ kind, mission: 'S1A' });
    expect(orbit.timesS).toHaveLength(count);
  });
});
