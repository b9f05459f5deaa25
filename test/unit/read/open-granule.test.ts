import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Polarization, Warning } from '../../../src/model/index.ts';
import { openGranule } from '../../../src/read/index.ts';
import { relativeOrbitOf } from '../../../src/fetch/index.ts';
import { trackMisfitDeg } from '../../../src/read/track.ts';
import { NO_SHARED_DATA, sharedGranules, sharedPath } from '../../support/shared-data.ts';
import { TINY, TINY_PATHS, tinyProduct, writeProduct } from '../../support/tiny-safe.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const folder = temporaryFolder();
const cacheDir = join(folder, 'cache');
const withCode = (code: string, message = ''): unknown =>
  expect.objectContaining({ code, message: expect.stringContaining(message) as unknown });

let made = 0;

/** A tiny product with one file's text changed. */
function productWith(member: keyof typeof TINY_PATHS, change: (text: string) => string, name?: string): string {
  made += 1;
  const files = tinyProduct();
  const path = TINY_PATHS[member];
  files.set(path, Buffer.from(change(files.get(path)!.toString('latin1')), 'latin1'));
  return writeProduct(join(folder, String(made)), files, name);
}

async function open(path: string, options: { polarization?: Polarization; expectedName?: string } = {}) {
  const warnings: Warning[] = [];
  const granule = await openGranule(path, { cacheDir, warn: (warning) => warnings.push(warning), ...options });
  return { granule, warnings };
}

const unchanged = (text: string): string => text;

