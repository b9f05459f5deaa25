import * as z from 'zod';
import { faultIssue } from './fault.ts';

const latitude = z.number().min(-90).max(90);
const longitude = z.number().min(-180).max(180);

/** Width of a box in degrees of longitude, 0..360; a box with `west > east` crosses the antimeridian. */
function widthDeg(west: number, east: number): number {
  return east >= west ? east - west : east - west + 360;
}

/** The area of interest, degrees on WGS84. */
export const boundingBoxSchema = z
  .object({
    north: latitude.describe('Northern edge, degrees, -90..90.'),
    south: latitude.describe('Southern edge, degrees, -90..90; below `north`.'),
    east: longitude.describe('Eastern edge, degrees, -180..180.'),
    west: longitude.describe('Western edge, degrees, -180..180; `west > east` crosses the antimeridian.'),
  })
  .superRefine(({ north, south, east, west }, context) => {
    if (south >= north) context.addIssue(faultIssue('JOB_BBOX_INVERTED', [], { south, north }));
    if (widthDeg(west, east) === 0) context.addIssue(faultIssue('JOB_BBOX_EMPTY', [], { west, east }));
  });
