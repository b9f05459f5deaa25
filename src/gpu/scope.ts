import { SentryalError } from '../errors/index.ts';
import type { GpuFault } from './fault.ts';

import { type BufferNames, type Kernel, type ParamValues, packParams, paramsSizeBytes } from './kernel.ts';
import type { GpuLimits } from './limits.ts';
import type { Overrides, PipelineCache } from './pipeline-cache.ts';

const BUFFER_USAGE = {
  MAP_READ: 0x1,
  COPY_SRC: 0x4,
  COPY_DST: 0x8,
  UNIFORM: 0x40,
  STORAGE: 0x80,
  QUERY_RESOLVE: 0x200,
} as const;
const MAP_MODE_READ = 0x1;

/** A storage buffer owned by a scope. */
export interface DeviceBuffer {
  readonly name: string;
  readonly sizeBytes: number;
  /** Used by the gpu room only. */
  readonly handle: GPUBuffer;
}

/** A kernel with its parameters and buffers bound; can be recorded many times. */
export interface BoundKernel {
  readonly name: string;
  readonly pipeline: GPUComputePipeline;
  readonly group: GPUBindGroup;
}

export interface DispatchOptions<K extends Kernel> {
  readonly params: ParamValues<K>;
  readonly buffers: Readonly<Record<BufferNames<K>, DeviceBuffer>>;
  readonly overrides?: Overrides;
}

/** Workgroup counts. */
export type Workgroups = readonly [x: number, y?: number, z?: number];

interface ScopeContext {
  readonly label: string;
  readonly device: GPUDevice;
  readonly pipelines: PipelineCache;
  readonly fault: GpuFault;
  readonly limits: GpuLimits;
  readonly countBytes: (bytes: number) => void;
  readonly countDispatch: () => void;
}

/**
 * Buffers and recorded dispatches of one stage. Dispatches are recorded into one command buffer and submitted by
 * `flush` or the next read; everything is destroyed when the scope is disposed.
 */
export class GpuScope implements Disposable {
  readonly #context: ScopeContext;
  readonly #buffers: DeviceBuffer[] = [];
  #encoder: GPUCommandEncoder | undefined;
  #pass: GPUComputePassEncoder | undefined;

  constructor(context: ScopeContext) {
    this.#context = context;
  }

