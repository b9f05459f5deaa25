import { type FitSample, localKm, millimetresPerRadian } from '../../displacement/index.ts';
import { NearPlaces, geodeticToEcef, radarOfCell, rdr2geo } from '../../geometry/index.ts';
import type { CoherenceMap, Interferogram, PointTarget, UnwrappedPhase } from '../../model/index.ts';
import type { OpenedPair } from '../open-pair.ts';

export interface SampleRasters {
  readonly interferogram: Interferogram;
  readonly coherence: CoherenceMap;
  readonly unwrapped: UnwrappedPhase;
}

/** A part of the area with its place. */
export interface AreaSample extends FitSample {
  readonly latitudeDeg: number;
  readonly longitudeDeg: number;
}

/** Enough for every fit, and soon fitted. */
const MOST_SAMPLES = 8000;

/** A sample counts where at least this share of its cells has a phase. */
const LEAST_CELLS = 0.25;

/** Ground nearer to a point of the job may be what moves, m. */
const NEAR_POINT_M = 500;

/** Means over blocks of coherent cells of one component: displacement, height and place. */
export function areaSamples(
  pair: OpenedPair,
  { interferogram, coherence, unwrapped }: SampleRasters,
  origin: { readonly latitudeDeg: number; readonly longitudeDeg: number },
  targets: readonly PointTarget[],
  choice: { readonly component: number; readonly minCoherence: number },
): AreaSample[] {
  const { grid, heightsM } = interferogram;
  const { rows, columns } = grid;
  const step = Math.max(1, Math.ceil(Math.sqrt((rows * columns) / MOST_SAMPLES)));
  const near = new NearPlaces(
    targets.filter(({ heightM }) => !Number.isNaN(heightM)).map((target) => geodeticToEcef(target)),
    NEAR_POINT_M,
  );
  const scale = millimetresPerRadian(pair);
  const samples: AreaSample[] = [];
  for (let top = 0; top < rows; top += step)
    for (let left = 0; left < columns; left += step) {
      const [bottom, right] = [Math.min(rows, top + step), Math.min(columns, left + step)];
      let [cells, phase, height, row, column] = [0, 0, 0, 0, 0];
      for (let i = top; i < bottom; i++)
        for (let j = left; j < right; j++) {
          const cell = i * columns + j;
          const phaseRad = unwrapped.phaseRad[cell]!;
          const isGood = coherence.coherence[cell]! >= choice.minCoherence && heightsM[cell]! > -1000;
          if (unwrapped.components[cell] !== choice.component || Number.isNaN(phaseRad) || !isGood) continue;
          cells++;
          phase += phaseRad;
          height += heightsM[cell]!;
          row += i;
          column += j;
        }
      if (cells === 0 || cells < LEAST_CELLS * (bottom - top) * (right - left)) continue;
      const heightM = height / cells;
      const radar = radarOfCell(grid, { row: row / cells, column: column / cells });
      const ground = rdr2geo(pair.referenceOrbit, radar.azimuthTimeS, radar.slantRangeM, heightM);
      const { latitudeDeg, longitudeDeg } = ground;
      samples.push({
        latitudeDeg,
        longitudeDeg,
        ...localKm(origin, latitudeDeg, longitudeDeg),
        heightM,
        displacementMm: (scale * phase) / cells,
        isNearPoint: !near.isFar(ground.ecef),
      });
    }
  return samples;
}
