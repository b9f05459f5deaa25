import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { closestApproach, locateGround } from '../../../src/simulate/closest-approach.ts';
import { fromEcef, toEcef } from '../../../src/simulate/ellipsoid.ts';
import { groundFrame } from '../../../src/simulate/ground-frame.ts';
import { planDefaultPair } from '../../../src/simulate/plan-default.ts';
import { evaluateModel, rangeModel } from '../../../src/simulate/range-model.ts';
import { waveTerrain } from '../../../src/simulate/terrain.ts';
import { listedTrajectory, sampleTrajectory } from '../../../src/simulate/trajectory.ts';
import { dot, length, subtract, unit } from '../../../src/simulate/vector.ts';
import type { Vector3 } from '../../../src/model/index.ts';
import { allOf, numberOf, secondsOf, textOf } from './support/naive-product.ts';

const pair = planDefaultPair({ swaths: ['iw1'], bursts: 2, samples: 600 });
const { trajectory } = pair.reference;
const startS = pair.reference.swaths[0]!.bursts[0]!.firstLineTimeS;

describe('the own orbit', () => {
  it('flies like Sentinel-1', () => {
    const speed = length(trajectory.velocityMps(startS));
    expect(speed).toBeGreaterThan(7500);
    expect(speed).toBeLessThan(7650);
    const { heightM } = fromEcef(trajectory.positionM(startS));
    expect(heightM).toBeGreaterThan(690e3);
    expect(heightM).toBeLessThan(710e3);
  });
  it('has the velocity of its own motion', () => {
    const [before, after] = [trajectory.positionM(startS - 0.5), trajectory.positionM(startS + 0.5)];
    const velocity = trajectory.velocityMps(startS);
    expect(length(subtract(velocity, subtract(after, before)))).toBeLessThan(1e-3);
  });
  it('crosses the equator northward at the node time', () => {
    const { nodeTimeS } = pair.reference;
    expect(Math.abs(trajectory.positionM(nodeTimeS)[2])).toBeLessThan(1e-3);
    expect(trajectory.velocityMps(nodeTimeS)[2]).toBeGreaterThan(7000);
  });
  it('is found again from vectors 10 s apart, to a micrometre', () => {
    const listed = listedTrajectory(sampleTrajectory(trajectory, startS - 63, 10, 17));
    for (const dt of [0, 3.3, 7.1]) {
      expect(length(subtract(listed.positionM(startS + dt), trajectory.positionM(startS + dt)))).toBeLessThan(1e-6);
      expect(length(subtract(listed.velocityMps(startS + dt), trajectory.velocityMps(startS + dt)))).toBeLessThan(1e-6);
    }
  });
  it('keeps a baseline of 60 to 130 m across the line of sight, twelve days apart', () => {
    const place = locateGround(trajectory, { timeS: startS, rangeM: 826_000 }, () => 300);
    const point = toEcef(place);
    const first = closestApproach(trajectory, point, startS);
    const second = closestApproach(pair.secondary.trajectory, point, startS);
    const [s1, s2] = [trajectory.positionM(first.timeS), pair.secondary.trajectory.positionM(second.timeS)];
    const baseline = subtract(s2, s1);
    const sight = unit(subtract(s1, point));
    const along = unit(trajectory.velocityMps(first.timeS));
    const across = Math.sqrt(dot(baseline, baseline) - dot(baseline, sight) ** 2 - dot(baseline, along) ** 2);
    expect(across).toBeGreaterThan(60);
    expect(across).toBeLessThan(130);
    expect(pair.secondary.epochDay - pair.reference.epochDay).toBe(12);
    expect(pair.secondary.absoluteOrbit - pair.reference.absoluteOrbit).toBe(175);
  });
});

describe('closest approach', () => {
  it('is where the line of sight is across the track, and inverts locating the ground', () => {
    const wanted = { timeS: startS + 1.2345, rangeM: 827_123.4 };
    const place = locateGround(trajectory, wanted, () => 250);
    const found = closestApproach(trajectory, toEcef(place), startS - 5);
    expect(Math.abs(found.timeS - wanted.timeS)).toBeLessThan(1e-9);
    expect(Math.abs(found.rangeM - wanted.rangeM)).toBeLessThan(1e-5);
    const sight = subtract(toEcef(place), trajectory.positionM(found.timeS));
    // A nanosecond of time is v² · 1e-9 s = 0.06 m² of this product.
    expect(Math.abs(dot(sight, trajectory.velocityMps(found.timeS)))).toBeLessThan(0.1);
  });
  it('is right of the track', () => {
    const place = locateGround(trajectory, { timeS: startS, rangeM: 826_000 }, () => 0);
    expect(place.longitudeDeg).toBeGreaterThan(fromEcef(trajectory.positionM(startS)).longitudeDeg);
  });
});

