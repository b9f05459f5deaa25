import { setImmediate } from 'node:timers/promises';
import type { Progress } from '../model/index.ts';

/** Share of a job's time each stage takes on a laptop, for the progress: only the order and rough size matter. */
const STAGE_WEIGHTS = {
  read: 5,
  geometry: 5,
  coregister: 5,
  interferogram: 60,
  coherence: 3,
  filter: 2,
  unwrap: 15,
  displacement: 2,
  points: 2,
  products: 3,
} as const;

export type FlowStage = keyof typeof STAGE_WEIGHTS;

const STAGES = Object.keys(STAGE_WEIGHTS) as FlowStage[];

function weightOf(stages: readonly FlowStage[]): number {
  return stages.reduce((sum, stage) => sum + STAGE_WEIGHTS[stage], 0);
}

/** Times the stages and turns them into progress that never falls. */
export class StageClock {
  readonly timingsS: Partial<Record<FlowStage, number>> = {};
  readonly #progress: Progress;
  readonly #signal: AbortSignal;
  readonly #stages: readonly FlowStage[];
  #percent = 0;
  #stage: FlowStage;

  /** @param stages those of the flow, in its order; all of the main job by default */
  constructor(progress: Progress, signal: AbortSignal, stages: readonly FlowStage[] = STAGES) {
    this.#progress = progress;
    this.#signal = signal;
    this.#stages = stages;
    this.#stage = stages[0]!;
  }

  /** Runs one stage; `report` may be called inside with the share done. */
  async run<T>(
    stage: FlowStage,
    message: string,
    body: (report: (share: number) => void) => Promise<T> | T,
  ): Promise<T> {
    // Lets timers and signals in: stages that never wait would otherwise run on past them.
    await setImmediate();
    this.#signal.throwIfAborted();
    const before = weightOf(this.#stages.slice(0, this.#stages.indexOf(stage)));
    const total = weightOf(this.#stages);
    this.#stage = stage;
    const report = (share: number): void => {
      const percent = Math.floor(((before + share * STAGE_WEIGHTS[stage]) / total) * 100);
      this.#percent = Math.max(this.#percent, Math.min(percent, 99));
      this.#progress({ stage, percent: this.#percent, message });
    };
    report(0);
    const startedMs = performance.now();
    try {
      const result = await body(report);
      await setImmediate();
      this.#signal.throwIfAborted();
      return result;
    } finally {
      this.timingsS[stage] = (this.timingsS[stage] ?? 0) + (performance.now() - startedMs) / 1000;
    }
  }

  /** Tells of something within the stage that runs, such as a long wait. */
  readonly note = (message: string): void => {
    this.#progress({ stage: this.#stage, percent: this.#percent, message });
  };

  /** The last event of a job. */
  finish(message: string): void {
    this.#progress({ stage: 'answer', percent: 100, message });
  }
}
