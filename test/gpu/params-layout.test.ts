import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { type Kernel, composeShader } from '../../src/gpu/index.ts';
import { isKernel, layoutMismatches } from '../support/kernel-layout.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

function files(folder: string, ending: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith(ending))
    .map((path) => path.replaceAll('\\', '/'))
    .toSorted();
}

const kernels: Kernel[] = [];
for (const path of files('src', '.kernel.ts')) {
  const module = (await import(pathToFileURL(join(root, 'src', path)).href)) as Record<string, unknown>;
  kernels.push(...Object.values(module).filter(isKernel));
}

describe('parameters and buffers of every kernel, as its shader declares them', () => {
  it('there is one definition for each shader', () => {
    const shaders = files('kernels', '.wgsl')
      .filter((path) => !path.startsWith('shared/'))
      .map((path) => path.replace('.wgsl', ''));
    expect(kernels.map(({ name }) => name).toSorted()).toEqual(shaders);
  });

  it.each(kernels.map((kernel) => [kernel.name, kernel] as const))('%s', (name, kernel) => {
    expect(layoutMismatches(kernel, composeShader(name).code)).toEqual([]);
  });
});

describe('the comparison itself', () => {
  const code = `
    struct Params { rows: u32, scale: f32, offset: i32, count: u32, last: f32 }
    @group(0) @binding(0) var<uniform> params: Params;
    @group(0) @binding(1) var<storage, read> values: array<f32>;
    @group(0) @binding(2) var<storage, read_write> sums: array<f32>;
    @compute @workgroup_size(64) fn main(@builtin(global_invocation_id) id: vec3<u32>) {
      sums[id.x] = values[id.x] * params.scale + params.last;
    }`;
  const params = { rows: 'u32', scale: 'f32', offset: 'i32', count: 'u32', last: 'f32' } as const;
  const bindings = { values: 'read', sums: 'read_write' } as const;
  const found = (change: Partial<Kernel>, source = code): string[] =>
    layoutMismatches({ name: 'made/up', params, bindings, ...change }, source);

  it('finds nothing where both agree', () => {
    expect(found({})).toEqual([]);
  });

  it('finds a swap, a type, a missing and a surplus parameter', () => {
    expect(found({ params: { scale: 'f32', rows: 'u32', offset: 'i32', count: 'u32', last: 'f32' } })).toHaveLength(2);
    expect(found({ params: { ...params, offset: 'u32' } })).toEqual([
      'made/up: parameter 2 is offset: i32 @8 in WGSL, offset: u32 @8 here',
    ]);
    const { last: _, ...short } = params;
    expect(found({ params: short })).toEqual([
      'made/up: parameter 4 is last: f32 @16 in WGSL, missing here',
      'made/up: 20 bytes do not fit',
    ]);
    expect(found({ params: { ...params, more: 'f32' } })).toHaveLength(1);
  });

  it('finds an offset that padding moved', () => {
    expect(found({}, code.replace('count: u32', '@align(16) count: u32'))).toEqual([
      'made/up: parameter 3 is count: u32 @16 in WGSL, count: u32 @12 here',
      'made/up: parameter 4 is last: f32 @20 in WGSL, last: f32 @16 here',
    ]);
  });

  it('finds buffers in another order, with another access, or too few', () => {
    expect(found({ bindings: { sums: 'read_write', values: 'read' } })).toHaveLength(2);
    expect(found({ bindings: { values: 'read_write', sums: 'read_write' } })).toHaveLength(1);
    expect(found({ bindings: { values: 'read' } })).toHaveLength(1);
    expect(found({}, code.replace('@binding(2)', '@binding(3)'))).toHaveLength(1);
  });
});
