import { mkdir, readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { localDataAccess } from '../../src/fetch/index.ts';
import { type Answer, type Job, parseJob } from '../../src/job/index.ts';
import type { Warning } from '../../src/model/index.ts';
import { runPair } from '../../src/pipeline/index.ts';
import { readSettings } from '../../src/settings/index.ts';

/** One point of a simulated scene's truth. */
export interface TruthPoint {
  readonly id: string;
  readonly displacement_mm: number;
  readonly gradient_mm_per_m: number;
  readonly coherence: number;
  readonly distance_to_fault_m?: number;
}

/** A measured point beside its truth. */
export interface Comparison {
  readonly truth: TruthPoint;
  readonly status: string;
  readonly measuredMm: number | null;
  readonly differenceMm: number | null;
  /** Of the noise of point and reference: a simulated scene has no other error. */
  readonly sigmaMm: number | null;
  readonly coherence: number | null;
}

export async function readTruth(folder: string): Promise<TruthPoint[]> {
  const document = JSON.parse(await readFile(resolve(folder, 'truth.json'), 'utf8')) as { points: TruthPoint[] };
  return document.points;
}

/** Reads a job file as the command line does, after `change` has had its way with the document. */
export async function readJob(path: string, change: (job: Record<string, unknown>) => void = () => {}): Promise<Job> {
  const document = JSON.parse(await readFile(path, 'utf8')) as Record<string, unknown>;
  change(document);
  return parseJob(document, { allowLocalPaths: true, baseDir: dirname(resolve(path)) }).job;
}

/** Runs a job through the flow. */
export async function runJob(job: Job, outDir?: string): Promise<Answer> {
  const warnings: Warning[] = [];
  if (outDir !== undefined) await mkdir(outDir, { recursive: true });
  return runPair(job, {
    settings: readSettings().settings,
    access: localDataAccess(() => {}),
    ...(outDir === undefined ? {} : { outDir }),
    progress: () => {},
    warn: (warning) => warnings.push(warning),
    warnings,
    signal: new AbortController().signal,
  });
}

/** Sets each measured point beside its truth. */
export function compare(answer: Answer, truth: readonly TruthPoint[]): Comparison[] {
  const measured = new Map(answer.results.displacement_points.map((point) => [point.point_id, point]));
  return truth.map((point) => {
    const result = measured.get(point.id)!;
    const { status, displacement_mm: measuredMm, sigma_terms_mm: terms, coherence } = result;
    return {
      truth: point,
      status,
      measuredMm,
      differenceMm: measuredMm === null ? null : measuredMm - point.displacement_mm,
      sigmaMm: terms && Math.hypot(terms.phase, terms.reference),
      coherence,
    };
  });
}
