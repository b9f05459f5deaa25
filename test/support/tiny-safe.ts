import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { CircularOrbit } from './circular-orbit.ts';
import { SENTINEL_LIKE, circularState, evenTimes } from './circular-orbit.ts';
import { tinyTiff } from './tiny-tiff.ts';

export const TINY = {
  name: 'S1A_IW_SLC__1SDV_20200511T135117_20200511T135144_032518_03C421_7768',
  stem: 's1a-iw1-slc-vv-20200511t135119-20200511t135144-032518-03c421-004',
  epochDay: 18_393,
  lines: 6,
  samples: 10,
  bursts: 2,
  /** As in real products: an odd number of bytes before the first sample. */
  byteOffset: 315,
  firstLineTimeS: 49_879.418774,
} as const;

const annotationPath = `annotation/${TINY.stem}.xml`;
const measurementPath = `measurement/${TINY.stem}.tiff`;

export const TINY_PATHS = { annotation: annotationPath, measurement: measurementPath, manifest: 'manifest.safe' };

function utc(timeS: number): string {
  const micros = Math.round(timeS * 1e6);
  const seconds = Math.floor(micros / 1e6);
  const two = (value: number): string => String(value).padStart(2, '0');
  const clock = `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return `2020-05-11T${clock}.${String(micros - seconds * 1e6).padStart(6, '0')}`;
}

/** I of a sample is 1000 · line + sample of the swath's image, Q is its negative. */
export function tinyValue(line: number, sample: number): number {
  return 1000 * line + sample;
}

export function tinyPixels(littleEndian = true): Uint8Array {
  const lines = TINY.lines * TINY.bursts;
  const bytes = new Uint8Array(lines * TINY.samples * 4);
  const view = new DataView(bytes.buffer);
  for (let line = 0; line < lines; line += 1)
    for (let sample = 0; sample < TINY.samples; sample += 1) {
      const at = 4 * (line * TINY.samples + sample);
      view.setInt16(at, tinyValue(line, sample), littleEndian);
      view.setInt16(at + 2, -tinyValue(line, sample), littleEndian);
    }
  return bytes;
}

/** Tags of the measurement; one may be replaced, or taken away by undefined. */
export function tinyMeasurement(
  replace: Readonly<Record<number, readonly number[] | undefined>> = {},
  littleEndian = true,
): Buffer {
  const lines = TINY.lines * TINY.bursts;
  const lineBytes = TINY.samples * 4;
  const tags: Record<number, readonly number[] | undefined> = {
    256: [TINY.samples],
    257: [lines],
    258: [32],
    259: [1],
    262: [1],
    273: Array.from({ length: lines }, (_, line) => TINY.byteOffset + line * lineBytes),
    277: [1],
    278: [1],
    279: Array.from({ length: lines }, () => lineBytes),
    339: [5],
    ...replace,
  };
  const written = Object.entries(tags).flatMap(([tag, values]) =>
    values === undefined ? [] : [{ tag: Number(tag), ...(values.length > 1 ? { longs: values } : { shorts: values }) }],
  );
  return tinyTiff(tinyPixels(littleEndian), written, littleEndian, TINY.byteOffset - 8);
}

function polynomialLists(): string {
  const at = utc(TINY.firstLineTimeS);
  return `<azimuthFmRateList count="1"><azimuthFmRate><azimuthTime>${at}</azimuthTime><t0>5.33e-03</t0>
<azimuthFmRatePolynomial count="3">-2.3e+03 4.5e+05 -7.8e+07</azimuthFmRatePolynomial></azimuthFmRate></azimuthFmRateList>`;
}

function orbitList(orbit: CircularOrbit): string {
  const times = evenTimes(TINY.firstLineTimeS - 69.5, 15, 10);
  return times
    .map((time) => {
      const { p, v } = circularState(orbit, time - TINY.firstLineTimeS);
      const vector = (name: string, [x, y, z]: readonly number[]): string =>
        `<${name}><x>${x}</x><y>${y}</y><z>${z}</z></${name}>`;
      return `<orbit><time>${utc(time)}</time><frame>Earth Fixed</frame>${vector('position', p)}${vector('velocity', v)}</orbit>`;
    })
    .join('\n');
}

function burst(index: number): string {
  const first = TINY.firstLineTimeS + index * 2.758273;
  const valid = (value: number): string =>
    Array.from({ length: TINY.lines }, (_, line) => (line === 0 || line === TINY.lines - 1 ? -1 : value)).join(' ');
  return `<burst><azimuthTime>${utc(first)}</azimuthTime><azimuthAnxTime>2349.3</azimuthAnxTime>
<sensingTime>${utc(first + 1.1)}</sensingTime><byteOffset>${TINY.byteOffset + index * TINY.lines * TINY.samples * 4}</byteOffset>
<firstValidSample count="${TINY.lines}">${valid(1)}</firstValidSample><lastValidSample count="${TINY.lines}">${valid(8)}</lastValidSample>
<burstId absolute="1">${151_200 + index}</burstId></burst>`;
}

export function tinyAnnotation(): string {
  const processing = (bandwidth: string): string => `<windowType>Hamming</windowType>
<windowCoefficient>7.5e-01</windowCoefficient><processingBandwidth>${bandwidth}</processingBandwidth>`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<product><adsHeader><missionId>S1A</missionId><productType>SLC</productType><polarisation>VV</polarisation><mode>IW</mode><swath>IW1</swath></adsHeader>
<generalAnnotation><productInformation><rangeSamplingRate>6.434523812571428e+07</rangeSamplingRate>
<radarFrequency>5.405000454334350e+09</radarFrequency><azimuthSteeringRate>1.590368784e+00</azimuthSteeringRate></productInformation>
<orbitList count="15">${orbitList(SENTINEL_LIKE)}</orbitList>${polynomialLists()}</generalAnnotation>
<imageAnnotation><imageInformation><productFirstLineUtcTime>${utc(TINY.firstLineTimeS)}</productFirstLineUtcTime>
<productLastLineUtcTime>${utc(TINY.firstLineTimeS + 2.77)}</productLastLineUtcTime><ascendingNodeTime>2020-05-11T13:12:30.117289</ascendingNodeTime>
<slantRangeTime>5.334e-03</slantRangeTime><pixelValue>Complex</pixelValue><outputPixels>16 bit Signed Integer</outputPixels>
<azimuthTimeInterval>2.055556299999998e-03</azimuthTimeInterval></imageInformation>
<processingInformation><swathProcParamsList count="1"><swathProcParams><swath>IW1</swath><rangeProcessing>${processing('5.65e+07')}</rangeProcessing>
<azimuthProcessing>${processing('3.27e+02')}</azimuthProcessing></swathProcParams></swathProcParamsList><dcMethod>Data Analysis</dcMethod></processingInformation></imageAnnotation>
<dopplerCentroid><dcEstimateList count="1"><dcEstimate><azimuthTime>${utc(TINY.firstLineTimeS)}</azimuthTime><t0>5.333e-03</t0>
<geometryDcPolynomial count="1">6.0</geometryDcPolynomial><dataDcPolynomial count="2">-1.1e+01 2.0e+03</dataDcPolynomial></dcEstimate></dcEstimateList></dopplerCentroid>
<swathTiming><linesPerBurst>${TINY.lines}</linesPerBurst><samplesPerBurst>${TINY.samples}</samplesPerBurst>
<burstList count="${TINY.bursts}">${burst(0)}${burst(1)}</burstList></swathTiming></product>`;
}

