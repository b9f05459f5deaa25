import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SimulatedPair, simulate } from '../../../src/simulate/index.ts';
import { closestApproach } from '../../../src/simulate/closest-approach.ts';
import { toEcef } from '../../../src/simulate/ellipsoid.ts';
import { crc16 } from '../../../src/simulate/product-names.ts';
import { allOf, numberOf, numbersOf, openProduct, secondsOf, textOf } from './support/naive-product.ts';
import { readHeights, readOrbit } from './support/naive-interferogram.ts';

interface Job {
  reference_granule: string;
  secondary_granule: string;
}

describe('a simulated pair', () => {
  const root = mkdtempSync(join(tmpdir(), 'sentryal-simulate-'));
  let pair: SimulatedPair;
  let job: Job;
  beforeAll(async () => {
    const outDir = join(root, 'first');
    pair = await simulate({ outDir, scene: 'none', seed: 5, bursts: 2, samples: 384 });
    job = JSON.parse(readFileSync(pair.jobPath, 'utf8')) as Job;
  }, 60_000);
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  it('has valid, track-consistent granule names that end in the checksum of the manifest', () => {
    for (const [name, path] of [
      [job.reference_granule, pair.referencePath],
      [job.secondary_granule, pair.secondaryPath],
    ] as const) {
      expect(name).toMatch(/^S1A_IW_SLC__1SSV_\d{8}T\d{6}_\d{8}T\d{6}_\d{6}_[0-9A-F]{6}_[0-9A-F]{4}$/);
      expect(name).toHaveLength(67);
      expect(basename(path)).toBe(`${name}.SAFE`);
      const manifest = readFileSync(join(path, 'manifest.safe'));
      expect(crc16(manifest)).toBe(parseInt(name.slice(-4), 16));
      const orbit = Number(name.slice(49, 55));
      expect(numberOf(manifest.toString('utf8'), 'safe:relativeOrbitNumber')).toBe(((orbit - 73) % 175) + 1);
      expect(numberOf(manifest.toString('utf8'), 'safe:orbitNumber')).toBe(orbit);
    }
    expect(Number(job.secondary_granule.slice(49, 55)) - Number(job.reference_granule.slice(49, 55))).toBe(175);
    expect(crc16(Buffer.from('123456789'))).toBe(0x29b1);
  });

  it('lists in the manifest every file with its size and MD5', () => {
    for (const path of [pair.referencePath, pair.secondaryPath]) {
      const manifest = readFileSync(join(path, 'manifest.safe'), 'utf8');
      const objects = [
        ...manifest.matchAll(
          /size="(\d+)">\s*<fileLocation[^>]*href="([^"]+)"[^>]*><\/fileLocation>\s*<checksum[^>]*>(\w+)</g,
        ),
      ];
      expect(objects).toHaveLength(2);
      for (const [, size, href, md5] of objects) {
        const bytes = readFileSync(join(path, href!));
        expect(bytes.byteLength).toBe(Number(size));
        expect(createHash('md5').update(bytes).digest('hex')).toBe(md5);
      }
      expect(textOf(manifest, 's1:pass')).toBe('ASCENDING');
      expect(manifest).toContain('<safe:software name="Sentinel-1 IPF" version="003.91">');
      expect(textOf(manifest, 's1:ascendingNodeTime')).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}$/);
    }
  });

  it('has a measurement TIFF that a plain reader finds as the products have it', () => {
    const { annotation, tiff } = openProduct(pair.referencePath);
    const [lines, samples] = [numberOf(annotation, 'linesPerBurst'), numberOf(annotation, 'samplesPerBurst')];
    const tag = (code: number): number => tiff.tags.get(code)![0]!;
    expect([tag(256), tag(257), tag(258), tag(259), tag(277), tag(278), tag(339)]).toEqual([
      samples,
      2 * lines,
      32,
      1,
      1,
      1,
      5,
    ]);
    const offsets = tiff.tags.get(273)!;
    expect(offsets).toHaveLength(2 * lines);
    expect(tiff.tags.get(279)!.every((bytes) => bytes === samples * 4)).toBe(true);
    const byteOffsets = allOf(annotation, 'byteOffset').map(Number);
    expect(byteOffsets).toEqual([offsets[0], offsets[lines]]);
    expect(byteOffsets[0]).toBe(315 + 8 * 2 * lines);
    // The directory follows the samples.
    expect(tiff.directoryOffset).toBeGreaterThanOrEqual(offsets.at(-1)! + samples * 4);
  });

  it('is zero exactly outside the annotated valid samples, and speckle inside', () => {
    const { annotation, tiff } = openProduct(pair.secondaryPath);
    const lines = numberOf(annotation, 'linesPerBurst');
    const [first, last] = ['firstValidSample', 'lastValidSample'].map((name) =>
      allOf(annotation, name).map(numbersOf),
    ) as [number[][], number[][]];
    let [power, count, zeros] = [0, 0, 0];
    for (let line = 0; line < 2 * lines; line++) {
      const [from, to] = [
        first[Math.floor(line / lines)]![line % lines]!,
        last[Math.floor(line / lines)]![line % lines]!,
      ];
      for (let sample = 0; sample < numberOf(annotation, 'samplesPerBurst'); sample++) {
        const [i, q] = tiff.pixel(line, sample);
        if (from < 0 || sample < from || sample > to) {
          if (i !== 0 || q !== 0) throw new Error(`not zero at line ${line}, sample ${sample}`);
          continue;
        }
        power += i * i + q * q;
        count++;
        if (i === 0 && q === 0) zeros++;
      }
    }
    expect(first[0]![0]).toBe(-1);
    expect(count).toBeGreaterThan(0.8 * 2 * lines * 384);
    expect(Math.sqrt(power / count)).toBeGreaterThan(100);
    expect(Math.sqrt(power / count)).toBeLessThan(400);
    expect(zeros / count).toBeLessThan(1e-3);
  });

  it('annotates every field that a reader uses', () => {
    const { annotation } = openProduct(pair.referencePath);
    for (const name of [
      'radarFrequency',
      'azimuthSteeringRate',
      'rangeSamplingRate',
      'platformHeading',
      'prf',
      'rank',
      'txPulseRampRate',
      'pri',
      'slantRangeTime',
      'azimuthTimeInterval',
      'azimuthPixelSpacing',
      'rangePixelSpacing',
      'numberOfSamples',
      'numberOfLines',
      'incidenceAngleMidSwath',
      'linesPerBurst',
      'samplesPerBurst',
      'azimuthAnxTime',
      'byteOffset',
      'burstId',
      'processingBandwidth',
      'windowCoefficient',
      'absoluteOrbitNumber',
      'missionDataTakeId',
      'value',
    ]) {
      expect(Number.isFinite(numberOf(annotation, name)), name).toBe(true);
    }
    expect(textOf(annotation, 'pass')).toBe('Ascending');
    expect(textOf(annotation, 'dcMethod')).toBe('Data Analysis');
    expect(textOf(annotation, 'windowType')).toBe('Hamming');
    expect(allOf(annotation, 'orbit')).toHaveLength(17);
    expect(allOf(annotation, 'azimuthFmRatePolynomial').map((text) => numbersOf(text).length)).toEqual([3, 3, 3, 3]);
    expect(allOf(annotation, 'dataDcPolynomial').map((text) => numbersOf(text).length)).toEqual([3, 3, 3, 3]);
    expect(allOf(annotation, 'geometryDcPolynomial')).toHaveLength(4);
    for (const [, element, count, body] of annotation.matchAll(/<(\w+List) count="(\d+)">([\s\S]*?)<\/\1>/g)) {
      const child = /<(\w+)/.exec(body!)?.[1];
      expect(child ? allOf(body!, child) : [], element).toHaveLength(Number(count));
    }
  });

  it('writes times rounded to the microsecond, bursts whole lines apart, and their ids by the formula', () => {
    for (const path of [pair.referencePath, pair.secondaryPath]) {
      const { annotation } = openProduct(path);
      const times = [...annotation.matchAll(/T\d\d:\d\d:\d\d[^<]*/g)].map((match) => match[0]);
      expect(times.every((text) => /^T\d\d:\d\d:\d\d\.\d{6}$/.test(text))).toBe(true);
      const interval = numberOf(annotation, 'azimuthTimeInterval');
      const node = secondsOf(textOf(annotation, 'ascendingNodeTime'));
      const orbit = numberOf(annotation, 'absoluteOrbitNumber');
      const bursts = allOf(annotation, 'burst');
      const starts = bursts.map((entry) => secondsOf(textOf(entry, 'azimuthTime')));
      const steps = (starts[1]! - starts[0]!) / interval;
      // Two roundings of half a microsecond are 5e-4 of a line.
      expect(Math.abs(steps - Math.round(steps))).toBeLessThan(5e-4);
      for (const entry of bursts) {
        const beam = secondsOf(textOf(entry, 'sensingTime')) + 0.832 + 1.078 / 2 - node;
        const before = ((orbit - 73) % 175) * ((12 * 86_400) / 175);
        expect(numberOf(entry, 'burstId')).toBe(1 + Math.floor((beam + before - 2.299849) / 2.758273));
        const anx = secondsOf(textOf(entry, 'azimuthTime')) - node;
        expect(Math.abs(numberOf(entry, 'azimuthAnxTime') - anx)).toBeLessThan(2e-6);
      }
    }
  });

  it('starts the bursts of the two dates a few lines and a fraction apart', () => {
    const [first, second] = [openProduct(pair.referencePath), openProduct(pair.secondaryPath)].map(({ annotation }) => {
      const burst = allOf(annotation, 'burst')[0]!;
      return secondsOf(textOf(burst, 'azimuthTime')) - secondsOf(textOf(annotation, 'ascendingNodeTime'));
    }) as [number, number];
    const lines =
      Math.abs(second - first) / numberOf(openProduct(pair.referencePath).annotation, 'azimuthTimeInterval');
    expect(lines).toBeGreaterThan(0.5);
    expect(lines).toBeLessThan(8);
    expect(Math.abs(lines - Math.round(lines))).toBeGreaterThan(0.05);
  });

  it('has a geolocation grid that its orbit file and its DEM confirm', () => {
    const { annotation } = openProduct(pair.referencePath);
    const orbit = readOrbit(pair.orbitPaths.reference);
    const heightAt = readHeights(pair.demPath);
    const points = allOf(annotation, 'geolocationGridPoint');
    expect(points).toHaveLength(3 * 21);
    for (const entry of points) {
      const [latitudeDeg, longitudeDeg, heightM] = ['latitude', 'longitude', 'height'].map((name) =>
        numberOf(entry, name),
      ) as [number, number, number];
      const timeS = secondsOf(textOf(entry, 'azimuthTime'));
      const found = closestApproach(orbit, toEcef({ latitudeDeg, longitudeDeg, heightM }), timeS + 1);
      // Half a microsecond of rounding in the time; orbit vectors are rounded to a micrometre.
      expect(Math.abs(found.timeS - timeS)).toBeLessThan(6e-7);
      expect(Math.abs(found.rangeM - (numberOf(entry, 'slantRangeTime') * 299_792_458) / 2)).toBeLessThan(1e-4);
      // A 30 m grid of waves no shorter than 1.7 km: A k² d² / 8 summed over the waves is 4 cm.
      expect(Math.abs(heightAt(latitudeDeg, longitudeDeg) - heightM)).toBeLessThan(0.05);
    }
    const lines = points.map((entry) => numberOf(entry, 'line'));
    const perBurst = numberOf(annotation, 'linesPerBurst');
    expect([lines[0], lines[21], lines[42]]).toEqual([0, perBurst, 2 * perBurst - 1]);
  });

  it('writes precise-orbit files that cover pass and node', () => {
    for (const [path, product] of [
      [pair.orbitPaths.reference, pair.referencePath],
      [pair.orbitPaths.secondary, pair.secondaryPath],
    ] as const) {
      const name = basename(path);
      expect(name).toMatch(/^S1A_OPER_AUX_POEORB_OPOD_\d{8}T\d{6}_V\d{8}T\d{6}_\d{8}T\d{6}\.EOF$/);
      const text = readFileSync(path, 'utf8');
      expect(`${textOf(text, 'File_Name')}.EOF`).toBe(name);
      const vectors = allOf(text, 'OSV');
      expect(text).toContain(`<List_of_OSVs count="${vectors.length}">`);
      const utc = vectors.map((entry) => textOf(entry, 'UTC'));
      expect(utc.every((value) => /^UTC=\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}$/.test(value))).toBe(true);
      const seconds = utc.map((value) => secondsOf(value.slice(4)));
      expect(seconds.every((value, i) => i === 0 || Math.abs(value - seconds[i - 1]! - 10) < 1e-6)).toBe(true);
      const { annotation } = openProduct(product);
      expect(seconds[0]!).toBeLessThan(secondsOf(textOf(annotation, 'startTime')) - 5924 - 60);
      expect(seconds.at(-1)!).toBeGreaterThan(secondsOf(textOf(annotation, 'stopTime')) + 60);
      const quality = vectors.map((entry) => textOf(entry, 'Quality'));
      expect(quality.every((value) => value === 'NOMINAL')).toBe(true);
    }
  });
});
