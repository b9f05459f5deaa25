import type { SwathName } from '../model/index.ts';

/** Which part of a product a scene keeps. */
export interface CropOptions {
  /** In order of range. */
  readonly swaths: readonly SwathName[];
  readonly bursts: number;
  readonly samples: number;
  /** First burst of a template to keep; default: the middle ones. */
  readonly firstBurst?: number;
  /** First sample of a single swath to keep; default: the middle of the valid samples. */
  readonly firstSample?: number;
}

interface SampleSpan {
  readonly first: number;
  readonly last: number;
}

/** Samples per burst after the crop: swaths between two others stay whole, so that the scene has no gap. */
export function cropSamples(name: SwathName, crop: CropOptions, available: number): number {
  const index = crop.swaths.indexOf(name);
  const between = index > 0 && index < crop.swaths.length - 1;
  return between ? available : Math.min(available, crop.samples);
}

/** First sample to keep: the far end of the first of several swaths, the near end of the last, the middle of a single one. */
export function cropFirstSample(name: SwathName, crop: CropOptions, valid: SampleSpan): number {
  const index = crop.swaths.indexOf(name);
  if (crop.swaths.length === 1) {
    return crop.firstSample ?? Math.max(0, Math.floor((valid.first + valid.last - crop.samples) / 2));
  }
  if (index === 0) return Math.max(0, valid.last + 1 - crop.samples);
  return index === crop.swaths.length - 1 ? valid.first : 0;
}