export function tinyManifest(measurementBytes: number): string {
  const file = (path: string, size: number): string =>
    `<dataObject ID="a"><byteStream size="${size}"><fileLocation href="./${path}"/></byteStream></dataObject>`;
  const object = (id: string, content: string): string =>
    `<metadataObject ID="${id}"><metadataWrap><xmlData>${content}</xmlData></metadataWrap></metadataObject>`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<xfdu:XFDU xmlns:xfdu="urn:x" xmlns:safe="urn:s" xmlns:s1="urn:1" xmlns:s1sarl1="urn:l"><metadataSection>
${object('processing', '<safe:processing><safe:facility><safe:software name="Sentinel-1 IPF" version="003.20"/></safe:facility></safe:processing>')}
${object('platform', '<safe:platform><safe:instrument><safe:extension><s1sarl1:instrumentMode><s1sarl1:mode>IW</s1sarl1:mode></s1sarl1:instrumentMode></safe:extension></safe:instrument></safe:platform>')}
${object('measurementOrbitReference', '<safe:orbitReference><safe:orbitNumber type="start">32518</safe:orbitNumber><safe:relativeOrbitNumber type="start">71</safe:relativeOrbitNumber><safe:relativeOrbitNumber type="stop">71</safe:relativeOrbitNumber><safe:extension><s1:pass>DESCENDING</s1:pass></safe:extension></safe:orbitReference>')}
${object('generalProductInformation', '<s1sarl1:standAloneProductInformation><s1sarl1:productType>SLC</s1sarl1:productType></s1sarl1:standAloneProductInformation>')}
</metadataSection><dataObjectSection>${file(annotationPath, 1)}${file(measurementPath, measurementBytes)}</dataObjectSection></xfdu:XFDU>`;
}

/** The files of a tiny but complete product, by path. */
export function tinyProduct(): Map<string, Buffer> {
  const measurement = tinyMeasurement();
  return new Map([
    [TINY_PATHS.manifest, Buffer.from(tinyManifest(measurement.byteLength))],
    [annotationPath, Buffer.from(tinyAnnotation())],
    [measurementPath, measurement],
  ]);
}

/** Writes a product's files below `folder`/`name`.SAFE and gives that path. */
export function writeProduct(folder: string, files: ReadonlyMap<string, Buffer>, name: string = TINY.name): string {
  const root = join(folder, `${name}.SAFE`);
  for (const [path, bytes] of files) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), bytes);
  }
  return root;
}
