export { type UnwrapDiagnostics, type UnwrapInput, unwrap } from './unwrap.ts';
