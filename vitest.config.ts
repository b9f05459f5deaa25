import { defineConfig } from 'vitest/config';
import { useRememberedAdapter } from './src/setup/index.ts';

// So that `npx vitest` alone finds the adapter too, once `npm test` or another command has set it up: the workers are
// new processes, and take their library path from this one's environment.
useRememberedAdapter();

/** Software Vulkan on two cores: a kernel's first dispatch alone can take seconds to compile. */
const GPU_TIMEOUT_MS = 120_000;

export default defineConfig({
  test: {
    environment: 'node',
    // Tests reach nothing but servers that they start themselves.
    env: { SENTRYAL_NETWORK: 'off' },
    pool: 'forks',
    reporters: ['default', './test/support/closing-line-reporter.ts'],
    // Its package.json calls its main file an ES module, which it is not: plain Node cannot import it.
    server: { deps: { inline: ['wgsl_reflect'] } },
    projects: [
      {
        extends: true,
        test: {
          name: 'cpu',
          include: ['test/**/*.test.ts'],
          exclude: ['test/{gpu,scene,e2e}/**'],
          testTimeout: 30_000,
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'gpu',
          include: ['test/{gpu,scene,e2e}/**/*.test.ts'],
          testTimeout: GPU_TIMEOUT_MS,
          hookTimeout: GPU_TIMEOUT_MS,
          // One process at a time: the adapter (or, in software, every core) belongs to one file.
          fileParallelism: false,
          maxWorkers: 1,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
