import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { closestApproach, locateGround } from '../../../../src/simulate/closest-approach.ts';
import { toEcef } from '../../../../src/simulate/ellipsoid.ts';
import { type Trajectory, listedTrajectory } from '../../../../src/simulate/trajectory.ts';
import type { Vector3 } from '../../../../src/model/index.ts';
import { type NaiveTiff, allOf, numberOf, openProduct, readTiff, secondsOf, textOf } from './naive-product.ts';
import { type NaiveSwath, readSwath, sincWeights } from './naive-tops.ts';

const C = 299_792_458;

/** One date of a scene, read back from its files. */
export interface NaiveDate {
  readonly swath: NaiveSwath;
  readonly tiff: NaiveTiff;
  readonly orbit: Trajectory;
}

export function readOrbit(path: string): Trajectory {
  const vectors = allOf(readFileSync(path, 'utf8'), 'OSV').map((entry) => ({
    timeS: secondsOf(textOf(entry, 'UTC').slice(4)),
    position: ['X', 'Y', 'Z'].map((name) => numberOf(entry, name)) as unknown as Vector3,
    velocity: ['VX', 'VY', 'VZ'].map((name) => numberOf(entry, name)) as unknown as Vector3,
  }));
  return listedTrajectory({
    timesS: vectors.map((vector) => vector.timeS),
    positionsM: vectors.map((vector) => vector.position),
    velocitiesMps: vectors.map((vector) => vector.velocity),
  });
}

export function readDate(product: string, orbitFile: string): NaiveDate {
  const { annotation, tiff } = openProduct(product);
  return { swath: readSwath(annotation), tiff, orbit: readOrbit(orbitFile) };
}

/** Bilinear heights of a scene's DEM. */
export function readHeights(path: string): (latitudeDeg: number, longitudeDeg: number) => number {
  const dem = readTiff(path);
  const columns = dem.tags.get(256)![0]!;
  const [, , , west, north] = dem.tags.get(33922)! as [number, number, number, number, number];
  const step = dem.tags.get(33550)![0]!;
  const height = (row: number, column: number): number =>
    dem.bytes.readFloatLE(dem.tags.get(273)![row]! + 4 * Math.min(columns - 1, column));
  return (latitudeDeg, longitudeDeg) => {
    const [row, column] = [(north - latitudeDeg) / step - 0.5, (longitudeDeg - west) / step - 0.5];
    const [r, c] = [Math.floor(row), Math.floor(column)];
    const [fr, fc] = [row - r, column - c];
    return (
      (1 - fr) * ((1 - fc) * height(r, c) + fc * height(r, c + 1)) +
      fr * ((1 - fc) * height(r + 1, c) + fc * height(r + 1, c + 1))
    );
  };
}

export interface PatchResult {
  /** Mean interferometric phase after removing the geometric range difference, rad. */
  readonly phaseRad: number;
  readonly coherence: number;
}

const speed = (date: NaiveDate, burst: number): number => {
  const middle = date.swath.bursts[burst]!.startS + (date.swath.lines / 2) * date.swath.intervalS;
  const [x, y, z] = date.orbit.velocityMps(middle);
  return Math.hypot(x, y, z);
};

const HALF = 20;

/**
 * The interferogram of a patch by brute force: the geometry of every pixel from closest approaches at nine nodes, the
 * secondary resampled with a 40 by 40 sinc after deramping with the formula of the annotation, reramped, multiplied.
 */
