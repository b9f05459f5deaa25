import type { Orbit } from '../model/index.ts';
import { geo2rdr } from './geo2rdr.ts';
import { rdr2geo } from './rdr2geo.ts';

/** Radar positions of the reference whose geometry is wanted. Arrays of equal length. */
export interface GeometryNodes {
  readonly azimuthTimesS: Float64Array;
  readonly slantRangesM: Float64Array;
  readonly heightsM: Float64Array;
}

/** Where the nodes lie on WGS84, and where the secondary sees them. Same order as the nodes. */
export interface GeometryAnswers {
  readonly latitudesDeg: Float64Array;
  readonly longitudesDeg: Float64Array;
  readonly secondaryAzimuthTimesS: Float64Array;
  readonly secondarySlantRangesM: Float64Array;
}

/** Who solves orbit geometry. Everything after the nodes does not know which one it was. */
export interface GeometryBackend {
  readonly name: string;
  solveNodes(reference: Orbit, secondary: Orbit, nodes: GeometryNodes): Promise<GeometryAnswers>;
}

/** The solver of this project: f64, zero Doppler, WGS84. */
export const embeddedBackend: GeometryBackend = {
  name: 'embedded',
  solveNodes: async (reference, secondary, nodes) => {
    const count = nodes.azimuthTimesS.length;
    const answers = {
      latitudesDeg: new Float64Array(count),
      longitudesDeg: new Float64Array(count),
      secondaryAzimuthTimesS: new Float64Array(count),
      secondarySlantRangesM: new Float64Array(count),
    };
    for (let i = 0; i < count; i++) {
      const ground = rdr2geo(reference, nodes.azimuthTimesS[i]!, nodes.slantRangesM[i]!, nodes.heightsM[i]!);
      const radar = geo2rdr(secondary, ground.ecef);
      answers.latitudesDeg[i] = ground.latitudeDeg;
      answers.longitudesDeg[i] = ground.longitudeDeg;
      answers.secondaryAzimuthTimesS[i] = radar.azimuthTimeS;
      answers.secondarySlantRangesM[i] = radar.slantRangeM;
    }
    return answers;
  },
};
