export { type DisplacementScale, losDisplacement, millimetresPerRadian } from './los-displacement.ts';
export { type ReferenceSearch, chooseReference, givenReference } from './reference.ts';