describe('openGranule', () => {
  it('reads everything the chain needs', async () => {
    const { granule, warnings } = await open(productWith('annotation', unchanged), { expectedName: TINY.name });
    expect(warnings).toEqual([]);
    expect(granule).toMatchObject({
      name: TINY.name,
      mission: 'S1A',
      epochDay: TINY.epochDay,
      startTimeS: TINY.firstLineTimeS,
      absoluteOrbit: 32_518,
      relativeOrbit: 71,
      pass: 'descending',
      processorVersion: '003.20',
    });
    expect(granule.stopTimeS).toBeCloseTo(TINY.firstLineTimeS + 2.77, 9);
    const [swath, ...others] = granule.swaths;
    expect(others).toEqual([]);
    expect(swath).toMatchObject({
      name: 'iw1',
      polarization: 'vv',
      rangeSamplingRateHz: 6.434523812571428e7,
      azimuthTimeIntervalS: 2.055556299999998e-3,
      linesPerBurst: TINY.lines,
      samplesPerBurst: TINY.samples,
      rangeWindow: { bandwidthHz: 5.65e7, hammingCoefficient: 0.75 },
      azimuthWindow: { bandwidthHz: 327, hammingCoefficient: 0.75 },
      azimuthFmRates: [{ azimuthTimeS: TINY.firstLineTimeS, originS: 5.33e-3, coefficients: [-2.3e3, 4.5e5, -7.8e7] }],
      dopplerCentroids: [{ azimuthTimeS: TINY.firstLineTimeS, originS: 5.333e-3, coefficients: [-11, 2000] }],
    });
    // c / f and c / (2 fs), for c = 299 792 458 m/s.
    expect(swath!.wavelengthM).toBeCloseTo(0.05546576, 13);
    expect(swath!.rangeSpacingM).toBeCloseTo(2.329562114715323, 12);
    expect(swath!.nearRangeM).toBeCloseTo((299_792_458 * 5.334e-3) / 2, 6);
    expect(swath!.azimuthSteeringRateRadPerS).toBeCloseTo((1.590368784 * Math.PI) / 180, 15);
    expect(swath!.bursts).toEqual([
      {
        burstId: 151_200,
        index: 0,
        firstLineTimeS: TINY.firstLineTimeS,
        byteOffset: 315,
        firstValidLine: 1,
        lastValidLine: 4,
        firstValidSample: 1,
        lastValidSample: 8,
      },
      expect.objectContaining({ burstId: 151_201, index: 1, byteOffset: 315 + 240 }),
    ]);
    expect(granule.annotationOrbit.timesS).toHaveLength(15);
    await granule.close();
  });

  it('keeps the microseconds of every time', async () => {
    const { granule } = await open(productWith('annotation', unchanged));
    expect(granule.swaths[0]!.bursts[1]!.firstLineTimeS).toBe(49_882.177047);
    await granule.close();
  });

  it('takes the rectangle in which all valid lines are valid', async () => {
    const narrow = (text: string): string =>
      text.replace('-1 1 1 1 1 -1', '-1 2 1 3 1 -1').replace('-1 8 8 8 8 -1', '-1 8 7 8 6 -1');
    const { granule } = await open(productWith('annotation', narrow));
    expect(granule.swaths[0]!.bursts[0]).toMatchObject({ firstValidSample: 3, lastValidSample: 6 });
    await granule.close();
  });

  it.each([
    [
      'FM rates as c0, c1, c2',
      (text: string) =>
        text.replace(
          /<azimuthFmRatePolynomial.*?<\/azimuthFmRatePolynomial>/,
          '<c0>-2.3e+03</c0><c1>4.5e+05</c1><c2>-7.8e+07</c2>',
        ),
      { azimuthFmRates: [{ coefficients: [-2.3e3, 4.5e5, -7.8e7] }] },
    ],
    [
      'the geometric Doppler where the data were not used',
      (text: string) => text.replace('Data Analysis', 'Orbit and Attitude'),
      { dopplerCentroids: [{ coefficients: [6] }] },
    ],
    [
      'no window as a coefficient of 1',
      (text: string) => text.replace('<windowType>Hamming', '<windowType>NONE'),
      { rangeWindow: { bandwidthHz: 5.65e7, hammingCoefficient: 1 } },
    ],
  ])('reads %s', async (_, change, expected) => {
    const { granule, warnings } = await open(productWith('annotation', change));
    expect(granule.swaths[0]).toMatchObject(expected);
    expect(warnings).toEqual([]);
    await granule.close();
  });

  it.each([
    [
      'DOPPLER_LIST_EMPTY',
      (text: string) => text.replace(/<dcEstimate>.*<\/dcEstimate>/s, ''),
      { dopplerCentroids: [{ coefficients: [0] }] },
    ],
    [
      'SPECTRAL_WINDOW_UNKNOWN',
      (text: string) => text.replace('<windowType>Hamming', '<windowType>Kaiser'),
      { rangeWindow: { hammingCoefficient: 1 } },
    ],
    [
      'BURST_WITHOUT_DATA',
      (text: string) => text.replace('-1 1 1 1 1 -1', '-1 -1 -1 -1 -1 -1'),
      { bursts: [{ burstId: 151_201, index: 1 }] },
    ],
    ['ANNOTATION_ORBIT_SHORT', (text: string) => text.replace(/(<orbit>.*?<\/orbit>\s*){7}/s, ''), {}],
  ])('warns: %s', async (code, change, expected) => {
    const { granule, warnings } = await open(productWith('annotation', change));
    expect(warnings.map((warning) => warning.code)).toEqual([code]);
    expect(granule.swaths[0]).toMatchObject(expected);
    await granule.close();
  });

  it('warns of a swath that the manifest lists and the folder lacks', async () => {
    const other = TINY_PATHS.annotation.replaceAll('iw1', 'iw2');
    const extra = `<dataObject><byteStream size="1"><fileLocation href="./${other}"/></byteStream></dataObject></dataObjectSection>`;
    const { granule, warnings } = await open(
      productWith('manifest', (text) => text.replace('</dataObjectSection>', extra)),
    );
    expect(warnings.map((warning) => warning.code)).toEqual(['SWATH_MISSING']);
    await granule.close();
  });

  it.each([
    ['a node without times', 'azimuthTimeInterval', 'product/imageAnnotation/imageInformation/azimuthTimeInterval'],
    ['no frequency', 'radarFrequency', 'product/generalAnnotation/productInformation/radarFrequency'],
    ['no swath timing', 'swathTiming', 'product/swathTiming'],
    ['no orbit', 'orbitList', 'product/generalAnnotation/orbitList'],
    ['no FM rate', 'azimuthFmRate', 'product/generalAnnotation/azimuthFmRateList/azimuthFmRate'],
    ['no FM polynomial', 'azimuthFmRatePolynomial', 'azimuthFmRate/c0'],
    ['no DC method', 'dcMethod', 'product/imageAnnotation/processingInformation/dcMethod'],
    ['no Doppler polynomial', 'dataDcPolynomial', 'dcEstimate/dataDcPolynomial'],
    ['no bandwidth', 'processingBandwidth', 'rangeProcessing/processingBandwidth'],
    ['no byte offset', 'byteOffset', 'burst[0]/byteOffset'],
    ['no valid samples', 'lastValidSample', 'burst[0]/lastValidSample'],
    ['no header', 'adsHeader', 'product/adsHeader'],
  ])('names what is missing: %s', async (_, element, path) => {
    const without = (text: string): string => text.replaceAll(new RegExp(`<${element}[ >].*?</${element}>`, 'gs'), '');
    await expect(open(productWith('annotation', without))).rejects.toThrow(withCode('XML_ELEMENT_MISSING', path));
  });

  it.each([
    ['a time that is none', 'annotation', ['<time>2020-05-11T', '<time>2020-13-11T'], 'XML_ELEMENT_INVALID'],
    ['a number that is none', 'annotation', ['5.405000454334350e+09', 'fast'], 'XML_ELEMENT_INVALID'],
    ['an empty number', 'annotation', ['5.405000454334350e+09', ''], 'XML_ELEMENT_INVALID'],
    ['a frequency of zero', 'annotation', ['5.405000454334350e+09', '0'], 'XML_ELEMENT_INVALID'],
    ['a number beyond all bounds', 'annotation', ['5.405000454334350e+09', '1e999'], 'XML_ELEMENT_INVALID'],
    ['a broken list', 'annotation', ['-2.3e+03 4.5e+05', '-2.3e+03 x'], 'XML_ELEMENT_INVALID'],
    ['a positive FM rate', 'annotation', ['-2.3e+03 4.5e+05', '2.3e+03 4.5e+05'], 'XML_ELEMENT_INVALID'],
    ['lines that are not whole', 'annotation', ['<linesPerBurst>6', '<linesPerBurst>6.5'], 'XML_ELEMENT_INVALID'],
    ['too few valid samples', 'annotation', ['-1 1 1 1 1 -1', '-1 1 1 1 -1'], 'XML_ELEMENT_INVALID'],
    ['valid samples outside', 'annotation', ['-1 8 8 8 8 -1', '-1 8 8 10 8 -1'], 'XML_ELEMENT_INVALID'],
    ['another frame', 'annotation', ['Earth Fixed', 'Inertial'], 'XML_ELEMENT_INVALID'],
    ['another mission', 'annotation', ['<missionId>S1A', '<missionId>S1B'], 'XML_ELEMENT_INVALID'],
    ['another swath', 'annotation', ['<swath>IW1</swath></ads', '<swath>IW2</swath></ads'], 'XML_ELEMENT_INVALID'],
    ['detected pixels', 'annotation', ['<pixelValue>Complex', '<pixelValue>Detected'], 'XML_ELEMENT_INVALID'],
    ['a state vector off the orbit', 'annotation', ['<position><x>', '<position><x>9'], 'ORBIT_INVALID'],
    ['another mode', 'annotation', ['<mode>IW', '<mode>EW'], 'PRODUCT_NOT_SUPPORTED'],
    ['a document type', 'annotation', ['<product>', '<!DOCTYPE product><product>'], 'XML_DOCTYPE_REFUSED'],
    ['an entity', 'annotation', ['<product>', '<!entity x "y"><product>'], 'XML_DOCTYPE_REFUSED'],
    ['a tag left open', 'annotation', ['</adsHeader>', ''], 'XML_MALFORMED'],
    ['another root', 'annotation', [/product>/g, 'other>'], 'XML_ELEMENT_MISSING'],
    ['EW in the manifest', 'manifest', ['<s1sarl1:mode>IW', '<s1sarl1:mode>EW'], 'PRODUCT_NOT_SUPPORTED'],
    ['GRD in the manifest', 'manifest', ['productType>SLC', 'productType>GRD'], 'PRODUCT_NOT_SUPPORTED'],
    ['no processor', 'manifest', ['Sentinel-1 IPF', 'another'], 'XML_ELEMENT_MISSING'],
    ['an odd processor version', 'manifest', ['003.20', 'new'], 'XML_ELEMENT_INVALID'],
    ['no relative orbit', 'manifest', ['type="stop"', 'type="end"'], 'XML_ELEMENT_MISSING'],
    ['an odd pass', 'manifest', ['DESCENDING', 'SIDEWAYS'], 'XML_ELEMENT_INVALID'],
    ['no platform', 'manifest', ['ID="platform"', 'ID="other"'], 'XML_ELEMENT_MISSING'],
    ['an empty manifest', 'manifest', [/[^]*/, ''], 'XML_MALFORMED'],
  ] as const)('refuses %s', async (_, member, [from, to], code) => {
    await expect(open(productWith(member, (text) => text.replace(from, to)))).rejects.toThrow(withCode(code));
  });

  it('refuses a product under another name', async () => {
    const renamed = productWith('annotation', unchanged, 'renamed');
    await expect(open(renamed)).rejects.toThrow(withCode('GRANULE_NAME_INVALID'));
    await expect(open(renamed, { expectedName: TINY.name })).rejects.toThrow(withCode('GRANULE_NAME_MISMATCH'));
  });

  it('refuses a polarisation that is not there, and names those that are', async () => {
    const path = productWith('annotation', unchanged);
    await expect(open(path, { polarization: 'vh' })).rejects.toThrow(withCode('POLARIZATION_MISSING', 'it has: VV'));
  });

  it('gives up when asked to', async () => {
    const options = { cacheDir, warn: () => {}, signal: AbortSignal.abort() };
    await expect(openGranule(productWith('annotation', unchanged), options)).rejects.toThrow(
      expect.objectContaining({ name: 'AbortError' }),
    );
  });
});

