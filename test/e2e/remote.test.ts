import { basename, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readJob } from '../../bench/figures/run-scene.ts';
import { SentryalError } from '../../src/errors/index.ts';
import { type DataAccess, openLocation } from '../../src/fetch/index.ts';
import type { Answer, Job } from '../../src/job/index.ts';
import type { Progress, Warning } from '../../src/model/index.ts';
import { openNetwork } from '../../src/network/index.ts';
import { type JobContext, fetchJob, runPair } from '../../src/pipeline/index.ts';
import { readSettings } from '../../src/settings/index.ts';
import { type TestAccess, testAccess } from '../support/data-access.ts';
import { stateFigure } from '../support/figure.ts';
import { describeGpu } from '../support/gpu.ts';
import { ASF_TOKEN } from '../support/servers/asf.ts';
import { type Box, type Dates, type Elsewhere, PREFIX, startElsewhere } from '../support/servers/elsewhere.ts';
import { S3_KEYS } from '../support/servers/s3-server.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { useScene } from './scene.ts';

const cacheFolder = temporaryFolder();
const EARTHDATA = { hosts: ['127.0.0.1'], authorization: ASF_TOKEN };
/** In every address that is given, as a presigned link has one. */
const SECRET = 'X-Amz-Signature=secret';

/** What is asked for again of what is kept: versions of files, listings of folders, logins. */
const LITTLE_BYTES = 4096;

type Options = Record<string, unknown>;

