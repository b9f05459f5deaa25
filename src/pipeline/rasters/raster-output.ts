import { type RasterHead, type RasterWriter, createRaster } from '../../products/index.ts';

type Samples = Parameters<RasterWriter['append']>[0];

/** One file as the document names it. */
export interface WrittenRaster {
  readonly name: string;
  readonly path: string;
  readonly rows: number;
  readonly columns: number;
  readonly sample_format: RasterHead['sample'];
  readonly unit: string;
  readonly no_data: string;
}

/** A raster to write: what it is called in the document, where, and what it says of itself. */
export interface RasterOutput {
  readonly name: string;
  readonly path: string;
  readonly head: RasterHead;
}

/** What the document says of a raster. */
export function describeOutput({ name, path, head }: RasterOutput): WrittenRaster {
  const { rows, columns, sample, unit, noData } = head;
  return { name, path, rows, columns, sample_format: sample, unit, no_data: noData };
}

/**
 * Begins several rasters for `body` and gives them their names when it is done: all, or none where it fails.
 * @throws SentryalError PRODUCT_TOO_LARGE, PRODUCT_UNWRITABLE
 */
export async function withOutputs<Result>(
  outputs: readonly RasterOutput[],
  body: (writers: readonly RasterWriter[]) => Promise<Result>,
): Promise<Result> {
  const writers: RasterWriter[] = [];
  try {
    for (const { path, head } of outputs) writers.push(await createRaster(path, head));
    const result = await body(writers);
    for (const writer of writers) await writer.finish();
    return result;
  } finally {
    await Promise.all(writers.map((writer) => writer.discard()));
  }
}

/** Writes whole rasters. */
export async function writeRasters(
  outputs: readonly (RasterOutput & { readonly values: Samples })[],
  signal: AbortSignal,
): Promise<WrittenRaster[]> {
  await withOutputs(outputs, async (writers) => {
    for (const [k, writer] of writers.entries()) {
      signal.throwIfAborted();
      await writer.append(outputs[k]!.values);
    }
  });
  return outputs.map(describeOutput);
}
