/** Directions out of a cell; `direction ^ 1` is the opposite one. */
export const DIRECTION = { right: 0, left: 1, down: 2, up: 3 } as const;

/** Which search tree holds a cell. */
const TREE = { none: 0, source: 1, sink: 2 } as const;

/** A cell's link to its tree: a direction to its parent, or one of these. */
const LINK = { terminal: 4, orphan: 5 } as const;

/**
 * Maximum flow on a four-connected grid by growing search trees from both terminals (Boykov & Kolmogorov 2004,
 * IEEE TPAMI 26, 1124-1137), in whole numbers, so that it is exact.
 */
export class GridMaxFlow {
  /** Capacity left from a cell in each direction; shape (4, rows · columns). */
  readonly capacity: readonly [Int32Array, Int32Array, Int32Array, Int32Array];
  /** Capacity left from the source to a cell, or, negative, from the cell to the sink. */
  readonly terminal: Int32Array;
  readonly #step: readonly [number, number, number, number];
  readonly #tree: Uint8Array;
  readonly #link: Uint8Array;
  readonly #distance: Int32Array;
  readonly #stamp: Int32Array;
  readonly #isActive: Uint8Array;
  readonly #active: Int32Array;
  #activeStart = 0;
  #activeCount = 0;
  readonly #orphans: number[] = [];
  #time = 0;

  constructor(rows: number, columns: number) {
    const cells = rows * columns;
    this.capacity = [new Int32Array(cells), new Int32Array(cells), new Int32Array(cells), new Int32Array(cells)];
    this.terminal = new Int32Array(cells);
    this.#step = [1, -1, columns, -columns];
    this.#tree = new Uint8Array(cells);
    this.#link = new Uint8Array(cells);
    this.#distance = new Int32Array(cells);
    this.#stamp = new Int32Array(cells);
    this.#isActive = new Uint8Array(cells);
    this.#active = new Int32Array(cells);
  }

  /**
   * Finds the maximum flow for the capacities that were set; they are left as residual capacities.
   * Capacities across the border of the grid must be 0.
   */
  run(): number {
    this.#start();
    let flow = 0;
    for (;;) {
      const meeting = this.#grow();
      if (!meeting) return flow;
      this.#time++;
      flow += this.#augment(meeting.source, meeting.direction);
      while (this.#orphans.length > 0) this.#adopt(this.#orphans.pop()!);
    }
  }

  /** After `run`: true where a cell can still reach the sink (the smallest sink side of all minimum cuts). */
  reachesSink(cell: number): boolean {
    return this.#tree[cell] === TREE.sink;
  }

  #start(): void {
    this.#tree.fill(TREE.none);
    this.#distance.fill(0);
    this.#stamp.fill(0);
    this.#isActive.fill(0);
    this.#activeStart = 0;
    this.#activeCount = 0;
    this.#time = 0;
    for (let cell = 0; cell < this.terminal.length; cell++) {
      const terminal = this.terminal[cell]!;
      if (terminal === 0) continue;
      this.#tree[cell] = terminal > 0 ? TREE.source : TREE.sink;
      this.#link[cell] = LINK.terminal;
      this.#distance[cell] = 1;
      this.#activate(cell);
    }
  }

  #activate(cell: number): void {
    if (this.#isActive[cell]) return;
    this.#isActive[cell] = 1;
    this.#active[(this.#activeStart + this.#activeCount++) % this.#active.length] = cell;
  }

  /** Grows the trees until they touch over an edge with capacity: the cell on the source side, and the way across. */
  #grow(): { source: number; direction: number } | undefined {
    const tree = this.#tree;
    while (this.#activeCount > 0) {
      const cell = this.#active[this.#activeStart]!;
      const side = tree[cell]!;
      if (side !== TREE.none) {
        for (let direction = 0; direction < 4; direction++) {
          const next = cell + this.#step[direction]!;
          if (!this.#canPass(side, cell, direction, next)) continue;
          if (tree[next] === TREE.none) {
            tree[next] = side;
            this.#attach(next, direction ^ 1, cell);
            this.#activate(next);
          } else if (tree[next] !== side) {
            return side === TREE.source ? { source: cell, direction } : { source: next, direction: direction ^ 1 };
          } else if (this.#stamp[next]! <= this.#stamp[cell]! && this.#distance[next]! > this.#distance[cell]!) {
            this.#attach(next, direction ^ 1, cell);
          }
        }
      }
      this.#isActive[cell] = 0;
      this.#activeStart = (this.#activeStart + 1) % this.#active.length;
      this.#activeCount--;
    }
    return undefined;
  }

