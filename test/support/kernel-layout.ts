import { type StructInfo, WgslReflect } from 'wgsl_reflect';
import { type Kernel, paramsSizeBytes } from '../../src/gpu/index.ts';

/** True for a kernel definition among the exports of a module. */
export function isKernel(value: unknown): value is Kernel {
  return typeof value === 'object' && value !== null && 'params' in value && 'bindings' in value && 'name' in value;
}

/** Types and byte offsets of the uniform as WGSL lays it out. */
function layoutOf(struct: StructInfo): string[] {
  return struct.members.map(({ name, type, offset }) => `${name}: ${type.getTypeName()} @${offset}`);
}

/** What the packer does: four bytes each, in the order of declaration. */
function packedLayout(kernel: Kernel): string[] {
  return Object.entries(kernel.params).map(([name, type], index) => `${name}: ${type} @${index * 4}`);
}

/**
 * Everything in which a shader and its definition differ: members, types, offsets and size of the uniform; number, order
 * and access of the storage buffers; the entry point.
 */
export function layoutMismatches(kernel: Kernel, code: string): string[] {
  // The parser takes a variable of the name `workgroup`, which WGSL allows, for the address space.
  const reflected = new WgslReflect(code.replaceAll(/\bworkgroup(?=[.:])/g, 'workgroup_'));
  const found: string[] = [];
  const compare = (what: string, shader: readonly (string | number)[], definition: readonly (string | number)[]) => {
    for (let k = 0; k < Math.max(shader.length, definition.length); k++)
      if (shader[k] !== definition[k])
        found.push(
          `${kernel.name}: ${what} ${k} is ${shader[k] ?? 'missing'} in WGSL, ${definition[k] ?? 'missing'} here`,
        );
  };
  const [uniform, ...otherUniforms] = reflected.uniforms;
  if (otherUniforms.length > 0) found.push(`${kernel.name}: more than one uniform`);
  if (uniform?.binding !== 0 || uniform.group !== 0) found.push(`${kernel.name}: the uniform is not at binding 0`);
  if (uniform?.isStruct) {
    compare('parameter', layoutOf(uniform.type as StructInfo), packedLayout(kernel));
    if (uniform.size > paramsSizeBytes(kernel)) found.push(`${kernel.name}: ${uniform.size} bytes do not fit`);
  } else found.push(`${kernel.name}: no struct uniform`);
  const storage = reflected.storage.toSorted((a, b) => a.binding - b.binding);
  compare(
    'buffer',
    storage.map(({ name, group, binding, access }) => `${name}: ${access} @${group}.${binding}`),
    Object.entries(kernel.bindings).map(([name, access], index) => `${name}: ${access} @0.${index + 1}`),
  );
  compare(
    'entry point',
    reflected.entry.compute.map(({ name }) => name),
    ['main'],
  );
  return found;
}
