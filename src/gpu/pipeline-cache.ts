import { SentryalError } from '../errors/index.ts';
import { composeShader } from './compose.ts';
import type { GpuFault } from './fault.ts';
import type { Kernel } from './kernel.ts';

/** Values of a kernel's `override` constants. */
export type Overrides = Readonly<Record<string, number>>;

/** Compiles each kernel once per set of override constants. */
export class PipelineCache {
  readonly #device: GPUDevice;
  readonly #fault: GpuFault;
  readonly #pipelines = new Map<string, Promise<GPUComputePipeline>>();

  constructor(device: GPUDevice, fault: GpuFault) {
    this.#device = device;
    this.#fault = fault;
  }

  /** @throws SentryalError GPU_KERNEL_INVALID naming the WGSL file and line. */
  get(kernel: Kernel, overrides: Overrides = {}): Promise<GPUComputePipeline> {
    const key = JSON.stringify([kernel.name, overrides]);
    let pipeline = this.#pipelines.get(key);
    if (!pipeline) {
      pipeline = this.#fault.race(`compiling ${kernel.name}`, this.#compile(kernel, overrides));
      this.#pipelines.set(key, pipeline);
    }
    return pipeline;
  }

  async #compile(kernel: Kernel, overrides: Overrides): Promise<GPUComputePipeline> {
    const device = this.#device;
    const shader = composeShader(kernel.name);
    device.pushErrorScope('validation');
    const module = device.createShaderModule({ label: kernel.name, code: shader.code });
    const info = await module.getCompilationInfo();
    await device.popErrorScope();
    const messages = info.messages
      .filter((message) => message.type === 'error')
      .map((message) => {
        const origin = shader.lines[message.lineNum - 1];
        return `${origin ? `${origin.file}:${origin.line}` : kernel.name}: ${message.message}`;
      });
    if (messages.length > 0)
      throw new SentryalError('GPU_KERNEL_INVALID', { kernel: kernel.name, reason: messages.join('; ') });
    const entries: GPUBindGroupLayoutEntry[] = [
      { binding: 0, visibility: 4, buffer: { type: 'uniform' } },
      ...Object.values(kernel.bindings).map((access, index) => ({
        binding: index + 1,
        visibility: 4,
        buffer: { type: access === 'read' ? ('read-only-storage' as const) : ('storage' as const) },
      })),
    ];
    const layout = device.createPipelineLayout({ bindGroupLayouts: [device.createBindGroupLayout({ entries })] });
    try {
      return await device.createComputePipelineAsync({
        label: kernel.name,
        layout,
        compute: { module, entryPoint: 'main', constants: { ...overrides } },
      });
    } catch (cause) {
      throw new SentryalError('GPU_KERNEL_INVALID', { kernel: kernel.name, reason: String(cause) }, { cause });
    }
  }
}
