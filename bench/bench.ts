/** Speed on the adapter at hand: `npm run bench -- NAME`. Each is a module with `description` and `run`. */
import * as interferogram from './interferogram/bench-interferogram.ts';

const benches: Readonly<Record<string, { description: string; run: () => Promise<void> }>> = { interferogram };

const name = process.argv[2] ?? '';
const bench = benches[name];
if (bench) {
  await bench.run();
} else {
  console.error('npm run bench -- NAME, with NAME one of:');
  for (const [key, { description }] of Object.entries(benches)) console.error(`  ${key}: ${description}`);
  process.exitCode = 1;
}
