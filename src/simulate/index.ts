export type { SimulateOptions } from './options.ts';
export type { SceneName } from './scenes/index.ts';
export { sceneNames } from './scenes/index.ts';
export { type SimulatedPair, simulate } from './simulate.ts';
