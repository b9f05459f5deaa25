import { setImmediate } from 'node:timers/promises';
import { BucketQueue } from './bucket-queue.ts';
import type { DualGrid } from './dual-grid.ts';

const FAR = 0x7fff_ffff;

/** Distance of walls: no way there is shorter, whatever the potentials. */
const WALL = -0x8000_0000;

/** Sources look this far for a demand before any looks farther, in steps of cost; then twice as far, and so on. */
const FIRST_REACH = 8;

/** How long paths are searched before others get a turn, ms. */
const TURN_MS = 100;

/** Flow along the arcs of a dual grid; negative against them. */
export interface Flow {
  readonly right: Int32Array;
  readonly down: Int32Array;
}

/**
 * Flow of least cost that meets all supplies, in whole numbers: successive shortest paths, each from a node with
 * supply to the nearest one with demand, by reduced costs (Edmonds & Karp 1972, JACM 19, 248-264; Ahuja, Magnanti &
 * Orlin 1993, Network Flows, ch. 9.7). A search ends at the nearest demand, so that it sees only what lies as near, and
 * near pairs are joined first, so that few flows have to be turned.
 * @throws the signal's reason when aborted
 */
export async function cheapestFlow(grid: DualGrid, signal?: AbortSignal): Promise<Flow> {
  const paths = new ShortestPaths(grid);
  let turnStartMs = performance.now();
  let sources: number[] = [];
  for (let node = 0; node < grid.size; node++) if (grid.supply[node]! > 0) sources.push(node);
  for (let reach = FIRST_REACH; sources.length > 0; reach *= 2) {
    const left: number[] = [];
    for (const source of sources) {
      while (paths.supply[source]! > 0 && paths.sendFrom(source, reach));
      if (paths.supply[source]! > 0) left.push(source);
      if (performance.now() - turnStartMs < TURN_MS) continue;
      await setImmediate();
      signal?.throwIfAborted();
      turnStartMs = performance.now();
    }
    sources = left;
  }
  return paths.flow;
}

/** State of the search for successive shortest paths. */
class ShortestPaths {
  readonly flow: Flow;
  /** What is left to leave (negative: to enter) each node. */
  readonly supply: Int32Array;
  readonly #grid: DualGrid;
  /** Node potentials: cost + potential(tail) - potential(head) >= 0 for each arc that can take more flow. */
  readonly #potential: Int32Array;
  readonly #distance: Int32Array;
  /** Step by which each node was reached. */
  readonly #step: Int32Array;
  readonly #queue: BucketQueue;
  readonly #reached: Int32Array;
  #reachedCount = 0;

  constructor(grid: DualGrid) {
    const { size, isWall } = grid;
    this.#grid = grid;
    this.supply = grid.supply.slice();
    this.flow = { right: new Int32Array(size), down: new Int32Array(size) };
    this.#potential = new Int32Array(size);
    this.#distance = Int32Array.from(isWall, (wall) => (wall ? WALL : FAR));
    this.#step = new Int32Array(size);
    this.#reached = new Int32Array(size);
    let largest = 0;
    for (const costs of [grid.costRight, grid.costLeft, grid.costDown, grid.costUp])
      for (const cost of costs) largest = Math.max(largest, cost);
    // An idle arc and its reverse both have a reduced cost of at least 0, hence of at most twice the cost.
    this.#queue = new BucketQueue(size, 2 * largest);
  }

  /** Sends what fits along one shortest path from a node with supply, if one is shorter than `reach`. */
  sendFrom(source: number, reach: number): boolean {
    const sink = this.#search(source, reach);
    this.#settle(sink < 0 ? reach : this.#distance[sink]!);
    if (sink >= 0) this.#augment(source, sink);
    return sink >= 0;
  }

  /** Dijkstra's search from a node to the nearest demand. */
  #search(source: number, reach: number): number {
    const { costRight, costLeft, costDown, costUp, stride } = this.#grid;
    const { right, down } = this.flow;
    const distance = this.#distance;
    const queue = this.#queue;
    queue.restart();
    distance[source] = 0;
    this.#reached[this.#reachedCount++] = source;
    queue.add(source, 0);
    for (;;) {
      const node = queue.takeLeast(reach);
      if (node < 0 || this.supply[node]! < 0) return node;
      const before = node - 1;
      const above = node - stride;
      this.#relax(node, 1, right[node]! < 0 ? -costLeft[node]! : costRight[node]!);
      this.#relax(node, -1, right[before]! > 0 ? -costRight[before]! : costLeft[before]!);
      this.#relax(node, stride, down[node]! < 0 ? -costUp[node]! : costDown[node]!);
      this.#relax(node, -stride, down[above]! > 0 ? -costDown[above]! : costUp[above]!);
    }
  }

  #relax(node: number, step: number, cost: number): void {
    const next = node + step;
    const old = this.#distance[next]!;
    const found = this.#distance[node]! + cost + this.#potential[node]! - this.#potential[next]!;
    if (found >= old) return;
    if (old === FAR) this.#reached[this.#reachedCount++] = next;
    else this.#queue.remove(next, old);
    this.#distance[next] = found;
    this.#step[next] = step;
    this.#queue.add(next, found);
  }

  /** Shortest distances become the potentials, as far as the search went; nothing is left of the search. */
  #settle(farthest: number): void {
    for (let index = 0; index < this.#reachedCount; index++) {
      const node = this.#reached[index]!;
      const distance = this.#distance[node]!;
      if (distance < farthest) this.#potential[node]! -= farthest - distance;
      this.#distance[node] = FAR;
      this.#queue.drop(distance);
    }
    this.#reachedCount = 0;
  }

  #augment(source: number, sink: number): void {
    let amount = Math.min(this.supply[source]!, -this.supply[sink]!);
    for (let node = sink; node !== source; node -= this.#step[node]!)
      amount = Math.min(amount, this.#capacity(node - this.#step[node]!, this.#step[node]!));
    for (let node = sink; node !== source; node -= this.#step[node]!) {
      const step = this.#step[node]!;
      this.#arcs(step)[step > 0 ? node - step : node]! += step > 0 ? amount : -amount;
    }
    this.supply[source]! -= amount;
    this.supply[sink]! += amount;
  }

  /** How much a step can take at the cost it was found by: what flows against it, or anything. */
  #capacity(node: number, step: number): number {
    const against = step > 0 ? -this.#arcs(step)[node]! : this.#arcs(step)[node + step]!;
    return against > 0 ? against : FAR;
  }

  #arcs(step: number): Int32Array {
    return step === 1 || step === -1 ? this.flow.right : this.flow.down;
  }
}
