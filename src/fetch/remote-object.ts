import type { ByteSource } from '../model/index.ts';

/** An object somewhere else, as it is now: each read is a request. */
export interface RemoteObject extends ByteSource {
  /** Its address without secrets, for messages and as the first part of what it is kept under. */
  readonly address: string;
  /** Tells versions apart: ETag, else the time of the last change; the length is always compared too. */
  readonly version: string;
}
