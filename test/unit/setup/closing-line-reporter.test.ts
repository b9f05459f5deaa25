import { expect, it } from 'vitest';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SerializedError, TestModule } from 'vitest/node';
import ClosingLineReporter from '../../support/closing-line-reporter.ts';

type State = 'passed' | 'failed' | 'skipped' | 'pending';

function moduleWith(states: readonly State[], loadErrors = 0): TestModule {
  const tests = states.map((state) => ({ result: () => ({ state }) }));
  return {
    errors: () => Array.from({ length: loadErrors }),
    children: { allTests: () => tests },
  } as unknown as TestModule;
}

it('counts tests, files that did not load, and errors outside of any test', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sentryal-reporter-'));
  const file = join(folder, 'counts.json');
  const before = process.env['_SENTRYAL_TEST_COUNTS'];
  process.env['_SENTRYAL_TEST_COUNTS'] = file;
  try {
    const modules = [moduleWith(['passed', 'passed', 'skipped', 'failed', 'pending']), moduleWith([], 1)];
    new ClosingLineReporter().onTestRunEnd(modules, [{ message: 'unhandled' } as SerializedError]);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ passed: 2, failed: 3, skipped: 1 });
  } finally {
    if (before === undefined) delete process.env['_SENTRYAL_TEST_COUNTS'];
    else process.env['_SENTRYAL_TEST_COUNTS'] = before;
    rmSync(folder, { recursive: true });
  }
});
