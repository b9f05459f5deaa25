import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SentryalError } from '../errors/index.ts';
import { type ToolResult, runTool } from './run-tool.ts';

/** A package in the exact version that apt chose. */
export interface PackageVersion {
  /** Name with architecture where apt gives one (`libdrm2:arm64`). */
  readonly name: string;
  readonly version: string;
}

const UPDATE_TIMEOUT_MS = 5 * 60_000;
const SIMULATE_TIMEOUT_MS = 60_000;
const DOWNLOAD_TIMEOUT_MS = 10 * 60_000;

/** apt with its state, cache and sources in a folder of ours: it reads the system and writes nothing there. */
export class PrivateApt {
  readonly #folder: string;
  readonly #environment: NodeJS.ProcessEnv;

  private constructor(folder: string) {
    this.#folder = folder;
    this.#environment = { ...process.env, APT_CONFIG: join(folder, 'apt.conf'), LC_ALL: 'C' };
  }

  /** Lays the folder out: deb822 `sourcesText` as the only source. */
  static async create(folder: string, sourcesText: string): Promise<PrivateApt> {
    for (const part of ['state/lists/partial', 'cache/archives/partial', 'sources.list.d', 'none', 'debs']) {
      await mkdir(join(folder, part), { recursive: true });
    }
    const dump = await runTool('apt-config', ['dump'], { timeoutMs: SIMULATE_TIMEOUT_MS });
    throwOnFailure(dump);
    await writeFile(join(folder, 'sources.list.d', 'release.sources'), sourcesText);
    await writeFile(join(folder, 'apt.conf'), aptConfiguration(folder, dump.stdout));
    return new PrivateApt(folder);
  }

  /** Fetches the package lists; apt checks their signatures. */
  async update(): Promise<void> {
    throwOnFailure(await this.#run(['update'], UPDATE_TIMEOUT_MS));
  }

  /** What an installation of `packages` would add to this machine: what is missing or too old. */
  async missing(packages: readonly string[]): Promise<PackageVersion[]> {
    const args = ['--simulate', '--no-install-recommends', '--allow-change-held-packages', 'install', ...packages];
    const result = await this.#run(args, SIMULATE_TIMEOUT_MS);
    throwOnFailure(result);
    return parseSimulation(result.stdout);
  }

  /** Downloads packages into a folder, whose path it returns; apt checks each against the signed lists. */
  async download(packages: readonly PackageVersion[]): Promise<string> {
    const cwd = join(this.#folder, 'debs');
    const names = packages.map(({ name, version }) => `${name}=${version}`);
    throwOnFailure(await this.#run(['download', ...names], DOWNLOAD_TIMEOUT_MS, cwd));
    return cwd;
  }

  #run(args: readonly string[], timeoutMs: number, cwd = this.#folder): Promise<ToolResult> {
    return runTool('apt-get', args, { environment: this.#environment, timeoutMs, cwd });
  }
}

function throwOnFailure(result: ToolResult): void {
  if (result.failure) throw new SentryalError('SETUP_SOFTWARE_VULKAN_FAILED', { reason: result.failure });
}

/** Packages of `apt-get --simulate install`: lines such as `Inst libdrm2 [2.4.114] (2.4.123 Debian:12 [amd64])`. */
export function parseSimulation(stdout: string): PackageVersion[] {
  const packages: PackageVersion[] = [];
  for (const line of stdout.split('\n')) {
    const match = /^Inst (\S+) (?:\[[^\]]*\] )?\((\S+) /.exec(line);
    if (match) packages.push({ name: match[1]!, version: match[2]! });
  }
  return packages;
}

/**
 * apt's configuration: of the machine's own only what says how to reach the network (proxies, retries, certificates);
 * not its hooks, which would write to the system, nor anything that loosens the signature checks.
 */
export function aptConfiguration(folder: string, machineDump: string): string {
  const network = machineDump
    .split('\n')
    .filter((line) => /^Acquire::/.test(line))
    .filter((line) => !/^Acquire::(IndexTargets|Languages|GzipIndexes|Allow)/i.test(line));
  const own: readonly (readonly [string, string])[] = [
    ['Dir::State', join(folder, 'state')],
    ['Dir::State::status', '/var/lib/dpkg/status'],
    ['Dir::Cache', join(folder, 'cache')],
    ['Dir::Etc::main', '/dev/null'],
    ['Dir::Etc::parts', join(folder, 'none')],
    ['Dir::Etc::sourcelist', '/dev/null'],
    ['Dir::Etc::sourceparts', join(folder, 'sources.list.d')],
    ['Dir::Etc::preferences', '/dev/null'],
    ['Dir::Etc::preferencesparts', join(folder, 'none')],
    ['APT::Get::AllowUnauthenticated', 'false'],
    ['APT::Update::Error-Mode', 'any'],
    ['Acquire::AllowInsecureRepositories', 'false'],
    ['Acquire::Languages', 'none'],
    ['Acquire::Retries', '2'],
    ['Acquire::http::Timeout', '30'],
  ];
  const quoted = own.map(([key, value]) => `${key} "${value}";`);
  return [...network, ...quoted, ''].join('\n');
}
