import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { SharedAccess } from '../../../../handler/job/shared-access.ts';
import { type OpenedDataAccess, openDataAccess } from '../../../../src/fetch/index.ts';
import type { Warning } from '../../../../src/model/index.ts';
import { readSettings } from '../../../../src/settings/index.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const KEY = 'https://example.org/orbits/list.xml';
const content = async (): Promise<Uint8Array> => new TextEncoder().encode('content');
const noRoute = (): Promise<Uint8Array> => Promise.reject(new Error('no route'));

/** What one job of a process hears. */
class Listener {
  readonly heard: Warning[] = [];
  readonly warn = (warning: Warning): void => void this.heard.push(warning);

  get codes(): string[] {
    return this.heard.map(({ code }) => code);
  }
}

describe('the way to data that jobs share', () => {
  const folder = temporaryFolder();
  const opened: SharedAccess[] = [];
  afterEach(async () => {
    vi.useRealTimers();
    await Promise.all(opened.splice(0).map((shared) => shared.close()));
  });

  function share(environment: Record<string, string> = {}, cacheDir = folder) {
    const log: string[] = [];
    const openNow = vi.fn((warn: (warning: Warning) => void): Promise<OpenedDataAccess> =>
      openDataAccess({
        allowLocalPaths: false,
        policy: { allowPrivate: false, allowedHosts: [] },
        connectionsPerOrigin: 1,
        cacheDir,
        cacheSizeBytes: 2 ** 20,
        services: readSettings().settings,
        environment,
        home: folder,
        warn,
      }),
    );
    const shared = new SharedAccess(openNow, (level, message) => log.push(`${level} ${message}`));
    opened.push(shared);
    return { shared, log, openNow };
  }

  it('is opened once, and tells every job of credentials that cannot be used', async () => {
    const { shared, openNow, log } = share({ EARTHDATA_TOKEN: 'two words' });
    const [one, two] = [new Listener(), new Listener()];
    await (await shared.open(one.warn)).close();
    await (await shared.open(two.warn)).close();
    expect(openNow).toHaveBeenCalledTimes(1);
    expect(one.codes).toEqual(['CREDENTIALS_INVALID']);
    expect(two.heard).toEqual(one.heard);
    expect(log).toEqual([]);
  });

  it('tells of an old copy the jobs that got it, and no other', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const { shared } = share();
    const [one, two, three] = [new Listener(), new Listener(), new Listener()];
    const jobs = await Promise.all([one, two, three].map(({ warn }) => shared.open(warn)));
    await jobs[2]!.cache.file(KEY, 100, content);
    vi.setSystemTime(Date.now() + 3600e3);
    await Promise.all(jobs.slice(0, 2).map(({ cache }) => cache.file(KEY, 100, noRoute)));
    expect([one.codes, two.codes, three.codes]).toEqual([['CACHE_STALE'], ['CACHE_STALE'], []]);
  });

  it('tells every job whose data are not kept, each once', async () => {
    const notAFolder = join(folder, 'file');
    writeFileSync(notAFolder, '');
    const { shared, log } = share({}, notAFolder);
    const codes: string[][] = [];
    for (let k = 0; k < 3; k++) {
      const job = new Listener();
      const access = await shared.open(job.warn);
      await access.cache.file(`${KEY}?${k}`, 100, content);
      await access.cache.file(`${KEY}?${k}${k}`, 100, content);
      await access.close();
      codes.push(job.codes);
    }
    expect(codes).toEqual([['CACHE_UNWRITABLE'], ['CACHE_UNWRITABLE'], ['CACHE_UNWRITABLE']]);
    expect(log).toEqual([]);
  });

  it('tells a job of a disk that fails while it runs, the next one too, and none that has ended', async () => {
    const cacheDir = join(folder, 'fails-later');
    mkdirSync(cacheDir);
    const { shared } = share({}, cacheDir);
    const ended = new Listener();
    await (await shared.open(ended.warn)).close();
    const [running, next] = [new Listener(), new Listener()];
    const first = await shared.open(running.warn);
    rmSync(cacheDir, { recursive: true });
    writeFileSync(cacheDir, '');
    await first.cache.file(KEY, 100, content);
    await first.close();
    const second = await shared.open(next.warn);
    await second.cache.file(`${KEY}?next`, 100, content);
    expect([ended.codes, running.codes, next.codes]).toEqual([[], ['CACHE_UNWRITABLE'], ['CACHE_UNWRITABLE']]);
  });
});
