import type { GroundFrame } from '../ground-frame.ts';
import type { GroundBox } from '../range-model.ts';

/** East, north and up components, m or dimensionless. */
export interface EastNorthUp {
  readonly east: number;
  readonly north: number;
  readonly up: number;
}

/** Where a scene can put things: a rectangle of the ground frame, seen whole by both dates. */
export interface SceneLayout {
  readonly frame: GroundFrame;
  readonly halfAlongM: number;
  readonly halfAcrossM: number;
  /** Along-track coordinates of the middles of the burst overlaps, m. */
  readonly overlapsAlongM: readonly number[];
  /** Unit vector from the ground to the satellite at the middle of the scene. */
  readonly lineOfSight: EastNorthUp;
}

/** A place by its coordinates in the ground frame. */
export interface ScenePlace {
  readonly along: number;
  readonly across: number;
}

/** A place whose displacement is asked for. */
export interface ScenePoint extends ScenePlace {
  readonly id: string;
}

/** Something built on the ground. */
export interface Structure {
  /** Height over the bare ground, m. */
  readonly heightM: number;
  /** Amplitude against that of the open ground. */
  readonly amplitude: number;
  /** Its own coherence; that of the ground when left out. */
  readonly coherence?: number;
}

/** What happens between the two dates: a displacement field, a coherence map and structures, on the ground frame. */
export interface Scene {
  /** Displacement of the ground from the first date to the second, m. */
  displacement(along: number, across: number): EastNorthUp;
  /** False only where nothing in the box moves. */
  moves(box: GroundBox): boolean;
  structure?(along: number, across: number): Structure | undefined;
  /** False only where nothing is built in the box. */
  hasStructure?(box: GroundBox): boolean;
  /** No structure is higher, m; 0 when left out. */
  readonly tallestM?: number;
  /** Distance to the fault's trace, m, in scenes that have one. */
  faultDistanceM?(along: number, across: number): number;
  readonly points: readonly ScenePoint[];
  /** A place that does not move, at least 500 m from every point. */
  readonly reference: ScenePlace;
}

export const STILL: EastNorthUp = { east: 0, north: 0, up: 0 };

/** A displacement direction scaled so that 1 is one unit toward the satellite at the middle of the scene. */
export function perLineOfSight(direction: EastNorthUp, lineOfSight: EastNorthUp): EastNorthUp {
  const toward =
    direction.east * lineOfSight.east + direction.north * lineOfSight.north + direction.up * lineOfSight.up;
  return { east: direction.east / toward, north: direction.north / toward, up: direction.up / toward };
}

export function scaled(vector: EastNorthUp, factor: number): EastNorthUp {
  return { east: vector.east * factor, north: vector.north * factor, up: vector.up * factor };
}

/** True where the box comes within `radius` of a place. */
export function boxNear(box: GroundBox, place: ScenePlace, radius: number): boolean {
  return (
    Math.abs(box.along - place.along) <= box.halfAlong + radius &&
    Math.abs(box.across - place.across) <= box.halfAcross + radius
  );
}

/** Where features go along track: just before the middle overlap, so that a burst seam runs through them. */
export function focusAlongM(layout: SceneLayout): number {
  const { overlapsAlongM } = layout;
  const overlap = overlapsAlongM[Math.floor((overlapsAlongM.length - 1) / 2)];
  return overlap === undefined ? 0 : overlap - 1_200;
}

/** Points that every scene has: spread over the ground, two of them in a burst overlap where there is one. */
export function commonPoints(layout: SceneLayout): ScenePoint[] {
  const focus = focusAlongM(layout);
  const w = layout.halfAcrossM;
  const overlap = layout.overlapsAlongM[Math.floor((layout.overlapsAlongM.length - 1) / 2)];
  const seam = overlap ?? focus + 1_200;
  return [
    { id: 'seam-near', along: seam, across: -0.8 * w },
    { id: 'seam-far', along: seam + 150, across: 0.7 * w },
    { id: 'field-south', along: focus - 3_000, across: -0.65 * w },
    { id: 'field-north', along: focus + 3_600, across: 0.35 * w },
    { id: 'field-far', along: focus + 2_900, across: 0.9 * w },
    { id: 'field-near', along: focus + 2_700, across: -0.9 * w },
  ];
}

export function commonReference(layout: SceneLayout): ScenePlace {
  return { along: focusAlongM(layout) - 3_900, across: 0.1 * layout.halfAcrossM };
}
