/** Who has to act. */
export type Fault = 'caller' | 'data' | 'upstream' | 'internal';

/** The stages of the flow, as they are named everywhere. */
export type Stage =
  | 'job'
  | 'setup'
  | 'fetch'
  | 'read'
  | 'geometry'
  | 'coregister'
  | 'interferogram'
  | 'coherence'
  | 'filter'
  | 'unwrap'
  | 'displacement'
  | 'points'
  | 'products'
  | 'answer'
  | 'gpu'
  | 'simulate'
  | 'worker';

/** One row of the error catalogue. */
export interface CatalogueEntry {
  readonly stage: Stage;
  readonly fault: Fault;
  /** What happened; `{name}` is replaced by the detail of that name. */
  readonly message: string;
  /** One sentence: what to do. */
  readonly remedy: string;
}
