/** Something the user should know that did not stop the job. */
export interface Warning {
  /** Stable, SCREAMING_SNAKE_CASE. */
  readonly code: string;
  readonly stage: string;
  readonly message: string;
}

/** Collects a warning; every warning reaches the answer. */
export type Warn = (warning: Warning) => void;

/** One step of a running job. */
export interface ProgressEvent {
  readonly stage: string;
  /** 0..100, never falling. */
  readonly percent: number;
  readonly message: string;
}

export type Progress = (event: ProgressEvent) => void;
