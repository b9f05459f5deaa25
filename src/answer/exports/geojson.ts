import type { AnswerDocument, JobPoint } from '../../job/index.ts';

type Point = AnswerDocument['results']['displacement_points'][number];

function position({ lat, lon }: JobPoint, heightM: number | null | undefined): number[] {
  return heightM === null || heightM === undefined ? [lon, lat] : [lon, lat, heightM];
}

function feature(point: Point, place: JobPoint, heightM: number | null | undefined): object {
  return {
    type: 'Feature',
    id: point.point_id,
    geometry: { type: 'Point', coordinates: position(place, heightM) },
    properties: point,
  };
}

/**
 * The points as a GeoJSON feature collection (RFC 7946), a feature a line: longitude and latitude on WGS84 and, where known,
 * the height above its ellipsoid; the properties are the point's record in the answer.
 * @param points as the answer has them
 * @param places the job's points, in the same order
 * @param heightsM above the WGS84 ellipsoid, in the same order
 */
export function pointsGeojson(
  points: readonly Point[],
  places: readonly JobPoint[],
  heightsM: readonly (number | null | undefined)[],
): string {
  const lines = points.map((point, index) => JSON.stringify(feature(point, places[index]!, heightsM[index])));
  return `{"type":"FeatureCollection","features":[\n${lines.join(',\n')}\n]}\n`;
}
