export { type BurstLayout, commonGrid, layoutBursts } from './burst-layout.ts';
export { type FormRequest, type ReadSamples, formInterferogram } from './form-interferogram.ts';
export { wrappedPhase } from './wrapped-phase.ts';
export { type BurstOverlap, burstOverlaps } from './burst-overlaps.ts';
export { type DopplerAt, correctAzimuthShift } from './correct-azimuth.ts';
export { formKernel } from './form.kernel.ts';
