import { expect, it } from 'vitest';
import type { Dem } from '../../../src/model/index.ts';
import { type GeocodedStrip, Geocoder, type MapGrid, mapGrid, mapStrips } from '../../../src/products/index.ts';
import { box, cellOf, gridOf, hills, imageOf, pixelOf, sourceOf } from '../../support/corner-reflectors.ts';
import { stateFigure } from '../../support/figure.ts';
import { describeGpu } from '../../support/gpu.ts';

/** Slopes of up to 8 degrees. */
const gentle = hills(150);
/** Of up to 18 degrees, where a cell of 37 m in slant range is up to 180 m long on ground that leans toward the radar. */
const steep = hills(330);

async function geocoded(geocoder: Geocoder, map: MapGrid, dem: Dem): Promise<GeocodedStrip[]> {
  const strips: GeocodedStrip[] = [];
  for (const strip of mapStrips(map, dem)) strips.push(await geocoder.geocode(strip));
  return strips;
}

const joined = (strips: readonly GeocodedStrip[], name: keyof GeocodedStrip): number[] =>
  strips.flatMap((strip) => [...strip[name]]);

describeGpu('geolocation of simulated corner reflectors', (gpu) => {
  const coherenceOf = async (image: ReturnType<typeof sourceOf>, map: MapGrid, dem: Dem): Promise<number[]> =>
    joined(await geocoded(new Geocoder(gpu(), map, dem, image), map, dem), 'coherence');

  /** How far the middles of the bells on a map are from their places: largest and root mean square, pixels. */
  async function offsets(
    ground: typeof gentle,
    map: MapGrid,
    looks: { azimuth: number; range: number },
    power: number,
  ) {
    const { dem, reflectors } = ground;
    const coherence = await coherenceOf(imageOf(reflectors, looks), map, dem);
    const reach = power > 1 ? 6 : 12;
    const off = reflectors.map((reflector) => {
      const true_ = pixelOf(map, reflector);
      let [sum, rows, columns] = [0, 0, 0];
      for (let i = Math.round(true_.row) - reach; i <= true_.row + reach; i++)
        for (let j = Math.round(true_.column) - reach; j <= true_.column + reach; j++) {
          const weight = coherence[i * map.columns + j]! ** power;
          sum += weight;
          rows += weight * (i - true_.row);
          columns += weight * (j - true_.column);
        }
      expect(sum).toBeGreaterThan(0.3);
      return Math.hypot(rows / sum, columns / sum);
    });
    const squares = off.reduce((sum, value) => sum + value ** 2, 0);
    return { worst: Math.max(...off), rms: Math.sqrt(squares / off.length) };
  }

  it.each([
    ['gentle', gentle, 'wgs84', 40, { azimuth: 4, range: 16 }],
    ['gentle', gentle, 'utm', 40, { azimuth: 4, range: 16 }],
    ['gentle', gentle, 'utm', 15, { azimuth: 1, range: 5 }],
    ['steep', steep, 'wgs84', 40, { azimuth: 4, range: 16 }],
    ['steep', steep, 'utm', 40, { azimuth: 4, range: 16 }],
  ] as const)('%s hills, $2, $3 m: within half a pixel', async (name, ground, crs, spacingM, looks) => {
    // Fourth power: the top of a bell counts, which changes of slope below it do not skew.
    const { worst, rms } = await offsets(ground, mapGrid(box, spacingM, crs), looks, 4);
    stateFigure(`corner reflectors, ${name} hills, ${crs}, ${spacingM} m: rms`, rms, 0.2, 'pixel');
    stateFigure(`corner reflectors, ${name} hills, ${crs}, ${spacingM} m: worst`, worst, 0.5, 'pixel');
    expect(worst).toBeLessThan(0.5);
    expect(rms).toBeLessThan(0.2);
  });

  it('the middle of a whole bell is skewed where the slope changes below it: by the square of the cell', async () => {
    const worst: number[] = [];
    for (const times of [1, 2, 4])
      worst.push(
        (await offsets(steep, mapGrid(box, 40 / times, 'utm'), { azimuth: 4 / times, range: 16 / times }, 1)).worst,
      );
    worst.forEach((value, k) =>
      stateFigure(`steep hills, middle of the whole bell, ${40 / 2 ** k} m`, value, 1 / 2 ** k, 'pixel'),
    );
    // In pixels that shrink with the cells half of it is left; an error of place would be twice as large.
    for (const k of [1, 2]) expect(worst[k]! / worst[k - 1]!).toBeLessThan(0.6);
  });

  it.each(['wgs84', 'utm'] as const)(
    '%s: cells are where the radar sees them, on slopes of 18 degrees',
    async (crs) => {
      const { dem, reflectors } = steep;
      const map = mapGrid(box, 40, crs);
      const grid = gridOf(reflectors, { azimuth: 4, range: 16 });
      // Rasters that say of each pixel which row and column of cells it was taken from.
      const numbers = (of: (cell: number) => number): Promise<number[]> =>
        coherenceOf(
          sourceOf(
            grid,
            Float32Array.from({ length: grid.rows * grid.columns }, (_, k) => of(k)),
          ),
          map,
          dem,
        );
      const rows = await numbers((cell) => Math.floor(cell / grid.columns));
      const columns = await numbers((cell) => cell % grid.columns);
      let worst = 0;
      for (const reflector of reflectors) {
        const true_ = pixelOf(map, reflector);
        const cell = cellOf(grid, reflector);
        const [i, j] = [Math.floor(true_.row), Math.floor(true_.column)];
        const [down, right] = [true_.row - i, true_.column - j];
        const around = (plane: readonly number[]) => {
          const at = (y: number, x: number): number => plane[(i + y) * map.columns + j + x]!;
          const value =
            (1 - down) * ((1 - right) * at(0, 0) + right * at(0, 1)) +
            down * ((1 - right) * at(1, 0) + right * at(1, 1));
          return { value, perRow: at(1, 0) - at(0, 0), perColumn: at(0, 1) - at(0, 0) };
        };
        const [y, x] = [around(rows), around(columns)];
        const [offRows, offColumns] = [y.value - cell.row, x.value - cell.column];
        const area = y.perRow * x.perColumn - y.perColumn * x.perRow;
        const pixels = Math.hypot(
          (x.perColumn * offRows - y.perColumn * offColumns) / area,
          (y.perRow * offColumns - x.perRow * offRows) / area,
        );
        worst = Math.max(worst, pixels);
      }
      stateFigure(`steep hills, ${crs}, 40 m: radar position at a place`, worst, 0.02, 'pixel');
      // Half a pixel is asked for; what there is comes of heights between posts of the DEM, and of the fit to the map.
      expect(worst).toBeLessThan(0.02);
    },
  );

  it('is the same on a map that reaches far beyond what the satellite sees', async () => {
    const { dem, reflectors } = gentle;
    const image = imageOf(reflectors, { azimuth: 4, range: 16 });
    const narrow = mapGrid(box, 200);
    const [north, west] = [narrow.pixelHeight, narrow.pixelWidth];
    // Pixel on pixel, 2000 rows up and 2900 columns to the left of the track.
    const wide = {
      ...narrow,
      rows: narrow.rows + 2000,
      columns: narrow.columns + 2900,
      top: narrow.top + 2000 * north,
      left: narrow.left - 2900 * west,
    };
    const inner = joined(await geocoded(new Geocoder(gpu(), narrow, dem, image), narrow, dem), 'coherence');
    const outer = joined(await geocoded(new Geocoder(gpu(), wide, dem, image), wide, dem), 'coherence');
    const cut = inner.map((_, k) => {
      const [row, column] = [Math.floor(k / narrow.columns), k % narrow.columns];
      return outer[(row + 2000) * wide.columns + column + 2900]!;
    });
    expect(cut.map(Number.isNaN)).toEqual(inner.map(Number.isNaN));
    const held = inner.filter((value) => !Number.isNaN(value)).length;
    expect(held).toBeGreaterThan(0.9 * inner.length);
    expect(outer.filter((value) => !Number.isNaN(value)).length).toBeGreaterThanOrEqual(held);
    const off = cut.map((value, k) => Math.abs(value - inner[k]!)).filter((value) => !Number.isNaN(value));
    expect(Math.max(...off)).toBeLessThan(1e-3);
  });

  it('does not depend on how many cells and pixels are on the device at once', async () => {
    const map = mapGrid(box, 60);
    const { dem, reflectors } = gentle;
    const image = imageOf(reflectors, { azimuth: 4, range: 16 });
    const whole = await geocoded(new Geocoder(gpu(), map, dem, image), map, dem);
    const parts = await geocoded(new Geocoder(gpu(), map, dem, image, 3000), map, dem);
    const cells = joined(whole, 'nearestCell');
    expect(cells.filter((cell) => cell >= 0).length).toBeGreaterThan(0.9 * cells.length);
    // The phase of a cell is its index: the nearest cell is the one it names.
    const phases = joined(whole, 'unwrappedPhaseRad');
    const off = phases.map((phase, k) => Math.abs(phase - (cells[k]! % 1000)));
    expect(Math.max(...off.filter((value) => !Number.isNaN(value)))).toBeLessThan(Math.PI + 1e-3);
    for (const name of ['coherence', 'wrappedPhaseRad'] as const) {
      const [one, other] = [joined(whole, name), joined(parts, name)];
      const differ = one.map((value, k) => Math.abs(value - other[k]!));
      // Positions within other tiles round otherwise in f32.
      expect(Math.max(...differ.filter((value) => !Number.isNaN(value)))).toBeLessThan(1e-4);
      expect(one.map(Number.isNaN)).toEqual(other.map(Number.isNaN));
    }
    const moved = joined(parts, 'nearestCell').filter((cell, k) => cell !== cells[k]);
    expect(moved.length / cells.length).toBeLessThan(1e-3);
  });
});
