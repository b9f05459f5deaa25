/**
 * Speed on the adapter at hand: `npm run bench` measures all, `npm run bench -- NAME...` some,
 * `npm run bench -- compare A.json B.json` shows two files of results as ratios.
 */
import { adapterName, openGpu } from '../src/gpu/index.ts';
import { readSettings } from '../src/settings/index.ts';
import * as coherence from './coherence/bench-coherence.ts';
import * as displacement from './displacement/bench-displacement.ts';
import * as filter from './filter/bench-filter.ts';
import * as interferogram from './interferogram/bench-interferogram.ts';
import * as isce3 from './isce3/bench-isce3.ts';
import * as job from './job/bench-job.ts';
import * as products from './products/bench-products.ts';
import * as solve from './unwrap/bench-solve.ts';
import type { Bench } from './support/bench-module.ts';
import { comparisonTable, resultTable } from './support/result-table.ts';
import { readResults, writeResults } from './support/results.ts';

const benches: Readonly<Record<string, Bench>> = {
  interferogram,
  coherence,
  filter,
  displacement,
  solve,
  products,
  isce3,
  job,
};

/** Timestamps as the GPU gives them: Dawn would round them to 0.1 ms. */
const DAWN_FLAGS = ['disable-dawn-features=timestamp_quantization'];

async function measure(names: readonly string[]): Promise<void> {
  const gpu = await openGpu({ adapter: readSettings().settings.adapter, timeoutS: 600, dawnFlags: DAWN_FLAGS });
  try {
    console.log(`adapter: ${adapterName(gpu.adapter)}`);
    let path = '';
    for (const name of names) {
      console.log(`\n${name}: ${benches[name]!.description}`);
      path = await writeResults(gpu.adapter, name, await benches[name]!.run(gpu));
    }
    console.log(`\n${resultTable(await readResults(path))}\n${path}`);
  } finally {
    await gpu.close();
  }
}

function usage(): void {
  console.error('npm run bench [-- NAME... | compare A.json B.json], with NAME of:');
  for (const [key, { description }] of Object.entries(benches)) console.error(`  ${key}: ${description}`);
  process.exitCode = 2;
}

const words = process.argv.slice(2);
if (words[0] === 'compare') {
  if (words.length === 3) console.log(comparisonTable(await readResults(words[1]!), await readResults(words[2]!)));
  else usage();
} else if (words.every((name) => Object.hasOwn(benches, name))) {
  await measure(words.length > 0 ? words : Object.keys(benches));
} else usage();
