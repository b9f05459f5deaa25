import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runNode } from './child-process.ts';
import { PROJECT_FOLDER, packageBin } from './project.ts';

/** What the test runner counted (test/support/closing-line-reporter.ts writes it). */
export interface TestCounts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

interface Step {
  readonly title: string;
  /** Arguments after `node`. */
  readonly args: readonly string[];
}

/** Steps before the tests, cheapest first. */
function staticSteps(): Step[] {
  const folders = ['src', 'handler', 'test', 'bench'].filter((name) => existsSync(join(PROJECT_FOLDER, name)));
  return [
    { title: 'format', args: [packageBin('oxfmt'), '--check'] },
    { title: 'lint', args: [packageBin('oxlint'), '--type-aware', ...folders] },
    { title: 'types', args: [packageBin('typescript', 'tsc'), '--noEmit'] },
  ];
}

/**
 * Runs every check of the project: format, lint, types, tests; the first that fails ends the run. The last line is
 * `N passed, N failed, N skipped`.
 * @param testArgs further arguments for vitest
 * @returns 0 when all passed
 */
export async function runChecks(environment: NodeJS.ProcessEnv, testArgs: readonly string[]): Promise<number> {
  const steps = staticSteps();
  const done: string[] = [];
  for (const { title, args } of steps) {
    console.log(`\n== ${title}`);
    const code = await runNode({ args, environment: process.env, cwd: PROJECT_FOLDER });
    done.push(`${title} ${code === 0 ? 'passed' : 'FAILED'}`);
    if (code !== 0) return closing(code, [...done, 'tests not run'], { passed: 0, failed: 1, skipped: 0 });
  }
  console.log('\n== tests');
  const { code, counts } = await runTests(environment, testArgs);
  done.push(`tests ${code === 0 ? 'passed' : 'FAILED'}`);
  return closing(code, done, counts);
}

async function runTests(
  environment: NodeJS.ProcessEnv,
  testArgs: readonly string[],
): Promise<{ code: number; counts: TestCounts }> {
  const folder = mkdtempSync(join(tmpdir(), 'sentryal-check-'));
  const countsFile = join(folder, 'counts.json');
  try {
    const args = [packageBin('vitest'), 'run', ...testArgs];
    const env = { ...environment, _SENTRYAL_TEST_COUNTS: countsFile };
    const code = await runNode({ args, environment: env, cwd: PROJECT_FOLDER });
    return { code, counts: readCounts(countsFile, code) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function readCounts(file: string, code: number): TestCounts {
  const counts: TestCounts = existsSync(file)
    ? (JSON.parse(readFileSync(file, 'utf8')) as TestCounts)
    : { passed: 0, failed: 0, skipped: 0 };
  // A runner that failed outside of any test (no file found, a crash) still counts as one failure.
  return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}

function closing(code: number, done: readonly string[], counts: TestCounts): number {
  console.log(`\n== ${done.join(', ')}`);
  console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
  return code;
}
