import { describe, expect, it } from 'vitest';
import { frequencyDependentTide } from '../../../../src/displacement/corrections/tide-bands.ts';
import { solidEarthTide } from '../../../../src/displacement/corrections/solid-earth-tide.ts';
import { siderealTimeRad, sunMoon } from '../../../../src/displacement/corrections/sun-moon.ts';
import type { Vector3 } from '../../../../src/model/index.ts';
import { TWO_PI, parseUtc } from '../../../../src/units/index.ts';

/** Test cases printed with the routine DEHANTTIDEINEL of the IERS Conventions 2010, 0 h UT of each day, m. */
const CASES: readonly {
  readonly day: string;
  readonly station: Vector3;
  readonly sunM: Vector3;
  readonly moonM: Vector3;
  readonly tide: Vector3;
}[] = [
  {
    day: '2009-04-13',
    station: [4_075_578.385, 931_852.89, 4_801_570.154],
    sunM: [137_859_926_952.015, 54_228_127_881.435, 23_509_422_341.696],
    moonM: [-179_996_231.920_342, -312_468_450.131_567, -169_288_918.592_16],
    tide: [0.077_004_203_571, 0.063_040_563_218, 0.055_165_681_526],
  },
  {
    day: '2012-07-13',
    station: [1_112_189.66, -4_842_955.026, 3_985_352.284],
    sunM: [-54_537_460_436.2357, 130_244_288_385.279, 56_463_429_031.5996],
    moonM: [300_396_716.912, 243_238_281.451, 120_548_075.939],
    tide: [-0.020_368_314_796, 0.056_582_547_762, -0.075_976_796_769],
  },
  {
    day: '2015-07-15',
    station: [1_112_200.5696, -4_842_957.8511, 3_985_345.9122],
    sunM: [100_210_282_451.6279, 103_055_630_398.316, 56_855_096_480.4475],
    moonM: [369_817_604.4348, 1_897_917.5258, 120_804_980.8284],
    tide: [0.005_095_708_692, 0.082_866_302_598, -0.063_663_492_54],
  },
];

const dayOf = (day: string): number => parseUtc(`${day}T00:00:00`)!.epochDay;

function separation(a: Vector3, b: Vector3): { angleRad: number; ratio: number } {
  const [lengthA, lengthB] = [Math.hypot(...a), Math.hypot(...b)];
  const chord = Math.hypot(...a.map((value, axis) => value / lengthA - b[axis]! / lengthB));
  return { angleRad: 2 * Math.asin(chord / 2), ratio: lengthA / lengthB };
}

/** Earth-fixed to the axes of equator and equinox. */
function fromEquinox([x, y, z]: Vector3, epochDay: number): Vector3 {
  const sidereal = siderealTimeRad(epochDay, 0);
  const [sin, cos] = [Math.sin(sidereal), Math.cos(sidereal)];
  return [x * cos - y * sin, x * sin + y * cos, z];
}

