import { fileURLToPath } from 'node:url';
import type { Orbit } from '../../model/index.ts';
import type { GeometryAnswers, GeometryBackend, GeometryNodes } from '../backend.ts';
import { float64Bytes, float64sOf } from './frames.ts';
import { type BurstRead, type BurstReadRequest, readBurst } from './read-burst.ts';
import { SidecarClient, type SidecarVersions } from './sidecar-client.ts';

/** What ISCE3 says of nodes beyond what the fits need. */
export interface Isce3Answers extends GeometryAnswers {
  /** Unit vector from the ground to the reference's satellite, in east, north and up. */
  readonly losEast: Float64Array;
  readonly losNorth: Float64Array;
  readonly losUp: Float64Array;
  /** To the normal of WGS84. */
  readonly incidencesDeg: Float64Array;
}

/** ISCE3 beside this process. */
export interface Isce3Backend extends GeometryBackend {
  readonly name: 'isce3';
  /** @throws SentryalError ISCE3_NOT_INSTALLED, ISCE3_DIED, ISCE3_TIMEOUT, ISCE3_PROTOCOL */
  versions(): Promise<SidecarVersions>;
  /** @throws SentryalError as `versions`, and ISCE3_FAILED where ISCE3 finds no solution */
  solveNodes(reference: Orbit, secondary: Orbit, nodes: GeometryNodes): Promise<Isce3Answers>;
  /** Metadata and samples of a burst of a granule on this machine. @throws SentryalError as `solveNodes` */
  readBurst(request: BurstReadRequest): Promise<BurstRead>;
  close(): void;
}

export interface Isce3Options {
  /** Environment of the sidecar: with it comes the `python3` that is taken. */
  readonly environment: Readonly<Record<string, string>>;
  /** Folders below which it may open files. */
  readonly roots?: readonly string[];
  /** Longest wait for an answer, s, default 120: the first one waits for the import of ISCE3. */
  readonly timeoutS?: number;
  /** What to start in place of the sidecar of this folder. */
  readonly command?: readonly [string, ...string[]];
}

const SIDECAR = fileURLToPath(new URL('./sidecar.py', import.meta.url));
const FOLDER = fileURLToPath(new URL('.', import.meta.url));

function orbitArrays(date: string, { timesS, positionsM, velocitiesMps }: Orbit): [string, Uint8Array][] {
  return [
    [`${date}_times_s`, float64Bytes(timesS)],
    [`${date}_positions_m`, float64Bytes(positionsM)],
    [`${date}_velocities_mps`, float64Bytes(velocitiesMps)],
  ];
}

async function solveNodes(
  client: SidecarClient,
  reference: Orbit,
  secondary: Orbit,
  { azimuthTimesS, slantRangesM, heightsM }: GeometryNodes,
): Promise<Isce3Answers> {
  const header = {
    verb: 'nodes',
    reference_epoch_day: reference.epochDay,
    secondary_epoch_day: secondary.epochDay,
  };
  const arrays = new Map([
    ['times_s', float64Bytes(azimuthTimesS)],
    ['ranges_m', float64Bytes(slantRangesM)],
    ['heights_m', float64Bytes(heightsM)],
    ...orbitArrays('reference', reference),
    ...orbitArrays('secondary', secondary),
  ]);
  const frame = await client.request(header, arrays);
  const answered = (name: string): Float64Array => float64sOf(frame, name, azimuthTimesS.length);
  return {
    latitudesDeg: answered('latitudes_deg'),
    longitudesDeg: answered('longitudes_deg'),
    secondaryAzimuthTimesS: answered('secondary_times_s'),
    secondarySlantRangesM: answered('secondary_ranges_m'),
    losEast: answered('los_east'),
    losNorth: answered('los_north'),
    losUp: answered('los_up'),
    incidencesDeg: answered('incidence_deg'),
  };
}

/** ISCE3 in a process of its own, which starts when it is first asked. The embedded solver's twin. */
export function openIsce3({ environment, roots = [], timeoutS = 120, command }: Isce3Options): Isce3Backend {
  const [program, ...first] = command ?? (['python3', '-B', SIDECAR] as const);
  const args = [...first, ...roots.flatMap((root) => ['--root', root])];
  const client = new SidecarClient({ command: program, args, environment, folder: FOLDER, timeoutS });
  return {
    name: 'isce3',
    versions: () => client.hello(),
    solveNodes: (reference, secondary, nodes) => solveNodes(client, reference, secondary, nodes),
    readBurst: (request) => readBurst(client, request),
    close: () => client.close(),
  };
}

let shared: Isce3Backend | undefined;

/** The one sidecar of this process, started once for all jobs; it ends with the process. */
export function sharedIsce3(environment: Isce3Options['environment']): Isce3Backend {
  return (shared ??= openIsce3({ environment }));
}
