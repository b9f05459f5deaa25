import type { FullResolutionPatch, Looks, PointSampling, SamplingMethod } from '../model/index.ts';
import { type PhaseSpread, biasRemoval, zeroCoherenceQuantile } from '../speckle/index.ts';
import { phaseSigmaToMm } from '../units/index.ts';
import type { CellRasters, CellSample } from './cell-sample.ts';
import type { OwnHeightPhase } from './own-height-phase.ts';
import type { Scatterer } from './scatterer.ts';
import { type SimilarPixels, similarPixels } from './similar-pixels.ts';
import { isNormal, scattererSigmaRad } from './uncertainty/index.ts';

/** A scatterer above the clutter by this much is measured by default, dB: fewer than 1 % of places with speckle alone have one. */
export const STABLE_DB = 10;

/** Fewer effective looks than this make no mean of pixels. */
const LEAST_LOOKS = 4;

/** The wrapped phase of a point, what it was taken from and how good it is. */
export interface PointPhase {
  readonly wrappedRad: number;
  readonly sigmaRad: number;
  /** Set where the distribution of the phase is not normal. */
  readonly spread?: PhaseSpread;
  readonly coherence: number;
  readonly coherenceRaw: number;
  readonly looks: number;
  /** Raw coherence that 99 % of means without coherence stay below. */
  readonly zeroQuantile: number;
  readonly sampling: PointSampling;
}

export interface PointPhaseRequest {
  readonly method: 'auto' | SamplingMethod;
  readonly rasters: CellRasters;
  readonly sample: CellSample;
  readonly line: number;
  readonly sampleNumber: number;
  readonly patch: FullResolutionPatch | undefined;
  readonly scatterer: Scatterer | undefined;
  readonly ownHeightRad: OwnHeightPhase;
  /** True where the job gave the height: then the slope of the cells is that of ground and structure mixed. */
  readonly hasOwnHeight: boolean;
  /** Coherence of the cell that holds a pixel of the burst; NaN outside. */
  readonly cellCoherence: (line: number, sample: number) => number;
  readonly cellLooks: number;
  readonly metres: { readonly perLine: number; readonly perSample: number };
  readonly wavelengthM: number;
  readonly tools: PhaseTools;
}

/** What points share. */
export interface PhaseTools {
  readonly spreadOf: (coherence: number, looks: number) => PhaseSpread;
  readonly unbiased: (raw: number, looks: number) => number;
}

/** Removal of the bias of coherence for any number of looks, one table for each 2 % of them. */
export function coherenceUnbiased(): PhaseTools['unbiased'] {
  const tables = new Map<number, (raw: number) => number>();
  return (raw, looks) => {
    const kind = Math.round(50 * Math.log(Math.max(looks, 1)));
    const table = tables.get(kind) ?? biasRemoval(Math.exp(kind / 50));
    tables.set(kind, table);
    return table(raw);
  };
}

/**
 * Half of the window of pixels alike: one cell on each side, half as much around a structure of its own height, whose ends
 * lie on ground that may be as bright.
 */
export function windowHalf(looks: Looks, hasOwnHeight: boolean): Looks {
  const share = hasOwnHeight ? 0.5 : 1;
  return {
    azimuth: Math.max(Math.round(share * looks.azimuth), 2),
    range: Math.max(Math.round(share * looks.range), 4),
  };
}

function fromCells(request: PointPhaseRequest): PointPhase {
  const { rasters, sample, cellLooks, tools } = request;
  const { looks } = rasters.interferogram.grid;
  const phaseLooks = cellLooks * sample.effectiveCells;
  const spread = tools.spreadOf(sample.coherence, phaseLooks);
  return {
    wrappedRad: sample.phaseRad - request.ownHeightRad(request.line, request.sampleNumber),
    sigmaRad: spread.sigmaRad,
    ...(isNormal(spread) ? {} : { spread }),
    coherence: sample.coherence,
    coherenceRaw: sample.coherenceRaw,
    looks: phaseLooks,
    zeroQuantile: sample.zeroQuantile,
    sampling: {
      method: 'cells',
      windowLines: 3 * looks.azimuth,
      windowSamples: 3 * looks.range,
      count: sample.cells,
      offsetM: 0,
      spreadMm: phaseSigmaToMm(sample.spreadRad, request.wavelengthM),
      rivals: 0,
    },
  };
}

