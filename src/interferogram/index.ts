export { type BurstLayout, commonGrid, layoutBursts } from './burst-layout.ts';
export { type FormRequest, type ReadSamples, formInterferogram } from './form-interferogram.ts';
export { wrappedPhase } from './wrapped-phase.ts';