export function patchInterferogram(
  first: NaiveDate,
  second: NaiveDate,
  heightAt: (latitudeDeg: number, longitudeDeg: number) => number,
  burst: number,
  patch: { line: number; sample: number; lines: number; samples: number },
): PatchResult {
  const [a, b] = [first.swath, second.swath];
  const speedMps = speed(second, burst);
  const startB = b.bursts[burst]!.startS;
  const rangeOf = (sample: number): number => ((a.tau0 + sample / a.samplingHz) * C) / 2;
  const nodes = [0, 0.5, 1].map((fl) =>
    [0, 0.5, 1].map((fs) => {
      const timeS = a.bursts[burst]!.startS + (patch.line + fl * patch.lines) * a.intervalS;
      const rangeM = rangeOf(patch.sample + fs * patch.samples);
      const place = locateGround(first.orbit, { timeS, rangeM }, heightAt);
      const found = closestApproach(second.orbit, toEcef(place), timeS);
      return { timeS: found.timeS, differenceM: found.rangeM - rangeM };
    }),
  );
  const parabola = (x: number): number[] => [2 * (x - 0.5) * (x - 1), -4 * x * (x - 1), 2 * x * (x - 0.5)];
  const at = (fl: number, fs: number): { timeS: number; differenceM: number } => {
    const [wl, ws] = [parabola(fl), parabola(fs)];
    let [timeS, differenceM] = [0, 0];
    for (const [i, row] of nodes.entries()) {
      for (const [j, node] of row.entries()) {
        timeS += wl[i]! * ws[j]! * node.timeS;
        differenceM += wl[i]! * ws[j]! * node.differenceM;
      }
    }
    return { timeS, differenceM };
  };
  const cache = new Map<number, readonly [number, number]>();
  const deramped = (line: number, sample: number): readonly [number, number] => {
    const key = line * b.samples + sample;
    let value = cache.get(key);
    if (!value) {
      const [x, y] = second.tiff.pixel(b.bursts[burst]!.firstLineOfFile + line, sample);
      const phase = -b.carrierRad(burst, startB + line * b.intervalS, b.tau0 + sample / b.samplingHz, speedMps);
      value = [x * Math.cos(phase) - y * Math.sin(phase), x * Math.sin(phase) + y * Math.cos(phase)];
      cache.set(key, value);
    }
    return value;
  };
  let [re, im, powerA, powerB] = [0, 0, 0, 0];
  for (let i = 0; i < patch.lines; i++) {
    for (let j = 0; j < patch.samples; j++) {
      const { timeS, differenceM } = at(i / patch.lines, j / patch.samples);
      const tau = (2 * (rangeOf(patch.sample + j) + differenceM)) / C;
      const [line, sample] = [(timeS - startB) / b.intervalS, (tau - b.tau0) * b.samplingHz];
      const [l0, s0] = [Math.floor(line), Math.floor(sample)];
      const [wl, ws] = [sincWeights(line - l0, HALF), sincWeights(sample - s0, HALF)];
      let [x, y] = [0, 0];
      for (let m = 0; m < 2 * HALF; m++) {
        let [rowX, rowY] = [0, 0];
        for (let n = 0; n < 2 * HALF; n++) {
          const [vx, vy] = deramped(l0 - HALF + 1 + m, s0 - HALF + 1 + n);
          rowX += ws[n]! * vx;
          rowY += ws[n]! * vy;
        }
        x += wl[m]! * rowX;
        y += wl[m]! * rowY;
      }
      // Back from the deramped domain, and the geometric phase 4π (R2 - R1)/λ of first · conj(second) taken off.
      const phase = b.carrierRad(burst, timeS, tau, speedMps) + (4 * Math.PI * differenceM) / a.wavelengthM;
      const [bx, by] = [x * Math.cos(phase) - y * Math.sin(phase), x * Math.sin(phase) + y * Math.cos(phase)];
      const [ax, ay] = first.tiff.pixel(a.bursts[burst]!.firstLineOfFile + patch.line + i, patch.sample + j);
      re += ax * bx + ay * by;
      im += ay * bx - ax * by;
      powerA += ax * ax + ay * ay;
      powerB += bx * bx + by * by;
    }
  }
  return { phaseRad: Math.atan2(im, re), coherence: Math.hypot(re, im) / Math.sqrt(powerA * powerB) };
}

/** Reads both dates and the DEM of a scene folder through its job. */
export function openScene(folder: string): {
  first: NaiveDate;
  second: NaiveDate;
  heightAt: (latitudeDeg: number, longitudeDeg: number) => number;
} {
  const job = JSON.parse(readFileSync(join(folder, 'job.json'), 'utf8')) as {
    reference_url: string;
    secondary_url: string;
    options: { reference_orbit: string; secondary_orbit: string; dem: string };
  };
  return {
    first: readDate(join(folder, job.reference_url), join(folder, job.options.reference_orbit)),
    second: readDate(join(folder, job.secondary_url), join(folder, job.options.secondary_orbit)),
    heightAt: readHeights(join(folder, job.options.dem)),
  };
}
