import { SentryalError } from '../errors/index.ts';

/**
 * Everything that can go wrong while waiting for a GPU: the device is lost, a validation error was raised, or no
 * answer comes. Every wait goes through `race`, so that none of these hangs the process.
 */
export class GpuFault {
  readonly #device: GPUDevice;
  readonly #timeoutS: number;
  readonly #lost: Promise<never>;
  #validation: SentryalError | undefined;

  constructor(device: GPUDevice, timeoutS: number) {
    this.#device = device;
    this.#timeoutS = timeoutS;
    this.#lost = device.lost.then((info) => {
      throw new SentryalError('GPU_DEVICE_LOST', { reason: info.message || info.reason });
    });
    this.#lost.catch(() => {});
    device.addEventListener('uncapturederror', (event) => {
      const { message } = (event as GPUUncapturedErrorEvent).error;
      this.#validation ??= new SentryalError('GPU_KERNEL_INVALID', { kernel: 'dispatch', reason: message });
    });
  }

  /** Rejects on device loss, validation error or time-out; else the value waited for. */
  async race<T>(what: string, wait: Promise<T>): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const timeout = new Promise<never>((_, reject) => {
      timer = setTimeout(
        () => reject(new SentryalError('GPU_TIMEOUT', { seconds: this.#timeoutS, what })),
        this.#timeoutS * 1000,
      );
    });
    try {
      const value = await Promise.race([wait, this.#lost, timeout]);
      if (this.#validation) throw this.#validation;
      return value;
    } finally {
      clearTimeout(timer);
    }
  }

  /** Waits for all submitted work; never throws (used when closing). */
  async settle(): Promise<void> {
    await this.race('closing', this.#device.queue.onSubmittedWorkDone()).catch(() => {});
  }
}
