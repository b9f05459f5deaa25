import type { Gpu } from '../../src/gpu/index.ts';
import type { Settings } from '../../src/settings/index.ts';

/** The device of this process: opened once, with its compiled kernels, for all jobs. */
export class KeptDevice {
  readonly #settings: Pick<Settings, 'adapter' | 'gpuTimeoutS'>;
  #gpu: Promise<Gpu> | undefined;

  constructor(settings: Pick<Settings, 'adapter' | 'gpuTimeoutS'>) {
    this.#settings = settings;
  }

  /** @throws SentryalError GPU_NO_ADAPTER */
  readonly open = (): Promise<Gpu> => {
    this.#gpu ??= this.#open();
    return this.#gpu;
  };

  /** Bytes of buffers that are alive; none between jobs. */
  async liveBytes(): Promise<number> {
    return (await this.#gpu)?.liveBytes ?? 0;
  }

  /** Lets the device go; the next job opens another. */
  async close(): Promise<void> {
    const gpu = this.#gpu;
    this.#gpu = undefined;
    await (await gpu?.catch(() => undefined))?.close();
  }

  /** Lets a device go that does not answer any more: nobody waits for its end. */
  forget(): void {
    this.close().catch(() => {});
  }

  async #open(): Promise<Gpu> {
    const { adapter, gpuTimeoutS } = this.#settings;
    const { openGpu } = await import('../../src/gpu/index.ts');
    try {
      return await openGpu({ adapter, timeoutS: gpuTimeoutS });
    } catch (error) {
      this.#gpu = undefined;
      throw error;
    }
  }
}