describe('solid earth tide', () => {
  it.each(CASES)('$day: the published displacement, to 0.1 mm', ({ day, station, sunM, moonM, tide }) => {
    const found = solidEarthTide(station, { sunM, moonM }, dayOf(day), 0);
    for (let axis = 0; axis < 3; axis++) expect(Math.abs(found[axis]! - tide[axis]!)).toBeLessThan(1e-4);
  });

  it('frequency dependence: the published cases of STEP2DIU and STEP2LON together, to 0.1 mm', () => {
    const [x, y, z] = CASES[0]!.station;
    const latitude = Math.atan2(z, Math.hypot(x, y));
    const longitude = Math.atan2(y, x);
    const centuries = 0.105_941_136_208_076_7;
    // Sidereal time at 0 h UT, where T ends in half a day.
    const sidereal = ((100.460_618_4 + 36_000.770_053_6 * centuries) * TWO_PI) / 360;
    const { up, north, east } = frequencyDependentTide(latitude, longitude, centuries, sidereal);
    const [sinP, cosP, sinL, cosL] = [Math.sin(latitude), Math.cos(latitude), Math.sin(longitude), Math.cos(longitude)];
    const outward = up * cosP - north * sinP;
    const found = [outward * cosL - east * sinL, outward * sinL + east * cosL, up * sinP + north * cosP];
    const published = [
      0.004_193_085_327 - 0.000_097_809_628,
      0.001_456_681_241 - 0.000_022_363_497,
      0.005_123_366_597 + 0.000_356_194_582,
    ];
    for (let axis = 0; axis < 3; axis++) expect(Math.abs(found[axis]! - published[axis]!)).toBeLessThan(1e-4);
  });

  // The places of the third case are not those of its hour, and those of the first two count from the equinox.
  it.each(CASES.slice(0, 2))(
    '$day: Sun within 1 and Moon within 4 arc minutes of the published places',
    (published) => {
      const epochDay = dayOf(published.day);
      const found = sunMoon(epochDay, 0);
      const minute = TWO_PI / 21_600;
      const sun = separation(fromEquinox(found.sunM, epochDay), published.sunM);
      const moon = separation(fromEquinox(found.moonM, epochDay), published.moonM);
      expect(sun.angleRad).toBeLessThan(minute);
      expect(Math.abs(sun.ratio - 1)).toBeLessThan(1e-4);
      expect(moon.angleRad).toBeLessThan(4 * minute);
      expect(Math.abs(moon.ratio - 1)).toBeLessThan(1.5e-3);
    },
  );

  it.each(CASES.slice(0, 2))('$day: the own places of Sun and Moon move the tide by less than 1 mm', (published) => {
    const epochDay = dayOf(published.day);
    const found = sunMoon(epochDay, 0);
    const own = {
      sunM: fromEquinox(found.sunM, epochDay),
      moonM: fromEquinox(found.moonM, epochDay),
    };
    const tide = solidEarthTide(published.station, own, epochDay, 0);
    for (let axis = 0; axis < 3; axis++) expect(Math.abs(tide[axis]! - published.tide[axis]!)).toBeLessThan(1e-3);
  });

  it('Sun and Moon at worked examples 25.a and 47.a of Meeus, Astronomical Algorithms', () => {
    const astronomicalUnitM = 149_597_870_700;
    const examples = [
      {
        body: 'sunM',
        day: '1992-10-13',
        rightAscension: 198.380_83,
        declination: -7.785_07,
        distanceM: 0.997_66 * astronomicalUnitM,
      },
      { body: 'moonM', day: '1992-04-12', rightAscension: 134.688_47, declination: 13.768_368, distanceM: 368_409_700 },
    ] as const;
    for (const { body, day, rightAscension, declination, distanceM } of examples) {
      const place = fromEquinox(sunMoon(dayOf(day), 0)[body], dayOf(day));
      const [ra, dec] = [(rightAscension * TWO_PI) / 360, (declination * TWO_PI) / 360];
      const published: Vector3 = [
        distanceM * Math.cos(dec) * Math.cos(ra),
        distanceM * Math.cos(dec) * Math.sin(ra),
        distanceM * Math.sin(dec),
      ];
      const { angleRad, ratio } = separation(place, published);
      // Nutation and aberration, 0.5 arc minutes together, are left out; the minute of TT - UT moves the Moon by 0.5.
      expect(angleRad, body).toBeLessThan(((body === 'sunM' ? 1 : 4) * TWO_PI) / 21_600);
      expect(Math.abs(ratio - 1), body).toBeLessThan(1.5e-3);
    }
  });

  it('the Sun is below Greenwich at midnight', () => {
    const { sunM } = sunMoon(dayOf('2012-06-13'), 0);
    // The equation of time is nearly zero on 13 June.
    expect(Math.abs(Math.abs(Math.atan2(sunM[1], sunM[0])) - Math.PI)).toBeLessThan(0.003);
  });
});