describe('range model', () => {
  it('gives range to 0.02 mm and time to a nanosecond anywhere in its box', () => {
    const frame = groundFrame(44.4, 4.53, -14);
    const box = { along: 300, across: -200, heightM: 400, halfAlong: 352, halfAcross: 150, halfHeightM: 110 };
    for (const acquisition of [pair.reference, pair.secondary]) {
      const model = rangeModel(acquisition, frame, box, startS);
      for (const [a, b, h] of [
        [0.9, -0.7, 0.8],
        [-0.55, 0.95, -0.9],
        [0.3, 0.4, 0.5],
        [-1, -1, 1],
      ] as const) {
        const place = frame.toGeographic(box.along + a * box.halfAlong, box.across + b * box.halfAcross);
        const point = toEcef({ ...place, heightM: box.heightM + h * box.halfHeightM });
        const exact = closestApproach(acquisition.trajectory, point, startS);
        expect(Math.abs(evaluateModel(model.rangeM, a, b, h) - exact.rangeM)).toBeLessThan(2e-5);
        expect(Math.abs(evaluateModel(model.timeS, a, b, h) - exact.timeS)).toBeLessThan(2e-9);
      }
    }
  });
});

describe('terrain', () => {
  it('fills rows with the same heights as single places', () => {
    const frame = groundFrame(44.4, 4.53, -14);
    const terrain = waveTerrain(frame);
    const out = new Float64Array(130);
    terrain.fillRow(1234.5, -777, 2.3, 128, out, 1);
    for (const k of [0, 17, 127]) expect(out[k + 1]).toBeCloseTo(terrain.heightM(1234.5, -777 + 2.3 * k), 9);
    expect([out[0], out[129]]).toEqual([0, 0]);
    const place = frame.toGeographic(500, 600);
    expect(terrain.heightAt(place.latitudeDeg, place.longitudeDeg)).toBeCloseTo(terrain.heightM(500, 600), 6);
  });

  it('has the relief that is asked for, around the same mean height', () => {
    const frame = groundFrame(44.4, 4.53, -14);
    const [low, high, flat] = [waveTerrain(frame), waveTerrain(frame, 800), waveTerrain(frame, 0)];
    expect(high.maxHeightM - high.minHeightM).toBe(800);
    expect(flat.heightM(1234.5, -777)).toBe(310);
    expect((high.heightM(1234.5, -777) - 310) / (low.heightM(1234.5, -777) - 310)).toBeCloseTo(800 / 340, 9);
  });
});

const real = '../shared/data/sentinel1/pair-2025-track108';

describe.skipIf(!existsSync(real))('the geolocation grid of a real product (needs ../shared/data/sentinel1)', () => {
  it('is reproduced to 5 µs and 1 mm', () => {
    const product = readdirSync(real).find((name) => name.endsWith('.SAFE'))!;
    const folder = join(real, product, 'annotation');
    const file = readdirSync(folder).find((name) => name.includes('-iw2-slc-'))!;
    const xml = readFileSync(join(folder, file), 'utf8');
    const vectors = allOf(allOf(xml, 'orbitList')[0]!, 'orbit');
    const triple = (entry: string, name: string): Vector3 => {
      const inner = allOf(entry, name)[0]!;
      return [numberOf(inner, 'x'), numberOf(inner, 'y'), numberOf(inner, 'z')];
    };
    const orbit = listedTrajectory({
      timesS: vectors.map((entry) => secondsOf(textOf(entry, 'time'))),
      positionsM: vectors.map((entry) => triple(entry, 'position')),
      velocitiesMps: vectors.map((entry) => triple(entry, 'velocity')),
    });
    let [worstTime, worstRange] = [0, 0];
    for (const entry of allOf(xml, 'geolocationGridPoint')) {
      const timeS = secondsOf(textOf(entry, 'azimuthTime'));
      const point = toEcef({
        latitudeDeg: numberOf(entry, 'latitude'),
        longitudeDeg: numberOf(entry, 'longitude'),
        heightM: numberOf(entry, 'height'),
      });
      const found = closestApproach(orbit, point, timeS);
      worstTime = Math.max(worstTime, Math.abs(found.timeS - timeS));
      worstRange = Math.max(worstRange, Math.abs(found.rangeM - (numberOf(entry, 'slantRangeTime') * 299_792_458) / 2));
    }
    expect(worstTime).toBeLessThan(5e-6);
    expect(worstRange).toBeLessThan(1e-3);
  });
});
