import { join } from 'node:path';
import { egmsRows, pointsGeojson } from '../answer/index.ts';
import type { Answer, AnswerDocument, JobPoint } from '../job/index.ts';
import { formatCsvRecord } from './csv.ts';
import { writeText } from './files.ts';

/**
 * Writes the points of an answer as points.geojson and points_egms.csv.
 * @param document the answer as it is handed out: GeoJSON says as much of a point
 * @throws SentryalError CLI_OUTPUT_UNWRITABLE
 */
export async function writeExports(
  folder: string,
  answer: Answer,
  document: AnswerDocument,
  places: readonly JobPoint[],
): Promise<void> {
  const heightsM = answer.results.displacement_points.map((point) => point.height_m);
  const { displacement_points: points } = document.results;
  await writeText(join(folder, 'points.geojson'), pointsGeojson(points, places, heightsM));
  const rows = egmsRows(answer, places).map(formatCsvRecord);
  await writeText(join(folder, 'points_egms.csv'), rows.join(''));
}