function fromScatterer(request: PointPhaseRequest, scatterer: Scatterer): PointPhase {
  const { metres, wavelengthM } = request;
  const { lineOffset, sampleOffset } = scatterer;
  const own = request.ownHeightRad(request.line + lineOffset, request.sampleNumber + sampleOffset);
  const cells = fromCells(request);
  return {
    wrappedRad: scatterer.phaseRad - own,
    sigmaRad: scattererSigmaRad(scatterer.ratios),
    coherence: cells.coherence,
    coherenceRaw: cells.coherenceRaw,
    looks: cells.looks,
    zeroQuantile: cells.zeroQuantile,
    sampling: {
      method: 'scatterer',
      windowLines: 2 * scatterer.reach.lines + 1,
      windowSamples: 2 * scatterer.reach.samples + 1,
      count: 1,
      offsetM: Math.hypot(lineOffset * metres.perLine, sampleOffset * metres.perSample),
      spreadMm: phaseSigmaToMm(scatterer.spreadRad, wavelengthM),
      rivals: scatterer.rivals,
    },
  };
}

function alikePixels(request: PointPhaseRequest, patch: FullResolutionPatch): SimilarPixels | undefined {
  const { sample } = request;
  const { looks } = request.rasters.interferogram.grid;
  const alike = similarPixels(patch, {
    line: request.line,
    sample: request.sampleNumber,
    half: windowHalf(looks, request.hasOwnHeight),
    looksPerPixel: request.cellLooks / (looks.azimuth * looks.range),
    slope: request.hasOwnHeight
      ? { line: 0, sample: 0 }
      : { line: sample.slope.row / looks.azimuth, sample: sample.slope.column / looks.range },
    ownPhaseRad: request.ownHeightRad,
    weightOf: (line, at) => {
      const coherence = Math.min(request.cellCoherence(line, at), 0.99);
      // Inverse of the variance of phase at a coherence (Rodriguez & Martin 1992); the cells of open water weigh next to nothing.
      return Math.max(coherence, 0.05) ** 2 / (1 - coherence ** 2);
    },
  });
  return alike && alike.looksEffective >= LEAST_LOOKS ? alike : undefined;
}

function fromSimilar({ metres, tools, wavelengthM }: PointPhaseRequest, alike: SimilarPixels): PointPhase {
  const coherence = tools.unbiased(alike.coherenceRaw, alike.looksEffective);
  const spread = tools.spreadOf(coherence, alike.looksEffective);
  return {
    wrappedRad: alike.phaseRad,
    sigmaRad: spread.sigmaRad,
    ...(isNormal(spread) ? {} : { spread }),
    coherence,
    coherenceRaw: alike.coherenceRaw,
    looks: alike.looksEffective,
    zeroQuantile: zeroCoherenceQuantile(alike.looksEffective),
    sampling: {
      method: 'similar',
      windowLines: alike.windowLines,
      windowSamples: alike.windowSamples,
      count: alike.count,
      offsetM: Math.hypot(alike.lineOffset * metres.perLine, alike.sampleOffset * metres.perSample),
      spreadMm: phaseSigmaToMm(alike.spreadRad, wavelengthM),
      rivals: 0,
    },
  };
}

/**
 * Whether a scatterer stands out as much from the coherent pixels like the point's as from the clutter around: one that does
 * not is a bright pixel of a bright structure, which its pixels measure better together.
 */
function standsOut(scatterer: Scatterer, alike: SimilarPixels | undefined): boolean {
  if (!alike || !(alike.coherenceRaw > zeroCoherenceQuantile(alike.looksEffective))) return true;
  const ratio = Math.min(...scatterer.powers.map((power, date) => power / alike.powers[date]!)) - 1;
  return 10 * Math.log10(ratio) >= STABLE_DB;
}

/**
 * The wrapped phase of a point by the method asked for. `auto`: a scatterer that stands 10 dB above the clutter on both dates
 * and above the coherent pixels like the point's, else these pixels, else (without a patch, or too few alike) the cells around.
 * Such a scatterer goes first though its noise is more: beside a structure of its own motion the pixels around are precise about
 * the wrong thing. A method that cannot be had falls back in this order, and the sampling says so.
 */
export function pointPhase(request: PointPhaseRequest): PointPhase {
  const { method, scatterer, patch } = request;
  if (method === 'cells' || !patch) return fromCells(request);
  if (method === 'scatterer' && scatterer && scatterer.signalToClutterDb >= 0) return fromScatterer(request, scatterer);
  const alike = alikePixels(request, patch);
  const isStable = method === 'auto' && scatterer && scatterer.signalToClutterDb >= STABLE_DB;
  if (isStable && standsOut(scatterer, alike)) return fromScatterer(request, scatterer);
  return alike ? fromSimilar(request, alike) : fromCells(request);
}
