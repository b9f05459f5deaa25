import { expect, it } from 'vitest';
import { losDisplacementKernel as kernel } from '../../src/displacement/los-displacement.kernel.ts';
import { type Gpu, type GpuScope, GpuScope as Scope } from '../../src/gpu/index.ts';
import { isSentryalError } from '../../src/errors/index.ts';
import { describeGpu } from '../support/gpu.ts';

/** The code of the error that a call throws. */
function codeOf(call: () => unknown): string {
  try {
    call();
  } catch (error) {
    return isSentryalError(error) ? error.code : String(error);
  }
  return 'none';
}

/** Doubles `count` values from one buffer to the other. */
const double = (count: number) =>
  ({
    params: { count, row_stride: count, millimetres_per_radian: 2, reference_phase_rad: 0 },
    workgroups: [Math.ceil(count / 256)],
  }) as const;

/** The bytes alive while a scope lives, and after it. */
function bytesOf(gpu: Gpu, use: (scope: GpuScope) => void): { during: number; after: number } {
  let during = 0;
  {
    using scope = gpu.scope('test');
    use(scope);
    during = gpu.liveBytes;
  }
  return { during, after: gpu.liveBytes };
}

describeGpu('a scope', (gpu) => {
  it('gives back what was put in, of any type and length', async () => {
    using scope = gpu().scope('test');
    expect(scope).toBeInstanceOf(Scope);
    for (const data of [
      new Float32Array([1.5, -2, 3e38]),
      new Int16Array([1, -2, 3]),
      new Uint8Array([1, 2, 3, 4, 5]),
      new Int32Array([-7]),
      new Float32Array(5000).fill(0.25),
    ]) {
      const buffer = scope.upload('data', data);
      const back = new Uint8Array(await scope.read(buffer, data.byteLength));
      expect([...back]).toEqual([...new Uint8Array(data.buffer)]);
    }
  });

  it('allocates zeros', async () => {
    using scope = gpu().scope('test');
    expect(await scope.readFloat32(scope.allocate('zeros', 4000))).toEqual(new Float32Array(1000));
  });

  it('uploads a part of a larger array as that part', async () => {
    using scope = gpu().scope('test');
    const part = new Float32Array([1, 2, 3, 4, 5, 6]).subarray(2, 5);
    expect([...(await scope.readFloat32(scope.upload('part', part), 3))]).toEqual([3, 4, 5]);
  });

  it('counts its bytes, and none live on after it, after a free, or after an error', () => {
    expect(bytesOf(gpu(), (scope) => void scope.allocate('a', 4096))).toEqual({ during: 4096, after: 0 });
    const freed = bytesOf(gpu(), (scope) => {
      const first = scope.allocate('a', 4096);
      scope.allocate('b', 1024);
      scope.free(first);
      scope.free(first);
    });
    expect(freed).toEqual({ during: 1024, after: 0 });
    expect(() =>
      bytesOf(gpu(), (scope) => {
        scope.allocate('a', 4096);
        throw new Error('in the middle');
      }),
    ).toThrow('in the middle');
    expect(gpu().liveBytes).toBe(0);
  });

  it('refuses what the adapter cannot hold, saying what and how much', () => {
    const { maxStorageBufferBindingSize, maxBufferSize } = gpu().limits;
    const limit = Math.min(maxStorageBufferBindingSize, maxBufferSize);
    using scope = gpu().scope('test');
    expect(codeOf(() => scope.allocate('a raster', limit + 4))).toBe('GPU_LIMIT_TOO_SMALL');
    expect(() => scope.allocate('a raster', limit + 4)).toThrow(/a raster/);
    expect(gpu().liveBytes).toBe(0);
  });

  it('dispatches in the order it was told, writes in between included', async () => {
    using scope = gpu().scope('test');
    const input = scope.upload('input', new Float32Array([1, 2, 3]));
    const [first, second] = [scope.allocate('first', 12), scope.allocate('second', 12)];
    await scope.dispatch(kernel, { ...double(3), buffers: { phase_rad: input, displacement_mm: first } });
    scope.write(input, new Float32Array([10, 20, 30]));
    await scope.dispatch(kernel, { ...double(3), buffers: { phase_rad: input, displacement_mm: second } });
    expect([...(await scope.readFloat32(first, 3))]).toEqual([2, 4, 6]);
    expect([...(await scope.readFloat32(second, 3))]).toEqual([20, 40, 60]);
  });

  it('records a bound kernel many times', async () => {
    using scope = gpu().scope('test');
    const [here, there] = [scope.upload('here', new Float32Array([1, -1])), scope.allocate('there', 8)];
    const forth = await scope.bind(kernel, { ...double(2), buffers: { phase_rad: here, displacement_mm: there } });
    const back = await scope.bind(kernel, { ...double(2), buffers: { phase_rad: there, displacement_mm: here } });
    for (let n = 0; n < 10; n++) {
      scope.record(forth, [1]);
      scope.record(back, [1]);
    }
    expect([...(await scope.readFloat32(here, 2))]).toEqual([2 ** 20, -(2 ** 20)]);
  });

  it('says which kernel cannot be built', async () => {
    using scope = gpu().scope('test');
    const buffers = { phase_rad: scope.allocate('a', 16), displacement_mm: scope.allocate('b', 16) };
    const failing = scope.dispatch(kernel, { ...double(4), buffers, overrides: { NO_SUCH_CONSTANT: 1 } });
    await expect(failing).rejects.toMatchObject({ code: 'GPU_KERNEL_INVALID' });
    await expect(failing).rejects.toThrow(/displacement\/los_displacement/);
  });

  it('uniforms count too, and go with the scope', async () => {
    {
      using scope = gpu().scope('test');
      const buffers = { phase_rad: scope.allocate('a', 16), displacement_mm: scope.allocate('b', 16) };
      await scope.bind(kernel, { ...double(4), buffers });
      expect(gpu().liveBytes).toBe(48);
    }
    expect(gpu().liveBytes).toBe(0);
  });
});
