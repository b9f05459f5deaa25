const NONE = -1;

/**
 * Priority queue of nodes by whole keys (Dial 1969, CACM 12, 632-633): one bucket per key, used in turn. Keys in it
 * at any time lie within `span` of the least.
 */
export class BucketQueue {
  readonly #mask: number;
  readonly #first: Int32Array;
  readonly #next: Int32Array;
  readonly #previous: Int32Array;
  #key = 0;

  constructor(nodes: number, span: number) {
    const buckets = 2 ** Math.ceil(Math.log2(span + 1));
    this.#mask = buckets - 1;
    this.#first = new Int32Array(buckets).fill(NONE);
    this.#next = new Int32Array(nodes);
    this.#previous = new Int32Array(nodes);
  }

  add(node: number, key: number): void {
    const bucket = key & this.#mask;
    const first = this.#first[bucket]!;
    this.#next[node] = first;
    this.#previous[node] = NONE;
    if (first !== NONE) this.#previous[first] = node;
    this.#first[bucket] = node;
  }

  /** Takes out a node that was added with this key. */
  remove(node: number, key: number): void {
    const next = this.#next[node]!;
    const previous = this.#previous[node]!;
    if (previous === NONE) this.#first[key & this.#mask] = next;
    else this.#next[previous] = next;
    if (next !== NONE) this.#previous[next] = previous;
  }

  /** Takes out a node of the least key; -1 when that is `end` or more. */
  takeLeast(end: number): number {
    while (this.#key < end && this.#first[this.#key & this.#mask] === NONE) this.#key++;
    if (this.#key === end) return NONE;
    const node = this.#first[this.#key & this.#mask]!;
    this.remove(node, this.#key);
    return node;
  }

  /** Takes out all nodes of a key. */
  drop(key: number): void {
    this.#first[key & this.#mask] = NONE;
  }

  /** Starts from key 0 again; all that was added must have been taken or dropped. */
  restart(): void {
    this.#key = 0;
  }
}