describe.skipIf(NO_SHARED_DATA)('real products (needs ../shared/data)', () => {
  const granules = sharedPath('sentinel1/granules');

  it('EW is refused', async () => {
    await expect(
      open(`${granules}/S1A_EW_SLC__1SDH_20210403T122536_20210403T122630_037286_046484_8152.SAFE`),
    ).rejects.toThrow(withCode('PRODUCT_NOT_SUPPORTED', 'EW SLC'));
  });

  it('the co-polarised channel is read without being asked for, the other one on request', async () => {
    const path = `${granules}/S1A_IW_SLC__1SDV_20200511T135117_20200511T135144_032518_03C421_7768.zip`;
    for (const [options, expected] of [
      [{}, 'vv'],
      [{ polarization: 'vh' }, 'vh'],
    ] as const) {
      const { granule } = await open(path, options);
      expect(granule.swaths.map((swath) => `${swath.name} ${swath.polarization}`)).toEqual(
        ['iw1', 'iw2', 'iw3'].map((name) => `${name} ${expected}`),
      );
      await granule.close();
    }
  });

  it('2014, processor 2.36: old FM rates, and a swath with fewer Doppler estimates than bursts', async () => {
    const { granule, warnings } = await open(
      `${granules}/S1A_IW_SLC__1SDV_20141004T031312_20141004T031339_002674_002FB6_07B5.zip`,
    );
    expect(granule.swaths[0]!.azimuthFmRates[0]!.coefficients).toEqual([
      -2.335805211999914e3, 4.490779635910711e5, -7.841449156238678e7,
    ]);
    expect(granule.swaths.map((swath) => swath.dopplerCentroids.length)).toEqual([9, 9, 8]);
    // Its state vectors end 0.37 s before the last line of IW3.
    expect(warnings.map((warning) => warning.code)).toContain('ANNOTATION_ORBIT_SHORT');
    await granule.close();
  });

  it('2014: the manifest is off by two tracks, and orbit number and ground track say so', async () => {
    const { granule, warnings } = await open(
      `${granules}/S1A_IW_SLC__1SDV_20141004T031312_20141004T031339_002674_002FB6_07B5.zip`,
    );
    expect(granule.relativeOrbit).toBe(152);
    expect(warnings.map((warning) => warning.code)).toContain('RELATIVE_ORBIT_CORRECTED');
    // Bursts of track 152 are those from 151 orbits after the cycle's beginning on.
    const orbitS = (12 * 86_400) / 175;
    for (const swath of granule.swaths)
      for (const { burstId } of swath.bursts) expect(Math.floor((burstId * 2.758273) / orbitS)).toBe(151);
    await granule.close();
  });

  it.each(sharedGranules().map((path) => [basename(path), path] as const))(
    '%s: the ground track is that of its orbit number, and of no other track',
    async (_, path) => {
      const { granule } = await open(path);
      const { annotationOrbit, startTimeS, mission, absoluteOrbit } = granule;
      const track = relativeOrbitOf(mission, absoluteOrbit);
      expect(granule.relativeOrbit).toBe(track);
      const misfits = Array.from({ length: 175 }, (__, k) => trackMisfitDeg(annotationOrbit, startTimeS, k + 1));
      expect(misfits[track - 1]).toBeLessThan(0.1);
      expect(misfits.filter((misfit) => misfit < 1)).toHaveLength(1);
      await granule.close();
    },
  );
});
