import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A scene to unwrap. Shapes (rows, columns). */
export interface PeerScene {
  readonly rows: number;
  readonly columns: number;
  /** Rad in [-π, π]. */
  readonly wrappedPhaseRad: Float32Array;
  /** 0..1. */
  readonly coherence: Float32Array;
  readonly effectiveLooks: number;
}

/** What a process of its own made of a scene. */
export interface PeerResult {
  readonly unwrappedRad: Float32Array;
  /** From the start of the process to its end, s. */
  readonly wallS: number;
  /** Time on processors, its children's too, s: what another load of the machine leaves as it is. */
  readonly cpuS: number;
  /** Largest resident memory, bytes. */
  readonly peakBytes: number;
}

const bytesOf = (plane: Float32Array): Uint8Array => new Uint8Array(plane.buffer, plane.byteOffset, plane.byteLength);

/** Raw planes of a scene in a folder: wrapped.f32 and coherence.f32, in the order of bytes of the machine. */
export async function writeScene(folder: string, { wrappedPhaseRad, coherence }: PeerScene): Promise<void> {
  await writeFile(join(folder, 'wrapped.f32'), bytesOf(wrappedPhaseRad));
  await writeFile(join(folder, 'coherence.f32'), bytesOf(coherence));
}

/** Writes one plane of float32. */
export async function writePlane(path: string, plane: Float32Array): Promise<void> {
  await writeFile(path, bytesOf(plane));
}

/** Reads one plane of float32. */
export async function readPlane(path: string): Promise<Float32Array> {
  const bytes = await readFile(path);
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
}
