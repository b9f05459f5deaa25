import { SentryalError } from '../errors/index.ts';
import { type AdapterChoice, type AdapterDescription, findAdapter } from './adapter.ts';
import type { Kernel } from './kernel.ts';
import { type Overrides, PipelineCache } from './pipeline-cache.ts';
import { GpuScope } from './scope.ts';
import { GpuFault } from './fault.ts';
import type { GpuLimits } from './limits.ts';

/** A kernel as it is dispatched: with its constants. */
export interface KernelUse {
  readonly kernel: Kernel;
  readonly overrides?: Overrides;
}

export interface GpuOptions {
  readonly adapter?: AdapterChoice;
  /** Longest wait for any one answer of the GPU, s. */
  readonly timeoutS?: number;
  /** Dawn flags such as `disable-dawn-features=timestamp_quantization` (benches). */
  readonly dawnFlags?: readonly string[];
}

/** An open device. `scope()` gives buffers and dispatches that are released together. */
export class Gpu {
  readonly adapter: AdapterDescription;
  readonly limits: GpuLimits;
  readonly hasTimestamps: boolean;
  readonly #device: GPUDevice;
  readonly #pipelines: PipelineCache;
  readonly #fault: GpuFault;
  readonly #release: () => void;
  #liveBytes = 0;
  #peakBytes = 0;
  #dispatches = 0;

  constructor(device: GPUDevice, adapter: AdapterDescription, timeoutS: number, release: () => void) {
    this.#device = device;
    this.adapter = adapter;
    this.limits = {
      maxStorageBufferBindingSize: device.limits.maxStorageBufferBindingSize,
      maxBufferSize: device.limits.maxBufferSize,
      maxStorageBuffersPerShaderStage: device.limits.maxStorageBuffersPerShaderStage,
      maxComputeWorkgroupStorageSize: device.limits.maxComputeWorkgroupStorageSize,
      maxComputeWorkgroupsPerDimension: device.limits.maxComputeWorkgroupsPerDimension,
    };
    this.hasTimestamps = device.features.has('timestamp-query');
    this.#fault = new GpuFault(device, timeoutS);
    this.#pipelines = new PipelineCache(device, this.#fault);
    this.#release = release;
  }

  /** Bytes of GPU buffers alive now. */
  get liveBytes(): number {
    return this.#liveBytes;
  }

  /** Most bytes of GPU buffers that were alive at once since the last call. */
  takePeakBytes(): number {
    const peak = this.#peakBytes;
    this.#peakBytes = this.#liveBytes;
    return peak;
  }

  /** Dispatches recorded since it was opened: what benches count. */
  get dispatches(): number {
    return this.#dispatches;
  }

  /** Opens a scope: `using scope = gpu.scope('coherence')`. Its buffers are destroyed when it ends. */
  scope(label: string): GpuScope {
    return new GpuScope({
      label,
      device: this.#device,
      pipelines: this.#pipelines,
      fault: this.#fault,
      limits: this.limits,
      countBytes: (bytes) => {
        this.#liveBytes += bytes;
        this.#peakBytes = Math.max(this.#peakBytes, this.#liveBytes);
      },
      countDispatch: () => {
        this.#dispatches++;
      },
    });
  }

  /** Compiles a kernel before it is needed. @throws SentryalError GPU_KERNEL_INVALID */
  async compile({ kernel, overrides }: KernelUse): Promise<void> {
    await this.#pipelines.get(kernel, overrides);
  }

  /** Waits for the queue, destroys the device and lets Dawn go, so that the process can end. */
  async close(): Promise<void> {
    await this.#fault.settle();
    this.#device.destroy();
    this.#release();
  }
}

/**
 * Opens the adapter asked for with every limit it offers and the features the stages use.
 * @throws SentryalError GPU_NO_ADAPTER
 */
export async function openGpu(options: GpuOptions = {}): Promise<Gpu> {
  const { adapter, description, release } = await findAdapter(options.adapter ?? 'auto', options.dawnFlags);
  const { limits } = adapter;
  const requiredFeatures: GPUFeatureName[] = adapter.features.has('timestamp-query') ? ['timestamp-query'] : [];
  try {
    const device = await adapter.requestDevice({
      label: 'sentryal',
      requiredFeatures,
      requiredLimits: {
        maxStorageBufferBindingSize: limits.maxStorageBufferBindingSize,
        maxBufferSize: limits.maxBufferSize,
        maxStorageBuffersPerShaderStage: limits.maxStorageBuffersPerShaderStage,
        maxComputeWorkgroupStorageSize: limits.maxComputeWorkgroupStorageSize,
        maxComputeInvocationsPerWorkgroup: limits.maxComputeInvocationsPerWorkgroup,
        maxComputeWorkgroupSizeX: limits.maxComputeWorkgroupSizeX,
        maxComputeWorkgroupSizeY: limits.maxComputeWorkgroupSizeY,
        maxComputeWorkgroupsPerDimension: limits.maxComputeWorkgroupsPerDimension,
      },
    });
    return new Gpu(device, description, options.timeoutS ?? 120, release);
  } catch (cause) {
    release();
    throw new SentryalError('GPU_NO_ADAPTER', { reason: `: ${String(cause)}` }, { cause });
  }
}
