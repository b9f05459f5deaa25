import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Job } from '../../../src/job/index.ts';
import type { JobContext } from '../../../src/pipeline/context.ts';
import { withJobDem } from '../../../src/pipeline/plan/dem-source.ts';
import { testAccess } from '../../support/data-access.ts';
import { startHttpServer } from '../../support/servers/http-server.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const folder = temporaryFolder();

it.each(['absent.txt', 'empty.txt'])('a list of tiles that cannot be used (%s) leaves no DEM open', async (name) => {
  writeFileSync(join(folder, 'empty.txt'), '');
  const server = await startHttpServer({ '/dem.tif': { bytes: Buffer.alloc(100) } });
  const access = await testAccess(join(folder, 'cache'));
  const open = new Set<string>();
  const source: typeof access.cache.source = (remote) => {
    open.add(remote.address);
    const view = access.cache.source(remote);
    return {
      ...view,
      close: async () => {
        open.delete(remote.address);
        await view.close();
      },
    };
  };
  const context = { access: { ...access, cache: { ...access.cache, source } }, signal: new AbortController().signal };
  const options = (list?: string) => ({ dem: `${server.origin}/dem.tif`, ...(list && { dem_tile_lists: list }) });
  const use = (list?: string) =>
    withJobDem({ options: options(list) } as unknown as Job, context as unknown as JobContext, async () => open.size);
  expect(await use()).toBe(1);
  await expect(use(join(folder, name))).rejects.toThrow(name);
  expect([...open]).toEqual([]);
  await access.close();
  await server.close();
});