  /** Flow can run from the tree's terminal over the edge: outward in the source tree, inward in the sink tree. */
  #canPass(side: number, cell: number, direction: number, next: number): boolean {
    if (next < 0 || next >= this.terminal.length) return false;
    return side === TREE.source ? this.capacity[direction]![cell]! > 0 : this.capacity[direction ^ 1]![next]! > 0;
  }

  #attach(cell: number, link: number, parent: number): void {
    this.#link[cell] = link;
    this.#stamp[cell] = this.#stamp[parent]!;
    this.#distance[cell] = this.#distance[parent]! + 1;
  }

  /** Capacity left between a cell and its parent, in the direction of flow. */
  #linkCapacity(cell: number, parent: number, link: number): number {
    return this.#tree[cell] === TREE.source ? this.capacity[link ^ 1]![parent]! : this.capacity[link]![cell]!;
  }

  /** Pushes what fits along the path that the meeting edge closes; links that are used up leave orphans. */
  #augment(source: number, direction: number): number {
    const sink = source + this.#step[direction]!;
    const amount = Math.min(this.capacity[direction]![source]!, this.#bottleneck(source), this.#bottleneck(sink));
    this.capacity[direction]![source]! -= amount;
    this.capacity[direction ^ 1]![sink]! += amount;
    this.#push(source, amount);
    this.#push(sink, amount);
    return amount;
  }

  #bottleneck(start: number): number {
    let least = Infinity;
    let cell = start;
    for (let link = this.#link[cell]!; link !== LINK.terminal; link = this.#link[cell]!) {
      const parent = cell + this.#step[link]!;
      least = Math.min(least, this.#linkCapacity(cell, parent, link));
      cell = parent;
    }
    return Math.min(least, Math.abs(this.terminal[cell]!));
  }

  #push(start: number, amount: number): void {
    const isSource = this.#tree[start] === TREE.source;
    let cell = start;
    for (let link = this.#link[cell]!; link !== LINK.terminal; link = this.#link[cell]!) {
      const parent = cell + this.#step[link]!;
      const outward = this.capacity[link]!;
      const inward = this.capacity[link ^ 1]!;
      outward[cell]! += isSource ? amount : -amount;
      inward[parent]! += isSource ? -amount : amount;
      if (this.#linkCapacity(cell, parent, link) === 0) this.#orphan(cell);
      cell = parent;
    }
    this.terminal[cell]! += isSource ? -amount : amount;
    if (this.terminal[cell] === 0) this.#orphan(cell);
  }

  #orphan(cell: number): void {
    this.#link[cell] = LINK.orphan;
    this.#orphans.push(cell);
  }

  /** Finds a new parent that still hangs on the terminal, the nearest to it; else the cell leaves its tree. */
  #adopt(cell: number): void {
    const side = this.#tree[cell]!;
    let bestLink = -1;
    let bestDistance = Infinity;
    for (let link = 0; link < 4; link++) {
      const parent = cell + this.#step[link]!;
      if (parent < 0 || parent >= this.terminal.length || this.#tree[parent] !== side) continue;
      if (this.#linkCapacity(cell, parent, link) === 0) continue;
      const distance = this.#distanceToTerminal(parent);
      if (distance < bestDistance) {
        bestDistance = distance;
        bestLink = link;
      }
    }
    if (bestLink >= 0) {
      this.#link[cell] = bestLink;
      this.#stamp[cell] = this.#time;
      this.#distance[cell] = bestDistance + 1;
      return;
    }
    for (let link = 0; link < 4; link++) {
      const next = cell + this.#step[link]!;
      if (next < 0 || next >= this.terminal.length || this.#tree[next] !== side) continue;
      if (this.#linkCapacity(cell, next, link) > 0) this.#activate(next);
      const nextLink = this.#link[next]!;
      if (nextLink < 4 && next + this.#step[nextLink]! === cell) this.#orphan(next);
    }
    this.#tree[cell] = TREE.none;
  }

  /** Links from a cell to its terminal, or Infinity where an orphan lies on the way. Marks what it has walked. */
  #distanceToTerminal(start: number): number {
    let walked = 0;
    let cell = start;
    let end: number;
    for (;;) {
      if (this.#stamp[cell] === this.#time) {
        end = walked + this.#distance[cell]!;
        break;
      }
      const link = this.#link[cell]!;
      if (link === LINK.orphan) return Infinity;
      walked++;
      if (link === LINK.terminal) {
        this.#stamp[cell] = this.#time;
        this.#distance[cell] = 1;
        end = walked;
        break;
      }
      cell += this.#step[link]!;
    }
    cell = start;
    for (let distance = end; this.#stamp[cell] !== this.#time; distance--) {
      this.#stamp[cell] = this.#time;
      this.#distance[cell] = distance;
      cell += this.#step[this.#link[cell]!]!;
    }
    return end;
  }
}
