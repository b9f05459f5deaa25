import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { withFolderLock } from '../../../src/setup/folder-lock.mjs';

let folder = '';
let lock = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sentryal-lock-'));
  lock = join(folder, 'below', 'lock');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const options = { timeoutMs: 10_000 };

function leaveLock(owner: { pid: number; host: string }): void {
  mkdirSync(lock, { recursive: true });
  writeFileSync(join(lock, 'owner.json'), JSON.stringify(owner));
}

it('lets one in at a time', async () => {
  let inside = 0;
  let most = 0;
  const work = async (): Promise<void> => {
    inside += 1;
    most = Math.max(most, inside);
    await sleep(20);
    inside -= 1;
  };
  await Promise.all(Array.from({ length: 5 }, () => withFolderLock(lock, options, work)));
  expect(most).toBe(1);
  expect(existsSync(lock)).toBe(false);
});

it('returns what the work returns and frees the lock when it throws', async () => {
  expect(await withFolderLock(lock, options, async () => 7)).toBe(7);
  await expect(withFolderLock(lock, options, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(existsSync(lock)).toBe(false);
});

it('takes over the lock of a process that has died', async () => {
  const dead = spawnSync(process.execPath, ['-e', '']).pid;
  leaveLock({ pid: dead, host: hostname() });
  expect(await withFolderLock(lock, options, async () => 'in')).toBe('in');
});

it('takes over a lock whose maker died before it signed', async () => {
  mkdirSync(lock, { recursive: true });
  const longAgo = Date.now() / 1000 - 60;
  utimesSync(lock, longAgo, longAgo);
  expect(await withFolderLock(lock, options, async () => 'in')).toBe('in');
});

it.each([
  ['a living process', { pid: process.pid, host: hostname() }],
  ['another machine, where no process can be looked up', { pid: 1, host: 'elsewhere.example.org' }],
])('waits for %s, tells so once, and gives up in time', async (_, owner) => {
  leaveLock(owner);
  let told = 0;
  const waiting = withFolderLock(lock, { timeoutMs: 500, onWait: () => (told += 1) }, async () => 'in');
  await expect(waiting).rejects.toMatchObject({ code: 'LOCK_TIMEOUT' });
  expect(told).toBe(1);
});
