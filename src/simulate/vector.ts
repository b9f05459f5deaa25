import type { Vector3 } from '../model/index.ts';

export function subtract(a: Vector3, b: Vector3): Vector3 {
  return [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
}

export function dot(a: Vector3, b: Vector3): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

export function cross(a: Vector3, b: Vector3): Vector3 {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
}

export function length(a: Vector3): number {
  return Math.sqrt(dot(a, a));
}

export function unit(a: Vector3): Vector3 {
  const norm = length(a);
  return [a[0] / norm, a[1] / norm, a[2] / norm];
}

/** Σ weight · vector. */
export function combine(...terms: readonly (readonly [weight: number, vector: Vector3])[]): Vector3 {
  let [x, y, z] = [0, 0, 0];
  for (const [weight, vector] of terms) {
    x += weight * vector[0];
    y += weight * vector[1];
    z += weight * vector[2];
  }
  return [x, y, z];
}
