import { describe, expect, it } from 'vitest';
import { isSentryalError } from '../../../src/errors/index.ts';
import { planLaunch } from '../../../src/setup/arguments.ts';

describe('arguments of the set-up', () => {
  it.each([
    [['run', 'job.json', '--out', 'x'], 'wanted'],
    [['interferogram', 'job.json', '--out', 'x'], 'wanted'],
    [['doctor'], 'wanted'],
    [['demo'], 'required'],
    [['simulate', '--out', 'x'], 'none'],
    [['inspect', 'x.SAFE'], 'none'],
    [['locate', 'x.SAFE'], 'none'],
    [['baseline', 'x.SAFE', 'y.SAFE'], 'none'],
    [['run', '--help'], 'none'],
    [['demo', '-h'], 'none'],
    [['--help'], 'none'],
    [['constructor'], 'none'],
    [[], 'none'],
  ] as const)('%j: adapter %s', (args, adapter) => {
    expect(planLaunch(args)).toEqual({ kind: 'command', args, adapter });
  });

  it('passes what follows --script check to the test runner', () => {
    expect(planLaunch(['--script', 'check', 'test/unit'])).toEqual({ kind: 'check', args: ['test/unit'] });
  });

  it('runs a module, with an adapter or without', () => {
    const module = { kind: 'module', file: 'bench/run.ts', args: ['--quick'] };
    expect(planLaunch(['--module', 'bench/run.ts', '--quick'])).toEqual({ ...module, adapter: 'required' });
    expect(planLaunch(['--no-adapter', '--module', 'bench/run.ts', '--quick'])).toEqual({ ...module, adapter: 'none' });
  });

  it.each([[['--script']], [['--script', 'chekc']], [['--module']], [['--no-adapter', 'run']]])(
    'refuses %j',
    (args) => {
      let thrown: unknown;
      try {
        planLaunch(args);
      } catch (error) {
        thrown = error;
      }
      expect(isSentryalError(thrown, 'SETUP_ARGUMENTS')).toBe(true);
    },
  );
});
