import { isSentryalError } from '../../src/errors/index.ts';
import { type GeometryBackend, type GeometryNodes, embeddedBackend, openIsce3 } from '../../src/geometry/index.ts';
import { sidecarEnvironment } from '../../src/settings/index.ts';
import { SENTINEL_LIKE, sampleOrbit } from '../../test/support/circular-orbit.ts';
import { type BenchRecord, verifiedWithin } from '../support/record.ts';
import { spreadOf } from '../support/timing.ts';

const REPEATS = 5;
const COUNT = 2000;

const STATES_S = Array.from({ length: 17 }, (_, k) => 100 + 10 * k);
const REFERENCE = sampleOrbit(SENTINEL_LIKE, STATES_S);
const SECONDARY = sampleOrbit({ ...SENTINEL_LIKE, radiusM: SENTINEL_LIKE.radiusM + 120 }, STATES_S);

const NODES: GeometryNodes = {
  azimuthTimesS: Float64Array.from({ length: COUNT }, (_, k) => 175 + (3 * k) / COUNT),
  slantRangesM: Float64Array.from({ length: COUNT }, (_, k) => 800e3 + 1.5e5 * ((k * 0.618) % 1)),
  heightsM: Float64Array.from({ length: COUNT }, (_, k) => -100 + 5000 * ((k * 0.382) % 1)),
};

const apart = (a: Float64Array, b: Float64Array): number =>
  a.reduce((worst, value, k) => Math.max(worst, Math.abs(value - b[k]!)), 0);

async function record(backend: GeometryBackend): Promise<BenchRecord> {
  const solve = () => backend.solveNodes(REFERENCE, SECONDARY, NODES);
  await solve();
  const times: number[] = [];
  for (let k = 0; k < REPEATS; k++) {
    const start = performance.now();
    await solve();
    times.push((performance.now() - start) / 1000);
  }
  const name = `${backend.name}/rdr2geo and geo2rdr`;
  return { name, size: `${COUNT} nodes`, elements: COUNT, unit: 'nodes', clock: 'host', seconds: spreadOf(times) };
}

/** ISCE3's record, with how far its answers are from ours. */
async function comparedRecord(isce3: GeometryBackend): Promise<BenchRecord> {
  const [theirs, ours] = [
    await isce3.solveNodes(REFERENCE, SECONDARY, NODES),
    await embeddedBackend.solveNodes(REFERENCE, SECONDARY, NODES),
  ];
  const worst = apart(theirs.secondarySlantRangesM, ours.secondarySlantRangesM);
  return {
    ...(await record(isce3)),
    verified: verifiedWithin({ against: 'embedded, secondary slant range, m', worst, bound: 1e-6 }),
    more: {
      'secondary azimuth time apart, s': apart(theirs.secondaryAzimuthTimesS, ours.secondaryAzimuthTimesS),
    },
  };
}

/** Nodes of a burst pair through both backends, as jobs ask for them; ISCE3's where it is installed. */
export async function geometryRecords(): Promise<BenchRecord[]> {
  const isce3 = openIsce3({ environment: sidecarEnvironment() });
  try {
    await isce3.versions();
    return [await record(embeddedBackend), await comparedRecord(isce3)];
  } catch (error) {
    if (!isSentryalError(error) || error.code !== 'ISCE3_NOT_INSTALLED') throw error;
    return [await record(embeddedBackend)];
  } finally {
    isce3.close();
  }
}