describeGpu('a job whose data is elsewhere answers what it answers with files of this machine', (gpu) => {
  const folder = useScene({ scene: 'bowl', coherence: 0.8, bursts: 2, samples: 384 });
  let local: Answer;
  let sentForLocal: number;
  let elsewhere: Elsewhere;
  let { names, files, s3, dataSpace, asf, orbits } = {} as Elsewhere;

  const jobOf = (change: (job: Record<string, unknown>, options: Options) => void): Promise<Job> =>
    readJob(join(folder(), 'job.json'), (document) => {
      const options = document['options'] as Options;
      // The middle of the scene, where both bursts meet.
      const bbox = document['bbox'] as Box;
      const middle = (bbox.north + bbox.south) / 2;
      document['bbox'] = { ...bbox, north: middle + 0.015, south: middle - 0.015 };
      const points = document['points'] as { lat: number }[];
      document['points'] = points.filter(({ lat }) => Math.abs(lat - middle) < 0.015);
      delete options['reference_point'];
      options['context_margin_m'] = 0;
      options['water_mask'] = join(folder(), 'mask.tif');
      change(document, options);
    });

  function contextOf(access: DataAccess, progress: Progress = () => {}): JobContext {
    const warnings: Warning[] = [];
    const settings = { ...readSettings().settings, cacheDir: join(cacheFolder, 'unpacked') };
    const warn = (warning: Warning): void => void warnings.push(warning);
    const { signal } = new AbortController();
    return { settings, access, progress, warn, warnings, signal, keptDevice: () => Promise.resolve(gpu()) };
  }

  let made = 0;
  const open = (credentials: Parameters<typeof testAccess>[2] = {}): Promise<TestAccess> =>
    testAccess(join(cacheFolder, `${++made}`), elsewhere.services, credentials);
  const sentBytes = (): number => elsewhere.sentBytes;

  beforeAll(async () => {
    elsewhere = await startElsewhere(folder(), join(cacheFolder, 's3'));
    ({ names, files, s3, dataSpace, asf, orbits } = elsewhere);
    const uploads = elsewhere.requests;
    const access = await open();
    local = await runPair(await jobOf(() => {}), contextOf(access));
    sentForLocal = elsewhere.requests - uploads;
    await access.close();
  }, 60_000);

  afterAll(() => elsewhere?.close());

  const at = (reference: string | null, secondary: string | null) => (job: Record<string, unknown>) =>
    Object.assign(job, { reference_url: reference, secondary_url: secondary });
  const s3Url = (name: string): string => `s3://eodata/${PREFIX}/${name}.SAFE`;
  const zipUrls = (): Dates<string> => [
    `${files.origin}/reference.zip?${SECRET}`,
    `${files.origin}/secondary.zip?${SECRET}`,
  ];

  function expectSame(answer: Answer): void {
    expect(sentForLocal).toBe(0);
    expect(local.results.displacement_points.map(({ status }) => status)).toContain('ok');
    expect(answer.results).toEqual(local.results);
    expect(answer.unwrapping).toEqual(local.unwrapping);
    expect(answer.coregistration).toEqual(local.coregistration);
    expect(JSON.stringify(answer)).not.toMatch(/secret|earthdata-token|S3RVER/);
  }

  it('zips at addresses, deflated and stored; where the network breaks off, the job ends and is done when it is back', async () => {
    const job = await jobOf(at(...zipUrls()));
    const access = await open();
    const started = sentBytes();
    const breakOff: Progress = ({ stage }) => {
      if (stage === 'coregister') files.fault = () => 'reset';
    };
    const broken = runPair(job, contextOf(access, breakOff));
    const failure = await broken.then(
      () => undefined,
      (error: unknown) => error,
    );
    files.fault = undefined;
    expect(failure).toBeInstanceOf(SentryalError);
    expect(failure).toMatchObject({ code: 'NETWORK_FAILED', stage: 'fetch' });
    expect((failure as Error).message).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/(reference|secondary)\.zip cannot be read/);
    const kept = sentBytes() - started;
    const answer = await runPair(job, contextOf(access));
    expectSame(answer);
    const [reference, secondary] = zipUrls().map((url) => url.split('?')[0]);
    expect(answer.granules).toEqual({
      reference: { name: names[0], source: 'https-zip', address: reference, tried: [] },
      secondary: { name: names[1], source: 'https-zip', address: secondary, tried: [] },
    });
    expect(answer.warnings).toEqual(local.warnings);
    const rest = sentBytes() - started - kept;
    expect(kept).toBeGreaterThan(0);
    stateFigure(`zips at addresses: ${kept} B before the break, after it`, rest, local.bytes_read, 'B');
    await access.close();
  });

  const skipped = 'Copernicus Data Space: skipped';
  it.each([
    ['s3:// to SAFE folders', { dataSpaceS3: S3_KEYS }, 's3-safe', []],
    [
      'names, found in the Data Space',
      { dataSpaceS3: S3_KEYS, earthdata: EARTHDATA },
      'data-space',
      ['Copernicus Data Space: used', 'Copernicus Data Space: used'],
    ],
    ['names, bursts of ASF', { earthdata: EARTHDATA }, 'asf-bursts', [skipped, 'ASF burst service: used']],
    [
      'names, zips of ASF where its burst service does not have them',
      { earthdata: EARTHDATA },
      'asf-zip',
      [skipped, 'ASF burst service: failed', 'ASF archive: used'],
    ],
  ])('%s', async (way, credentials, source, tried) => {
    const job = await jobOf(source === 's3-safe' ? at(s3Url(names[0]), s3Url(names[1])) : at(null, null));
    const access = await open(credentials);
    if (source === 'asf-zip') asf.http.fault = ({ path }) => (path.startsWith('/bursts') ? { status: 404 } : undefined);
    asf.building = 1;
    const waits: string[] = [];
    const progress: Progress = ({ stage, message }) => {
      if (!message.startsWith('ASF builds')) return;
      waits.push(stage);
      asf.building = 0;
    };
    const before = sentBytes();
    const answer = await runPair(job, contextOf(access, progress));
    const sent = sentBytes() - before;
    expectSame(answer);
    for (const [date, granule] of [answer.granules.reference, answer.granules.secondary].entries()) {
      expect(granule).toMatchObject({ name: names[date as 0 | 1], source });
      expect(granule.tried.map(({ service, outcome }) => `${service}: ${outcome}`)).toEqual(tried);
      for (const { outcome, reason } of granule.tried) expect(reason === '').toBe(outcome === 'used');
    }
    // Each date that could not be had from its first source is warned of.
    const failed = answer.warnings.filter(({ code }) => code === 'GRANULE_SOURCE_FAILED');
    expect(failed).toHaveLength(source === 'asf-zip' ? 2 : 0);
    expect(waits.every((stage) => stage === 'read')).toBe(true);
    expect(waits.length > 0).toBe(source === 'asf-bursts');

    const again = sentBytes();
    const fetched = await fetchJob(job, contextOf(access));
    const sentAgain = sentBytes() - again;
    asf.http.fault = undefined;
    expect(sentAgain).toBeLessThan(LITTLE_BYTES);
    // What both read of this machine's files is the same.
    expect(Math.abs(answer.bytes_read - fetched.bytes_read - (sent - sentAgain))).toBeLessThan(LITTLE_BYTES);
    stateFigure(`${way}: ${sent} B, again`, sentAgain, LITTLE_BYTES, 'B');
    await access.close();
  });

  it('everything elsewhere, and nothing of it is fetched for a second run', async () => {
    const job = await jobOf((document, options) => {
      at(null, null)(document);
      for (const name of ['reference_orbit', 'secondary_orbit']) delete options[name];
      options['dem'] = `${files.origin}/dem/dem.tif?${SECRET}`;
      options['water_mask'] = `${files.origin}/mask.tif?${SECRET}`;
    });
    const access = await open({ dataSpaceS3: S3_KEYS });
    const before = sentBytes();
    const answer = await runPair(job, contextOf(access));
    const sent = sentBytes() - before;
    expectSame(answer);
    expect(answer.warnings).toEqual(local.warnings);
    expect(Math.abs(answer.bytes_read - sent)).toBeLessThan(LITTLE_BYTES);
    expect(answer.dem).toEqual(local.dem);
    const { name, ...cells } = local.water_mask!;
    expect(answer.water_mask).toMatchObject(cells);
    expect(basename(answer.water_mask!.name)).toBe(basename(name));
    for (const date of ['reference', 'secondary'] as const) {
      const { why, from, tried, ...orbit } = answer.orbits[date];
      expect(local.orbits[date]).toMatchObject({ ...orbit, why: 'given', from: null });
      expect([why, from]).toEqual(['best_found', `${orbits.http.origin}/AUX_POEORB/${orbit.source}`]);
      expect(tried).toHaveLength(1);
    }
    const again = sentBytes();
    const repeated = await runPair(job, contextOf(access));
    const sentAgain = sentBytes() - again;
    expectSame(repeated);
    expect(sentAgain).toBeLessThan(LITTLE_BYTES);
    expect(repeated.bytes_read).toBeLessThan(LITTLE_BYTES);
    stateFigure(`everything elsewhere: ${sent} B, again`, sentAgain, LITTLE_BYTES, 'B');
    await access.close();
  });

  it('a worker connects to none of these addresses, not even where their ports are allowed', async () => {
    const access = await open({ dataSpaceS3: S3_KEYS, earthdata: EARTHDATA });
    const before = [elsewhere.requests, files.connections, dataSpace.http.connections, asf.http.connections];
    const hosts = [files.origin, s3.origin, dataSpace.base, asf.datapool].map((origin) => new URL(origin).host);
    for (const allowedHosts of [[], hosts]) {
      const network = openNetwork({ allowPrivate: false, allowedHosts });
      const context = contextOf({ ...access, network, allowLocalPaths: false });
      const end = async (job: Promise<Job>): Promise<unknown> =>
        runPair(await job, context).catch((error: unknown) => error);
      const reason = allowedHosts.length === 0 ? /port \d+ is not allowed/ : /127\.0\.0\.1 is not a public address/;
      for (const [reference, secondary] of [zipUrls(), [s3Url(names[0]), s3Url(names[1])] as const]) {
        const failure = await end(jobOf(at(reference, secondary)));
        expect(failure).toMatchObject({
          code: 'ADDRESS_REFUSED',
          stage: 'fetch',
          message: expect.stringMatching(reason),
        });
      }
      const nowhere = await end(jobOf(at(null, null)));
      expect(nowhere).toMatchObject({ code: 'GRANULE_NOT_FOUND_ANYWHERE', message: expect.stringMatching(reason) });
      const dem = openLocation(`${files.origin}/dem/dem.tif`, context.access, context.signal);
      await expect(dem).rejects.toMatchObject({ code: 'ADDRESS_REFUSED' });
      await network.close();
    }
    expect([elsewhere.requests, files.connections, dataSpace.http.connections, asf.http.connections]).toEqual(before);
    await access.close();
  });
});
