import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { notices, productFile } from '../../answer/index.ts';
import type { AnswerProduct, Pair } from '../../job/index.ts';
import { type MapGrid, Quicklook, type QuicklookKind, type Samples } from '../../products/index.ts';
import { MASK_BITS, MASK_NO_DATA, RASTER_KINDS, type ProductName } from './raster-kinds.ts';

const KINDS: Readonly<Record<ProductName, QuicklookKind>> = {
  wrapped_phase: 'phase',
  coherence: 'coherence',
  unwrapped_phase: 'unwrapped',
  displacement: 'displacement',
  sigma: 'sigma',
  los_east: 'sequential',
  los_north: 'sequential',
  los_up: 'sequential',
  incidence: 'sequential',
  height: 'height',
  components: 'classes',
  mask: 'classes',
};

/** Class of a value of the mask: the first of its bits, in their order; 0 where nothing speaks against the pixel. */
export function maskClass(value: number): number {
  if (value === MASK_NO_DATA) return Number.NaN;
  return 1 + Object.values(MASK_BITS).findIndex((bit) => (value & bit) !== 0);
}

/** Values as a picture takes them: NaN where there is no data. */
function picturedValues(name: ProductName, values: Samples): Float32Array {
  if (name === 'mask') return Float32Array.from(values, maskClass);
  if (name === 'components') return Float32Array.from(values, (label) => (label === 0 ? Number.NaN : label));
  return values instanceof Float32Array ? values : Float32Array.from(values);
}

function pathOf(outDir: string, name: ProductName): string {
  return join(outDir, `${name}.png`);
}

/** Removes the pictures of an earlier run, so that none is taken for this one's. */
export async function removeQuicklooks(outDir: string): Promise<void> {
  const names = Object.keys(KINDS) as ProductName[];
  await Promise.all(names.map((name) => rm(pathOf(outDir, name), { force: true }).catch(() => {})));
}

/** The picture of each raster, made while the rasters are. */
export class Quicklooks {
  readonly #outDir: string;
  readonly #pictures: ReadonlyMap<ProductName, Quicklook>;

  constructor(outDir: string, names: readonly ProductName[], { rows, columns, ...frame }: MapGrid, pair: Pair) {
    this.#outDir = outDir;
    const common = { rows, columns, frame, notices: notices(pair) };
    this.#pictures = new Map(
      names.map((name) => {
        const { title, unit } = RASTER_KINDS[name];
        const kind = KINDS[name];
        const words = Object.keys(MASK_BITS).map((word) => word.replaceAll('_', ' '));
        const named =
          name === 'mask' ? { classNames: words, title: 'First of what speaks against a pixel' } : { title };
        return [name, new Quicklook({ ...common, ...named, name, kind, unit: kind === 'classes' ? '1' : unit })];
      }),
    );
  }

  /** The next lines of a raster, shape (any, columns). */
  append(name: ProductName, values: Samples): void {
    this.#pictures.get(name)?.add(picturedValues(name, values));
  }

  /** Writes the picture of a raster as NAME.png; gives it as the answer lists it. */
  async write(name: ProductName): Promise<AnswerProduct> {
    const path = pathOf(this.#outDir, name);
    const png = this.#pictures.get(name)!.finish();
    await writeFile(path, png);
    return productFile({ kind: 'quicklook', name, path, media_type: 'image/png' }, png);
  }
}
