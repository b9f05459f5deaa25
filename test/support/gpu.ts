import { afterAll, beforeAll, beforeEach, describe } from 'vitest';
import { type Gpu, openGpu } from '../../src/gpu/index.ts';

/**
 * A describe block with an open GPU. Without an adapter each test is skipped, saying why; with CI set it fails,
 * because a skipped kernel test proves nothing.
 */
export function describeGpu(name: string, body: (gpu: () => Gpu) => void): void {
  describe(name, () => {
    let gpu: Gpu | undefined;
    let reason = '';
    beforeAll(async () => {
      try {
        gpu = await openGpu();
      } catch (error) {
        if (process.env['CI']) throw error;
        reason = String(error);
      }
    });
    beforeEach((context) => {
      if (!gpu) context.skip(`no adapter: ${reason}`);
    });
    afterAll(async () => {
      await gpu?.close();
    });
    body(() => gpu!);
  });
}
