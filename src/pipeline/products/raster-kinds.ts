import type { JobOptions } from '../../job/index.ts';
import type { CogHead } from '../../products/index.ts';

/** A raster that a job can ask for. */
export type ProductName = JobOptions['products'][number];

/** What a raster is and says of itself, whatever the job. */
export interface RasterKind extends Pick<CogHead, 'title' | 'unit' | 'sample' | 'resampling' | 'metadata'> {
  readonly noData: string;
}

/** Stands in the mask where nothing is known: outside the swath, or without a height. */
export const MASK_NO_DATA = 255;

/** Bits of the mask: what speaks against a pixel. 0: nothing does. */
export const MASK_BITS = {
  water: 1,
  blanked: 2,
  layover: 4,
  shadow: 8,
  low_coherence: 16,
  ambiguous: 32,
  other_component: 64,
} as const;

const MASK_WORDS: Readonly<Record<keyof typeof MASK_BITS, string>> = {
  water: 'water by the water mask of the job',
  blanked: 'water without coherence, left out of unwrapping',
  layover: 'by the DEM, other ground has the same range',
  shadow: 'by the DEM, other ground stands before it',
  low_coherence: 'coherence below min_coherence, or not distinct from none',
  ambiguous: 'another number of whole cycles is nearly as likely',
  other_component: 'not connected to the reference in unwrapping: whole cycles are not known',
};

const maskItems = Object.fromEntries(
  (Object.keys(MASK_BITS) as (keyof typeof MASK_BITS)[]).map((name) => [
    `MASK_${MASK_BITS[name]}`,
    `${name}: ${MASK_WORDS[name]}`,
  ]),
);

const real = (
  title: string,
  unit: string,
  resampling: RasterKind['resampling'] = 'mean',
  metadata: RasterKind['metadata'] = {},
): RasterKind => ({ title, unit, sample: 'float32', noData: 'nan', resampling, metadata });

/** Every raster. Overviews: means of values, directions of mean unit vectors of wrapped phase, single pixels of labels and flags. */
export const RASTER_KINDS: Readonly<Record<ProductName, RasterKind>> = {
  wrapped_phase: real('Wrapped interferometric phase', 'rad', 'direction'),
  coherence: real('Interferometric coherence, bias removed', '1'),
  unwrapped_phase: real('Unwrapped interferometric phase, before corrections', 'rad'),
  displacement: real('Line-of-sight displacement, positive toward the satellite, corrected', 'mm'),
  sigma: real('Standard deviation of the displacement by phase noise of one cell', 'mm', 'mean', {
    SIGMA_OF:
      'phase noise of one cell alone, by its coherence and effective looks; points of the answer are means over more looks (looks_effective) and have the other causes too',
  }),
  los_east: real('Line of sight, ground to satellite: east', '1'),
  los_north: real('Line of sight, ground to satellite: north', '1'),
  los_up: real('Line of sight, ground to satellite: up', '1'),
  incidence: real('Incidence angle at the ellipsoid', 'deg'),
  height: real('Height above the WGS84 ellipsoid, of the DEM', 'm'),
  components: {
    title: 'Connected components of the unwrapped phase, largest first',
    unit: 'label',
    sample: 'int32',
    noData: '0',
    resampling: 'nearest',
  },
  mask: {
    title: 'What speaks against a pixel, sum of bits',
    unit: 'bits',
    sample: 'uint8',
    noData: `${MASK_NO_DATA}`,
    resampling: 'nearest',
    metadata: { MASK_0: 'nothing', ...maskItems, MASK_255: 'no data: outside the swath, or without a height' },
  },
};
