import { describe, expect, it, vi } from 'vitest';
import { Terminal } from '../../../src/cli/terminal.ts';

const event = (percent: number, stage = 'unwrap') => ({ stage, percent, message: `at ${percent}` });

function record(isTTY: boolean, columns = 60) {
  const written: string[] = [];
  const terminal = new Terminal({ isTTY, columns, write: (text) => written.push(text) });
  return { terminal, written };
}

describe('progress', () => {
  it('is a line at every stage and every ten percent where nobody watches', () => {
    const { terminal, written } = record(false);
    for (const percent of [0, 1, 5, 9, 10, 11, 19.9, 20, 99]) terminal.progress(event(percent));
    terminal.progress(event(99.5, 'points'));
    expect(written).toEqual([
      '[  0 %] unwrap: at 0\n',
      '[ 10 %] unwrap: at 10\n',
      '[ 20 %] unwrap: at 20\n',
      '[ 99 %] unwrap: at 99\n',
      '[100 %] points: at 99.5\n',
    ]);
  });

  it('tells there of long waits too, after some silence', () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    try {
      const { terminal, written } = record(false);
      const wait = (message: string, seconds: number): void => {
        terminal.progress({ stage: 'read', percent: 0, message });
        vi.advanceTimersByTime(1000 * seconds);
      };
      for (const [message, seconds] of [
        ['opening', 2],
        ['asked again in 1 s', 4],
        ['asked again in 2 s', 10],
        ['asked again in 2 s', 10],
        ['asked again in 3 s', 0],
      ] as const)
        wait(message, seconds);
      const said = written.map((line) => line.trim().slice('[  0 %] read: '.length));
      expect(said).toEqual(['opening', 'asked again in 2 s', 'asked again in 3 s']);
    } finally {
      vi.useRealTimers();
    }
  });

  it('is one line, rewritten and not longer than the terminal, where somebody does', () => {
    const { terminal, written } = record(true, 40);
    terminal.progress(event(0));
    terminal.progress({ ...event(100), message: 'x'.repeat(200) });
    expect(written).toHaveLength(2);
    expect(written[1]!.startsWith(`\r\u001b[K${'█'.repeat(24)} 100 % `)).toBe(true);
    expect(written.every((text) => !text.includes('\n') && text.length <= 40 + '\r\u001b[K'.length)).toBe(true);
  });

  it('gives way to a message', () => {
    const { terminal, written } = record(true);
    terminal.progress(event(50));
    terminal.log('info', 'hello');
    expect(written.slice(1)).toEqual(['\r\u001b[K', 'hello\n']);
  });

  it('starts anew after its end', () => {
    const { terminal, written } = record(false);
    terminal.progress(event(99));
    terminal.endProgress();
    terminal.progress(event(0));
    expect(written).toHaveLength(2);
  });
});

it('a level keeps what is less important away', () => {
  const { terminal, written } = record(false);
  terminal.level = 'warn';
  terminal.log('error', 'e');
  terminal.warn({ code: 'W', stage: 'read', message: 'w' });
  terminal.log('info', 'i');
  terminal.progress(event(1));
  expect(written).toEqual(['e\n', 'warning W (read): w\n']);
});
