import * as z from 'zod';
import { SentryalError } from '../../errors/index.ts';
import { type QuicklookHead, NO_DATA_INDEX, QUICKLOOK_KEYWORD } from '../quicklook/draw-quicklook.ts';
import { decodePng, encodePng } from '../quicklook/png.ts';

/** The map of a quicklook, cut out and made small enough for a page. */
export interface Picture {
  readonly head: QuicklookHead;
  /** Data address of a PNG of the map alone; no data lets the page through. */
  readonly address: string;
}

/** The longest side of a picture in the page, pixels. */
const MAX_SIDE_PX = 900;

const positive = z.number().positive();
const headSchema = z.object({
  name: z.string(),
  kind: z.enum(['phase', 'unwrapped', 'displacement', 'coherence', 'sigma', 'height', 'sequential', 'classes']),
  title: z.string(),
  unit: z.string(),
  map: z.object({
    left: z.int().min(0),
    top: z.int().min(0),
    rows: z.int().min(1),
    columns: z.int().min(1),
    zoom: z.int().min(1),
  }),
  frame: z.object({ epsg: z.int(), left: z.number(), top: z.number(), pixelWidth: positive, pixelHeight: positive }),
  range: z.object({ low: z.number(), high: z.number() }).refine(({ low, high }) => low < high),
});

function readHead(text: string | undefined): QuicklookHead {
  try {
    return headSchema.parse(JSON.parse(text ?? ''));
  } catch (cause) {
    throw new SentryalError('QUICKLOOK_UNREADABLE', { reason: 'it does not say what it shows' }, { cause });
  }
}

/** Mean of the palette indices of a block, which are even steps of the value; no data where less than half has data. */
function blockMean(indices: readonly number[]): number {
  const held = indices.filter((index) => index !== NO_DATA_INDEX);
  if (2 * held.length < indices.length) return NO_DATA_INDEX;
  return Math.round(held.reduce((sum, index) => sum + index, 0) / held.length);
}

/**
 * The map of a quicklook of a measured value (not of phases or labels, whose indices have no mean).
 * @throws SentryalError QUICKLOOK_UNREADABLE
 */
export function readPicture(png: Buffer): Picture {
  const image = decodePng(png);
  const head = readHead(image.texts?.[QUICKLOOK_KEYWORD]);
  const { left, top, rows, columns, zoom } = head.map;
  if (left + columns * zoom > image.width || top + rows * zoom > image.height)
    throw new SentryalError('QUICKLOOK_UNREADABLE', { reason: 'its map is larger than it' });
  const factor = Math.ceil(Math.max(rows, columns) / MAX_SIDE_PX);
  const [height, width] = [Math.ceil(rows / factor), Math.ceil(columns / factor)];
  const pixels = new Uint8Array(width * height);
  for (let row = 0; row < height; row++)
    for (let column = 0; column < width; column++) {
      const block: number[] = [];
      for (let y = row * factor; y < Math.min(rows, (row + 1) * factor); y++)
        for (let x = column * factor; x < Math.min(columns, (column + 1) * factor); x++)
          block.push(image.pixels[(top + y * zoom) * image.width + left + x * zoom]!);
      pixels[row * width + column] = blockMean(block);
    }
  const small = encodePng({ width, height, pixels, palette: image.palette, transparent: NO_DATA_INDEX });
  const shown: QuicklookHead = {
    ...head,
    map: { left: 0, top: 0, rows: height, columns: width, zoom: 1 },
    frame: {
      ...head.frame,
      pixelWidth: head.frame.pixelWidth * factor,
      pixelHeight: head.frame.pixelHeight * factor,
    },
  };
  return { head: shown, address: `data:image/png;base64,${small.toString('base64')}` };
}
