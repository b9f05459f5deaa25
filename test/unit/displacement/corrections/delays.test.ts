import { describe, expect, it } from 'vitest';
import {
  EXPANSION_PER_K,
  axisSensitivity,
  ionosphereMm,
  shellCrossing,
  latticeAt,
  latticeOf,
  thermalExpansionMm,
  zenithDelayMm,
} from '../../../../src/displacement/index.ts';
import { degToRad } from '../../../../src/units/index.ts';

/** Centre frequency of Sentinel-1. */
const FREQUENCY_HZ = 5.405e9;

describe('ionosphere', () => {
  it('one unit more at the zenith: 13.8 mm toward the satellite', () => {
    expect(ionosphereMm(1, FREQUENCY_HZ, 0)).toBeCloseTo(13.79, 1);
    expect(ionosphereMm(-3, FREQUENCY_HZ, 0)).toBeCloseTo(-3 * ionosphereMm(1, FREQUENCY_HZ, 0), 12);
  });

  it('grows with incidence less than 1/cos, the shell being high above a round Earth', () => {
    const zenith = ionosphereMm(1, FREQUENCY_HZ, 0);
    const oblique = ionosphereMm(1, FREQUENCY_HZ, 39) / zenith;
    expect(oblique).toBeGreaterThan(1.2);
    expect(oblique).toBeLessThan(1 / Math.cos(degToRad(39)));
  });

  it('the line of sight crosses the shell where the distance on the ground says', () => {
    // Flat Earth: 450 km tan 39 degrees = 364 km; the round one takes some of it away.
    const crossing = shellCrossing(0, 10, 39, 90);
    expect(crossing.latitudeDeg).toBeCloseTo(0, 9);
    const km = (crossing.longitudeDeg - 10) * 111.19;
    expect(km).toBeGreaterThan(290);
    expect(km).toBeLessThan(350);
    expect(shellCrossing(45, 10, 39, 0).longitudeDeg).toBeCloseTo(10, 9);
    // Over the pole: on the other side, as far from it as the arc is longer than the way there.
    const arcDeg = shellCrossing(0, 0, 39, 0).latitudeDeg;
    const beyond = shellCrossing(89, 10, 39, 0);
    expect(beyond.latitudeDeg).toBeCloseTo(90 - (arcDeg - 1), 6);
    expect(Math.abs(beyond.longitudeDeg - 10)).toBeCloseTo(180, 6);
  });
});

describe('zenith delay', () => {
  it('more delay reads as motion away, longer by 1/cos of the incidence', () => {
    expect(zenithDelayMm(0.01, 0)).toBeCloseTo(-10, 9);
    expect(zenithDelayMm(0.01, 60)).toBeCloseTo(-20, 9);
  });
});

describe('structures', () => {
  it('300 m of steel by 20 K: about 70 mm', () => {
    expect(thermalExpansionMm(300, 20)).toBeCloseTo(70.2, 6);
    expect(thermalExpansionMm(300, 20, 12e-6)).toBeCloseTo(72, 6);
    expect(EXPANSION_PER_K).toBe(11.7e-6);
  });

  it('an axis sees the horizontal part of the line of sight along it', () => {
    const los = { losEast: 0.6, losNorth: -0.1 };
    expect(axisSensitivity(los, 90)).toBeCloseTo(0.6, 12);
    expect(axisSensitivity(los, 270)).toBeCloseTo(-0.6, 12);
    expect(axisSensitivity(los, 0)).toBeCloseTo(-0.1, 12);
  });
});

describe('lattice', () => {
  it('a curved quantity over 250 km, to a thousandth of its change', () => {
    const box = { south: 44, north: 46.2, west: 178.5, east: 181.5 };
    const exact = (latitude: number, longitude: number): number =>
      1 / Math.cos(degToRad(20 + 5 * (longitude - 178.5))) + latitude ** 2 / 1000;
    const lattice = latticeOf(box, exact);
    const change = exact(46.2, 181.5) - exact(44, 178.5);
    for (let k = 0; k < 200; k++) {
      const latitude = 44 + (2.2 * ((k * 37) % 200)) / 200;
      const longitude = 178.5 + (3 * k) / 200;
      const onTurn = longitude >= 180 ? longitude - 360 : longitude;
      expect(Math.abs(latticeAt(lattice, latitude, onTurn) - exact(latitude, longitude))).toBeLessThan(1e-3 * change);
    }
  });
});
