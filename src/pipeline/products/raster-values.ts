import { losDisplacement, losSigma, losSigmaTable } from '../../displacement/index.ts';
import type { Gpu } from '../../gpu/index.ts';
import type { Job } from '../../job/index.ts';
import type { CoherenceMap, Interferogram, UnwrappedPhase } from '../../model/index.ts';
import {
  Geocoder,
  type GeocodedStrip,
  type LineOfSight,
  type MapGrid,
  type MapStrip,
  type Samples,
  TERRAIN,
  linesOfSight,
  subtractOnMap,
  terrainFlags,
} from '../../products/index.ts';
import { phaseSigmaRad, zeroQuantileAt } from '../../speckle/index.ts';
import { phaseSigmaToMm } from '../../units/index.ts';
import { correctionOnMap } from '../corrections/apply-corrections.ts';
import type { Corrections } from '../corrections/corrections.ts';
import type { PlacedReference } from '../find-reference.ts';
import type { OpenedPair } from '../open-pair.ts';
import type { Area } from '../plan/plan-area.ts';
import { MASK_BITS, MASK_NO_DATA, type ProductName } from './raster-kinds.ts';
import type { AppliedWaterMask } from '../water-mask.ts';

/** What rasters are made of. */
export interface RasterSources {
  readonly job: Job;
  readonly pair: OpenedPair;
  readonly area: Area;
  readonly interferogram: Interferogram;
  readonly coherence: CoherenceMap;
  readonly unwrapped: UnwrappedPhase;
  /** Effective looks of a cell. */
  readonly cellLooks: number;
  readonly reference: PlacedReference | undefined;
  readonly corrections: Corrections;
  readonly water: AppliedWaterMask | undefined;
}

/** What is known of the lines of a strip. */
interface StripParts {
  readonly strip: MapStrip;
  readonly cells: GeocodedStrip | undefined;
  readonly sight: LineOfSight | undefined;
  /** Bits of `TERRAIN`. */
  readonly terrain: Uint8Array | undefined;
}

const SIGHT: readonly ProductName[] = ['los_east', 'los_north', 'los_up', 'incidence'];
const FROM_DEM: readonly ProductName[] = [...SIGHT, 'height'];

/** Makes the values of rasters, strip by strip; of what no raster needs nothing is made. */
export class RasterValues {
  readonly #gpu: Gpu;
  readonly #sources: RasterSources;
  readonly #geocoder: Geocoder | undefined;
  readonly #sightOf: ((strip: MapStrip) => LineOfSight) | undefined;
  readonly #terrainOf: ((strip: MapStrip) => Uint8Array) | undefined;
  readonly #sigmaTableMm: Float32Array<ArrayBuffer> | undefined;

  constructor(gpu: Gpu, map: MapGrid, names: readonly ProductName[], sources: RasterSources) {
    const { pair, area, cellLooks } = sources;
    const { referenceOrbit } = pair;
    this.#gpu = gpu;
    this.#sources = sources;
    if (names.some((name) => !FROM_DEM.includes(name)))
      this.#geocoder = new Geocoder(gpu, map, area.dem, { ...sources, referenceOrbit });
    if (names.some((name) => SIGHT.includes(name)))
      this.#sightOf = linesOfSight(map, area.grid, referenceOrbit, area.dem);
    if (names.includes('mask')) this.#terrainOf = terrainFlags(map, area.grid, referenceOrbit, area.dem);
    if (names.includes('sigma'))
      this.#sigmaTableMm = losSigmaTable((coherence) =>
        phaseSigmaToMm(phaseSigmaRad(coherence, cellLooks), pair.wavelengthM),
      );
  }

  /** Gives the values of each raster on a strip. */
  async strip(strip: MapStrip): Promise<(name: ProductName) => Promise<Samples>> {
    const parts: StripParts = {
      strip,
      cells: await this.#geocoder?.geocode(strip),
      sight: this.#sightOf?.(strip),
      terrain: this.#terrainOf?.(strip),
    };
    return (name) => this.#valuesOf(name, parts);
  }

  async #valuesOf(name: ProductName, parts: StripParts): Promise<Samples> {
    const { strip, cells, sight } = parts;
    switch (name) {
      case 'height':
        return strip.heightsM;
      case 'los_east':
        return sight!.east;
      case 'los_north':
        return sight!.north;
      case 'los_up':
        return sight!.up;
      case 'incidence':
        return sight!.incidenceDeg;
      case 'wrapped_phase':
        return cells!.wrappedPhaseRad;
      case 'coherence':
        return cells!.coherence;
      case 'unwrapped_phase':
        return cells!.unwrappedPhaseRad;
      case 'displacement':
        return this.#displacement(strip, cells!);
      case 'sigma':
        return losSigma(this.#gpu, cells!.coherence, this.#sigmaTableMm!);
      case 'components':
        return this.#components(cells!);
      case 'mask':
        return this.#mask(cells!, parts.terrain);
    }
  }

  async #displacement(strip: MapStrip, cells: GeocodedStrip): Promise<Float32Array<ArrayBuffer>> {
    const { pair, reference, corrections } = this.#sources;
    const displacementMm = await losDisplacement(this.#gpu, cells.unwrappedPhaseRad, {
      wavelengthM: pair.wavelengthM,
      swapped: pair.swapped,
      referencePhaseRad: reference!.place.phaseRad,
    });
    const taken = correctionOnMap(corrections);
    return taken ? subtractOnMap(displacementMm, strip, taken) : displacementMm;
  }

  #components({ nearestCell, unwrappedPhaseRad }: GeocodedStrip): Int32Array<ArrayBuffer> {
    const { components } = this.#sources.unwrapped;
    return nearestCell.map((cell, at) => (cell < 0 || Number.isNaN(unwrappedPhaseRad[at]!) ? 0 : components[cell]!));
  }

  #mask({ nearestCell, coherence }: GeocodedStrip, terrain: Uint8Array | undefined): Uint8Array<ArrayBuffer> {
    const { job, coherence: map, unwrapped, reference, water } = this.#sources;
    const { min_coherence: least } = job.options;
    return Uint8Array.from(nearestCell, (cell, at) => {
      if (cell < 0) return MASK_NO_DATA;
      const isDistinct = coherence[at]! >= least && map.raw[cell]! > zeroQuantileAt(map, cell);
      const flags = terrain?.[at] ?? 0;
      const isConnected = !reference || unwrapped.components[cell]! === reference.place.component;
      return (
        (flags & TERRAIN.layover ? MASK_BITS.layover : 0) |
        (flags & TERRAIN.shadow ? MASK_BITS.shadow : 0) |
        (water?.water[cell] ? MASK_BITS.water : 0) |
        (water?.blanked[cell] ? MASK_BITS.blanked : 0) |
        (isDistinct ? 0 : MASK_BITS.low_coherence) |
        (unwrapped.ambiguous[cell] ? MASK_BITS.ambiguous : 0) |
        (isConnected ? 0 : MASK_BITS.other_component)
      );
    });
  }
}
