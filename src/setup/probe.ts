import { writeSync } from 'node:fs';
import { adapterName, openGpu } from '../gpu/index.ts';
import type { ProbeReport } from './adapter-probe.ts';

/*
 * Runs in a process of its own, because a broken driver may crash or hang it. It opens the adapter exactly as a job
 * does and reports on the last line of stdout.
 */
async function probe(choice: string): Promise<ProbeReport> {
  try {
    const gpu = await openGpu({ adapter: choice });
    const report: ProbeReport = { adapter: gpu.adapter, name: adapterName(gpu.adapter) };
    await gpu.close();
    return report;
  } catch (error) {
    return { failure: error instanceof Error ? error.message : String(error) };
  }
}

writeSync(1, `\n${JSON.stringify(await probe(process.argv[2] ?? 'auto'))}\n`);
