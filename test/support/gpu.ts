import { afterAll, beforeAll, describe } from 'vitest';
import { type Gpu, adapterName, openGpu } from '../../src/gpu/index.ts';

let shared: Gpu | undefined;
let reason = '';

/** Opens the adapter once per test file; where there is none, tests are skipped (in CI: a failure). */
async function acquire(): Promise<void> {
  try {
    shared ??= await openGpu();
  } catch (error) {
    reason = String(error);
    if (process.env['CI']) throw error;
  }
}

/**
 * A describe block with an open GPU. Without an adapter each test is skipped and the reason printed; with CI set it fails,
 * because a skipped kernel test proves nothing.
 */
export function describeGpu(name: string, body: (gpu: () => Gpu) => void): void {
  describe(name, () => {
    beforeAll(async (suite) => {
      await acquire();
      if (!shared) {
        process.stderr.write(`skipped, no adapter: ${name} (${reason})\n`);
        void suite;
      }
    });
    afterAll(async () => {
      await shared?.close();
      shared = undefined;
    });
    body(() => {
      if (!shared) throw new Error(`no adapter: ${reason}`);
      return shared;
    });
  });
}

export { adapterName };
