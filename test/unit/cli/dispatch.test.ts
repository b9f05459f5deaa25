import { describe, expect, it, vi } from 'vitest';
import { type Command, defineCommand, numberOption } from '../../../src/cli/command.ts';
import { dispatch } from '../../../src/cli/dispatch.ts';
import { SentryalError } from '../../../src/errors/index.ts';
import { failureSchema } from '../../../src/job/index.ts';
import { recordedSurroundings } from './support.ts';

function sampleCommands(run: Command['run'] = () => Promise.resolve(0)): Command[] {
  const common = {
    summary: 'For a test.',
    positionals: ['FILE'],
    options: { out: { value: 'DIR', summary: 'Folder.' }, quick: { summary: 'Less.' } },
    run,
  };
  return [
    defineCommand({ ...common, name: 'answering', answersOnStdout: true }),
    defineCommand({ ...common, name: 'talking', answersOnStdout: false }),
  ];
}

describe('a command line', () => {
  it('gives positionals, values and switches to the command, and returns its code', async () => {
    const run = vi.fn<Command['run']>(() => Promise.resolve(7));
    const { around } = recordedSurroundings();
    expect(await dispatch(['talking', 'a.json', '--out', 'dir', '--quick'], sampleCommands(run), around)).toBe(7);
    expect(run.mock.calls[0]![0]).toEqual({ positionals: ['a.json'], options: { out: 'dir', quick: true } });
  });

  it.each([
    ['no file', ['talking'], /CLI_USAGE.*needs FILE/],
    ['two files', ['talking', 'a', 'b'], /CLI_USAGE.*does not take b/],
    ['an unknown option', ['talking', 'a', '--wrong'], /CLI_USAGE.*--wrong/],
    ['an option without its value', ['talking', 'a', '--out'], /CLI_USAGE.*out/],
    ['an empty value', ['talking', 'a', '--out', ''], /CLI_USAGE.*--out is empty/],
    ['a mistyped command', ['taking', 'a'], /CLI_UNKNOWN_COMMAND.*Did you mean talking\?/],
  ])('with %s is refused', async (_, args, message) => {
    const { around, stdout, stderr } = recordedSurroundings();
    expect(await dispatch(args, sampleCommands(), around)).toBe(1);
    expect(stderr()).toMatch(message);
    expect(stdout()).toBe('');
  });

  it.each([
    ['wrong arguments', ['answering'], {}, 'CLI_USAGE'],
    ['wrong settings', ['answering', 'a'], { SENTRYAL_LOG_LEVEL: 'loud' }, 'SETTINGS_INVALID'],
  ])('of an answering command with %s is answered by one failure document', async (_, args, environment, code) => {
    const { around, stdout } = recordedSurroundings(environment);
    expect(await dispatch(args, sampleCommands(), around)).toBe(1);
    expect(failureSchema.parse(JSON.parse(stdout()))).toMatchObject({ status: 'error', job_id: null, error: { code } });
  });

  it.each([
    [new SentryalError('CANCELLED'), 'CANCELLED'],
    [new TypeError('undefined is not a function'), 'INTERNAL'],
  ])('whose command throws %s is answered too', async (error, code) => {
    const { around, stdout } = recordedSurroundings();
    const commands = sampleCommands(() => Promise.reject(error));
    expect(await dispatch(['answering', 'a'], commands, around)).toBe(1);
    expect(JSON.parse(stdout())).toMatchObject({ error: { code } });
  });

  it('warns of unknown settings, and gives them to the command', async () => {
    const run = vi.fn<Command['run']>(() => Promise.resolve(0));
    const { around, stderr } = recordedSurroundings({ SENTRYAL_LOG: 'x' });
    await dispatch(['talking', 'a'], sampleCommands(run), around);
    expect(stderr()).toContain('SETTING_UNKNOWN');
    expect(run.mock.calls[0]![1].warnings).toHaveLength(1);
  });
});

describe('help', () => {
  it.each([[['--help']], [['help']], [['-h']]])('%j lists the commands', async (args) => {
    const { around, stdout } = recordedSurroundings();
    expect(await dispatch(args, sampleCommands(), around)).toBe(0);
    expect(stdout()).toMatch(/answering +For a test\.\n +talking +For a test\./);
  });

  it('comes without a command too, as an error', async () => {
    expect(await dispatch([], sampleCommands(), recordedSurroundings().around)).toBe(1);
  });

  it('of a command lists its options; on stderr where stdout is for an answer', async () => {
    const { around, stdout, stderr } = recordedSurroundings();
    expect(await dispatch(['talking', '--help'], sampleCommands(), around)).toBe(0);
    expect(stdout()).toMatch(/talking FILE \[--out DIR\] \[--quick\]/);
    expect(await dispatch(['answering', '-h'], sampleCommands(), around)).toBe(0);
    expect(stderr()).toMatch(/answering FILE/);
    expect(stdout()).not.toMatch(/answering FILE/);
  });
});

describe('a number on the command line', () => {
  const range = { min: 0, max: 9, whole: true };
  it('is read, or left out', () => {
    expect(numberOption('n', '4', range)).toBe(4);
    expect(numberOption('n', undefined, range)).toBeUndefined();
  });

  it.each(['', 'x', '10', '-1', '1.5', 'NaN', '1,5'])('%j is refused', (text) => {
    expect(() => numberOption('n', text, range)).toThrow(/--n is .* a whole number, 0 to 9/);
  });
});
