import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SentryalError } from '../../src/errors/index.ts';
import type { RefereePolicy } from '../../src/unwrap/index.ts';
import type { Report } from './run-sentryal.ts';
import { complaint, lastLine, runProcess } from './run-process.ts';
import { type PeerResult, type PeerScene, readPlane, writeScene } from './scene-files.ts';

/** Our own result of a scene. Memory of a software adapter is the process's own; that of a real one is not counted. */
export interface OurResult extends PeerResult {
  readonly report: Report;
  /** 1 where the cycles may be others. */
  readonly ambiguous: Uint8Array;
}

/** What the unwrapping is asked for, as a job's `filter_strength` and `unwrap_referee`. */
export interface UnwrapChoice {
  /** Strength of the filter that guides the unwrapping, 0..1. */
  readonly filterStrength: number;
  readonly referee: RefereePolicy;
}

export const DEFAULT_CHOICE: UnwrapChoice = { filterStrength: 1, referee: 'auto' };

const SCRIPT = fileURLToPath(new URL('run-sentryal.ts', import.meta.url));

/** Unwraps a scene as the pipeline does, in a process of its own as the peers do. */
export async function unwrapInProcess(scene: PeerScene, choice: UnwrapChoice): Promise<OurResult> {
  const folder = await mkdtemp(join(tmpdir(), 'sentryal-unwrap-run-'));
  try {
    await writeScene(folder, scene);
    const { rows, columns, effectiveLooks } = scene;
    const words = [rows, columns, effectiveLooks, choice.filterStrength, choice.referee].map(String);
    const args = [...process.execArgv, SCRIPT, folder, ...words];
    const end = await runProcess(process.execPath, args);
    if (end.code !== 0) throw new SentryalError('INTERNAL', { reason: `unwrapping failed: ${complaint(end)}` });
    const report = lastLine<Report>(end);
    return {
      unwrappedRad: await readPlane(join(folder, 'unwrapped.f32')),
      wallS: end.wallS,
      cpuS: report.cpuS,
      peakBytes: report.peakBytes,
      report,
      ambiguous: await readFile(join(folder, 'ambiguous.u8')),
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
