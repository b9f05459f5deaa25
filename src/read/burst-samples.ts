import { SentryalError } from '../errors/index.ts';
import type { Burst, Swath } from '../model/index.ts';
import { openMeasurement } from './measurement-tiff.ts';

/** A rectangle of one burst, in its own lines and samples. */
export interface BurstWindow {
  readonly firstLine: number;
  readonly lines: number;
  readonly firstSample: number;
  readonly samples: number;
}

/** Two int16. */
const BYTES_PER_SAMPLE = 4;

/** From this share of the line's width on, whole lines are read and the rest thrown away: one long read is cheaper. */
const CONTIGUOUS_SHARE = 0.5;

const BLOCK_BYTES = 16 * 2 ** 20;

/** Reads under way at once: of blocks few, of single lines as many as a source elsewhere can put into one request. */
const BLOCKS_AT_ONCE = 8;
const LINES_AT_ONCE = 512;

function checkWindow(swath: Swath, window: BurstWindow): void {
  const { firstLine, lines, firstSample, samples } = window;
  const whole = [firstLine, lines, firstSample, samples].every((value) => Number.isSafeInteger(value) && value >= 0);
  if (whole && firstLine + lines <= swath.linesPerBurst && firstSample + samples <= swath.samplesPerBurst) return;
  throw new SentryalError('READ_WINDOW_OUTSIDE', {
    ...window,
    height: swath.linesPerBurst,
    width: swath.samplesPerBurst,
  });
}

/** Runs `work(0) … work(count - 1)`, some at a time; after a failure nothing new is begun. */
async function forEachLimited(count: number, atOnce: number, work: (index: number) => Promise<void>): Promise<void> {
  let next = 0;
  let failed = false;
  const worker = async (): Promise<void> => {
    while (next < count && !failed) {
      const index = next;
      next += 1;
      try {
        await work(index);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, count) }, worker));
}

/** Samples of a big-endian file become little-endian, as the GPU takes them. */
function swapBytes(bytes: Uint8Array): void {
  for (let k = 0; k + 1 < bytes.length; k += 2) {
    const first = bytes[k]!;
    bytes[k] = bytes[k + 1]!;
    bytes[k + 1] = first;
  }
}

/**
 * Raw samples of a window of a burst: only the byte ranges of its lines are read.
 * @returns shape (lines, samples, 2): I, Q; little-endian in memory whatever the machine
 * @throws SentryalError as {@link openMeasurement}, and READ_TRUNCATED, READ_WINDOW_OUTSIDE
 */
export async function readBurstSamples(
  swath: Swath,
  burst: Burst,
  window: BurstWindow,
  options: { readonly signal?: AbortSignal | undefined } = {},
): Promise<Int16Array<ArrayBuffer>> {
  checkWindow(swath, window);
  const { littleEndian } = await openMeasurement(swath, options);
  const { firstLine, lines, firstSample, samples } = window;
  const readOptions = options.signal ? { signal: options.signal } : undefined;
  const lineBytes = swath.samplesPerBurst * BYTES_PER_SAMPLE;
  const keptBytes = samples * BYTES_PER_SAMPLE;
  const skippedBytes = firstSample * BYTES_PER_SAMPLE;
  const out = new Uint8Array(lines * keptBytes);

  const contiguous = samples >= CONTIGUOUS_SHARE * swath.samplesPerBurst;
  const blockLines = contiguous ? Math.max(1, Math.floor(BLOCK_BYTES / lineBytes)) : 1;
  await forEachLimited(Math.ceil(lines / blockLines), contiguous ? BLOCKS_AT_ONCE : LINES_AT_ONCE, async (block) => {
    options.signal?.throwIfAborted();
    const from = block * blockLines;
    const count = Math.min(blockLines, lines - from);
    const start = burst.byteOffset + (firstLine + from) * lineBytes + skippedBytes;
    const bytes = await swath.measurement.read(start, (count - 1) * lineBytes + keptBytes, readOptions);
    if (samples === swath.samplesPerBurst) out.set(bytes, from * keptBytes);
    else
      for (let line = 0; line < count; line += 1)
        out.set(bytes.subarray(line * lineBytes, line * lineBytes + keptBytes), (from + line) * keptBytes);
  });
  if (!littleEndian) swapBytes(out);
  return new Int16Array(out.buffer);
}