  /** A zeroed storage buffer. @throws SentryalError GPU_LIMIT_TOO_SMALL */
  allocate(name: string, sizeBytes: number): DeviceBuffer {
    const limit = Math.min(this.#context.limits.maxStorageBufferBindingSize, this.#context.limits.maxBufferSize);
    if (sizeBytes > limit) throw new SentryalError('GPU_LIMIT_TOO_SMALL', { bytes: sizeBytes, name, limit });
    const { STORAGE, COPY_SRC, COPY_DST } = BUFFER_USAGE;
    return this.#create(name, Math.max(16, Math.ceil(sizeBytes / 4) * 4), STORAGE | COPY_SRC | COPY_DST);
  }

  /** A storage buffer with the bytes of `data` (padded to four). */
  upload(name: string, data: ArrayBufferView<ArrayBuffer>): DeviceBuffer {
    const buffer = this.allocate(name, data.byteLength);
    this.write(buffer, data);
    return buffer;
  }

  /** Writes into a buffer from its start. Work recorded before is submitted first, so the order is kept. */
  write(buffer: DeviceBuffer, data: ArrayBufferView<ArrayBuffer>): void {
    this.#submit();
    const { queue } = this.#context.device;
    const whole = data.byteLength - (data.byteLength % 4);
    queue.writeBuffer(buffer.handle, 0, data.buffer, data.byteOffset, whole);
    if (whole < data.byteLength) {
      const rest = new Uint8Array(4);
      rest.set(new Uint8Array(data.buffer, data.byteOffset + whole, data.byteLength - whole));
      queue.writeBuffer(buffer.handle, whole, rest);
    }
  }

  /** Binds a kernel's parameters and buffers. */
  async bind<K extends Kernel>(kernel: K, options: DispatchOptions<K>): Promise<BoundKernel> {
    const { device, pipelines } = this.#context;
    const pipeline = await pipelines.get(kernel, options.overrides);
    const { UNIFORM, COPY_DST } = BUFFER_USAGE;
    const uniform = this.#create(`${kernel.name} params`, paramsSizeBytes(kernel), UNIFORM | COPY_DST);
    device.queue.writeBuffer(uniform.handle, 0, packParams(kernel, options.params));
    const buffers = options.buffers as Readonly<Record<string, DeviceBuffer>>;
    const group = device.createBindGroup({
      label: kernel.name,
      layout: pipeline.getBindGroupLayout(0),
      entries: [
        { binding: 0, resource: { buffer: uniform.handle } },
        ...Object.keys(kernel.bindings).map((name, index) => ({
          binding: index + 1,
          resource: { buffer: buffers[name]!.handle },
        })),
      ],
    });
    return { name: kernel.name, pipeline, group };
  }

  /** Records a bound kernel. */
  record(bound: BoundKernel, workgroups: Workgroups): void {
    this.#encoder ??= this.#context.device.createCommandEncoder({ label: this.#context.label });
    this.#pass ??= this.#encoder.beginComputePass({ label: this.#context.label });
    this.#pass.setPipeline(bound.pipeline);
    this.#pass.setBindGroup(0, bound.group);
    this.#pass.dispatchWorkgroups(workgroups[0], workgroups[1] ?? 1, workgroups[2] ?? 1);
    this.#context.countDispatch();
  }

  /** Binds and records in one step. */
  async dispatch<K extends Kernel>(kernel: K, options: DispatchOptions<K> & { workgroups: Workgroups }): Promise<void> {
    this.record(await this.bind(kernel, options), options.workgroups);
  }

  /** Submits what is recorded and waits until the GPU is done. */
  async flush(): Promise<void> {
    this.#submit();
    await this.#context.fault.race(this.#context.label, this.#context.device.queue.onSubmittedWorkDone());
  }

  /**
   * Runs what `record` records in a pass of its own and gives the time the GPU took for it, s: for benches, on devices
   * with timestamps. Dawn rounds them to 0.1 ms unless opened with `disable-dawn-features=timestamp_quantization`.
   */
  async time(record: () => void): Promise<number> {
    this.#submit();
    const { device, fault, label } = this.#context;
    const { QUERY_RESOLVE, COPY_SRC, COPY_DST, MAP_READ } = BUFFER_USAGE;
    const querySet = device.createQuerySet({ type: 'timestamp', count: 2 });
    const resolved = device.createBuffer({ size: 16, usage: QUERY_RESOLVE | COPY_SRC });
    const staging = device.createBuffer({ size: 16, usage: MAP_READ | COPY_DST });
    try {
      this.#encoder = device.createCommandEncoder({ label });
      const timestampWrites = { querySet, beginningOfPassWriteIndex: 0, endOfPassWriteIndex: 1 };
      this.#pass = this.#encoder.beginComputePass({ label, timestampWrites });
      record();
      this.#endPass();
      this.#encoder.resolveQuerySet(querySet, 0, 2, resolved, 0);
      this.#encoder.copyBufferToBuffer(resolved, 0, staging, 0, 16);
      this.#submit();
      await fault.race(`${label}: timing`, staging.mapAsync(MAP_MODE_READ));
      const [begin, end] = new BigUint64Array(staging.getMappedRange());
      return Number(end! - begin!) * 1e-9;
    } finally {
      querySet.destroy();
      resolved.destroy();
      staging.destroy();
    }
  }

  /** Submits what is recorded and copies a buffer (or its first bytes) to the host. */
  async read(buffer: DeviceBuffer, sizeBytes = buffer.sizeBytes): Promise<ArrayBuffer> {
    const { device, fault, label } = this.#context;
    const size = Math.ceil(sizeBytes / 4) * 4;
    const staging = device.createBuffer({ size, usage: BUFFER_USAGE.MAP_READ | BUFFER_USAGE.COPY_DST });
    try {
      this.#endPass();
      this.#encoder ??= device.createCommandEncoder({ label });
      this.#encoder.copyBufferToBuffer(buffer.handle, 0, staging, 0, size);
      this.#submit();
      await fault.race(`${label}: reading ${buffer.name}`, staging.mapAsync(MAP_MODE_READ, 0, size));
      const copy = staging.getMappedRange(0, size).slice(0, sizeBytes);
      staging.unmap();
      return copy;
    } finally {
      staging.destroy();
    }
  }

  async readFloat32(buffer: DeviceBuffer, length = buffer.sizeBytes / 4): Promise<Float32Array<ArrayBuffer>> {
    return new Float32Array(await this.read(buffer, length * 4));
  }

  /** Destroys one buffer before the scope ends. */
  free(buffer: DeviceBuffer): void {
    this.#submit();
    const index = this.#buffers.indexOf(buffer);
    if (index < 0) return;
    this.#buffers.splice(index, 1);
    this.#destroy(buffer);
  }

  [Symbol.dispose](): void {
    this.#endPass();
    this.#encoder = undefined;
    for (const buffer of this.#buffers.splice(0)) this.#destroy(buffer);
  }

  #create(name: string, sizeBytes: number, usage: number): DeviceBuffer {
    const handle = this.#context.device.createBuffer({ label: name, size: sizeBytes, usage });
    const buffer: DeviceBuffer = { name, sizeBytes, handle };
    this.#buffers.push(buffer);
    this.#context.countBytes(sizeBytes);
    return buffer;
  }

  #destroy(buffer: DeviceBuffer): void {
    buffer.handle.destroy();
    this.#context.countBytes(-buffer.sizeBytes);
  }

  #endPass(): void {
    this.#pass?.end();
    this.#pass = undefined;
  }

  #submit(): void {
    this.#endPass();
    if (!this.#encoder) return;
    this.#context.device.queue.submit([this.#encoder.finish()]);
    this.#encoder = undefined;
  }
}
