import { existsSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';

interface BuiltPackages {
  readonly builtAt?: string;
  readonly packages?: readonly { readonly name: string; readonly version: string }[];
}

async function describeBuild(folder: string): Promise<string> {
  try {
    const built = JSON.parse(await readFile(join(folder, 'packages.json'), 'utf8')) as BuiltPackages;
    const mesa = built.packages?.find(({ name }) => name.startsWith('mesa-vulkan-drivers'));
    return `${mesa ? `Mesa ${mesa.version}` : 'Mesa of the system'}, set up ${built.builtAt ?? 'some time ago'}`;
  } catch {
    return 'set up';
  }
}

/** What the cache folder holds of software Vulkan, and whether this process uses it: label and state. */
export async function softwareVulkanState(cacheDir: string): Promise<(readonly [string, string])[]> {
  const parent = join(cacheDir, 'software-vulkan');
  const names = (await readdir(parent).catch(() => [])).filter((name) => existsSync(join(parent, name, 'icd.json')));
  if (names.length === 0) return [['state', 'not set up (done by itself where no other adapter is found)']];
  const inUse = process.env['VK_DRIVER_FILES'] ?? '';
  const describe = async (name: string): Promise<readonly [string, string]> => {
    const folder = join(parent, name);
    return [name, `${await describeBuild(folder)}${inUse.startsWith(folder) ? ', in use' : ''}`];
  };
  return Promise.all(names.sort().map(describe));
}
