import { join } from 'node:path';
import { egmsRows, pointsGeojson, productFile } from '../answer/index.ts';
import type { Answer, AnswerDocument, AnswerProduct, JobPoint } from '../job/index.ts';
import { formatCsvRecord } from './csv.ts';
import { writeText } from './files.ts';

/**
 * Writes the points of an answer as points.geojson and points_egms.csv.
 * @returns both files as the answer lists them
 * @param document the answer as it is handed out: GeoJSON says as much of a point
 * @throws SentryalError CLI_OUTPUT_UNWRITABLE
 */
export async function writeExports(
  folder: string,
  answer: Answer,
  document: AnswerDocument,
  places: readonly JobPoint[],
): Promise<AnswerProduct[]> {
  const heightsM = answer.results.displacement_points.map((point) => point.height_m);
  const { displacement_points: points } = document.results;
  const kind = 'points';
  const files = [
    [
      { kind, name: 'points', path: join(folder, 'points.geojson'), media_type: 'application/geo+json' },
      pointsGeojson(points, places, heightsM),
    ],
    [
      { kind, name: 'points_egms', path: join(folder, 'points_egms.csv'), media_type: 'text/csv' },
      egmsRows(answer, places).map(formatCsvRecord).join(''),
    ],
  ] as const;
  for (const [{ path }, text] of files) await writeText(path, text);
  return files.map(([file, text]) => productFile(file, text));
}
