export { type BurstLayout, commonGrid, layoutBursts } from './burst-layout.ts';
export { type FormRequest, formInterferogram } from './form-interferogram.ts';
export type { ReadSamples } from './form-block.ts';
export { type PatchesRequest, formPatches, pointPatchPlacement } from './patches.ts';
export { readWindows } from './read-windows.ts';
export { wrappedPhase } from './wrapped-phase.ts';
export { type BurstOverlap, burstOverlaps } from './burst-overlaps.ts';
export { type DopplerAt, correctAzimuthShift } from './correct-azimuth.ts';
export { FORM_MODE, formKernel, formModeOf } from './form.kernel.ts';
