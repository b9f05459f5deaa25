import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SentryalError } from '../../src/errors/index.ts';
import { NOT_FOUND, complaint, lastLine, runProcess } from './run-process.ts';
import { type PeerResult, type PeerScene, readPlane, writeScene } from './scene-files.ts';

/** SNAPHU's statistical costs that suit an interferogram of ground that moves. */
export const SNAPHU_COSTS = ['smooth', 'defo'] as const;
export type SnaphuCost = (typeof SNAPHU_COSTS)[number];

const SCRIPT = fileURLToPath(new URL('run-snaphu.py', import.meta.url));
const PACKAGES = ['snaphu==0.4.1', 'numpy'];
const INTERPRETERS = ['python3', 'python'];

/** SNAPHU in an environment of its own. Never a part of the product: its flow solver is for non-commercial use only. */
export class Snaphu {
  readonly #python: string;
  readonly #remove: () => Promise<void>;

  private constructor(python: string, remove: () => Promise<void>) {
    this.#python = python;
    this.#remove = remove;
  }

  /**
   * Makes a Python environment and installs SNAPHU into it, or uses the one that an earlier call left in the folder.
   * @param folder where it goes and stays; by default a temporary folder, removed by `close`
   * @returns why not, as a sentence, where Python or the package cannot be had
   */
  static async prepare(folder?: string): Promise<Snaphu | string> {
    const home = folder ?? (await mkdtemp(join(tmpdir(), 'sentryal-snaphu-')));
    const remove = (): Promise<void> =>
      folder === undefined ? rm(home, { recursive: true, force: true }) : Promise.resolve();
    const scripts = process.platform === 'win32' ? 'Scripts' : 'bin';
    const python = join(home, scripts, process.platform === 'win32' ? 'python.exe' : 'python');
    const trouble = existsSync(python) ? '' : await makeEnvironment(home);
    const end = trouble ? undefined : await install(python);
    const reason = trouble || end;
    if (!reason) return new Snaphu(python, remove);
    await remove();
    return reason;
  }

  /** Unwraps a scene, initialised by minimum-cost flow, one tile. Memory: of SNAPHU itself, without Python. */
  async unwrap(scene: PeerScene, cost: SnaphuCost): Promise<PeerResult> {
    const folder = await mkdtemp(join(tmpdir(), 'sentryal-snaphu-run-'));
    try {
      await writeScene(folder, scene);
      const { rows, columns, effectiveLooks } = scene;
      const end = await runProcess(this.#python, [
        SCRIPT,
        folder,
        ...[rows, columns, effectiveLooks].map(String),
        cost,
      ]);
      if (end.code !== 0) throw new SentryalError('INTERNAL', { reason: `SNAPHU failed: ${complaint(end)}` });
      const { childPeakBytes, cpuS } = lastLine<{ childPeakBytes: number; cpuS: number }>(end);
      const unwrappedRad = await readPlane(join(folder, 'unwrapped.f32'));
      return { unwrappedRad, wallS: end.wallS, cpuS, peakBytes: childPeakBytes };
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  /** Removes a temporary environment. */
  async close(): Promise<void> {
    await this.#remove();
  }
}

/** Returns what went wrong, or nothing. */
async function makeEnvironment(home: string): Promise<string> {
  let trouble = 'there is no Python';
  for (const interpreter of INTERPRETERS) {
    const end = await runProcess(interpreter, ['-m', 'venv', home]);
    if (end.code === 0) return '';
    if (end.code !== NOT_FOUND) trouble = `${interpreter} makes no environment: ${complaint(end)}`;
  }
  return trouble;
}

/** Returns what went wrong, or nothing. */
async function install(python: string): Promise<string> {
  const known = await runProcess(python, ['-I', '-c', 'import numpy, snaphu']);
  if (known.code === 0) return '';
  const end = await runProcess(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...PACKAGES]);
  return end.code === 0 ? '' : `the package snaphu cannot be installed: ${complaint(end)}`;
}
