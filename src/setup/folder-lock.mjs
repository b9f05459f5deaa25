import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** A lock folder without a readable owner is given this long to get one: its maker may be between two calls. */
const OWNERLESS_MS = 5_000;
const POLL_MS = 200;

/**
 * Holds `folder` as a lock while `work` runs. Making a folder is atomic on every file system, so this needs no
 * service. The lock of a process that died on this machine is taken over.
 */
export async function withFolderLock(folder, options, work) {
  await acquire(folder, options);
  try {
    return await work();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function acquire(folder, { timeoutMs, onWait }) {
  const deadline = Date.now() + timeoutMs;
  let told = false;
  await mkdir(dirname(folder), { recursive: true });
  for (;;) {
    try {
      await mkdir(folder);
      await writeFile(join(folder, 'owner.json'), JSON.stringify({ pid: process.pid, host: hostname() }));
      return;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    if (await isAbandoned(folder)) {
      await bury(folder);
      continue;
    }
    if (Date.now() > deadline) {
      const seconds = Math.round(timeoutMs / 1000);
      const error = new Error(`Another process has held ${folder} for more than ${seconds} s.`);
      error.code = 'LOCK_TIMEOUT';
      error.remedy = 'Wait for it to end; if no such process runs, delete that folder and run the command again.';
      throw error;
    }
    if (!told) onWait?.();
    told = true;
    await sleep(POLL_MS);
  }
}

async function isAbandoned(folder) {
  try {
    const owner = JSON.parse(await readFile(join(folder, 'owner.json'), 'utf8'));
    // A process of another host (a shared file system) cannot be looked up: it counts as alive.
    return owner.host === hostname() && !isAlive(owner.pid);
  } catch {
    const age = await stat(folder).then(
      (entry) => Date.now() - entry.mtimeMs,
      () => 0,
    );
    return age > OWNERLESS_MS;
  }
}

/** Moves the lock away before it is deleted: of two processes that found it abandoned only one can move it. */
async function bury(folder) {
  const grave = `${folder}.${process.pid}`;
  try {
    await rename(folder, grave);
  } catch {
    return;
  }
  // Between the look and the move another process may have taken over: then it is given back.
  if (await isAbandoned(grave)) await rm(grave, { recursive: true, force: true });
  else await rename(grave, folder).catch(() => rm(grave, { recursive: true, force: true }));
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it exists and belongs to someone else.
    return error.code === 'EPERM';
  }
}
