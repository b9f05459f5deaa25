/** Long measurements: `npm run figures -- NAME`. Each is a module of bench/figures with `description` and `run`. */
import * as access from './figures/access.ts';
import * as accuracy from './figures/accuracy.ts';
import * as blocks from './figures/blocks.ts';
import * as bytes from './figures/bytes.ts';
import * as cache from './figures/cache.ts';
import * as coherence from './figures/coherence.ts';
import * as coverage from './figures/coverage.ts';
import * as deck from './figures/deck.ts';
import * as interferogram from './figures/interferogram.ts';
import * as pointTargets from './figures/point-targets.ts';
import * as interpolation from './figures/interpolation.ts';
import * as manyPoints from './figures/many-points.ts';
import * as network from './figures/network.ts';
import * as rasters from './figures/rasters.ts';
import * as spectralDiversity from './figures/spectral-diversity.ts';
import * as stratified from './figures/stratified.ts';
import * as unwrappingSize from './figures/unwrapping-size.ts';
import * as unwrapping from './figures/unwrapping.ts';
import * as worker from './figures/worker.ts';

const figures: Readonly<Record<string, { description: string; run: () => Promise<void> }>> = {
  access,
  accuracy,
  blocks,
  bytes,
  cache,
  coherence,
  coverage,
  deck,
  interferogram,
  interpolation,
  'many-points': manyPoints,
  network,
  'point-targets': pointTargets,
  rasters,
  'spectral-diversity': spectralDiversity,
  stratified,
  unwrapping,
  'unwrapping-size': unwrappingSize,
  worker,
};

const name = process.argv[2] ?? '';
const figure = figures[name];
if (figure) {
  await figure.run();
} else {
  console.error(`npm run figures -- NAME, with NAME one of:`);
  for (const [key, { description }] of Object.entries(figures)) console.error(`  ${key}: ${description}`);
  process.exitCode = 1;
}
