/** Physical constants. Each carries its unit in the name and its source in the comment. */

/** Speed of light in vacuum, m/s (SI definition). */
export const SPEED_OF_LIGHT_MPS = 299_792_458;

/** WGS84 semi-major axis, m (NGA.STND.0036). */
export const WGS84_SEMI_MAJOR_M = 6_378_137;

/** WGS84 flattening (NGA.STND.0036). */
export const WGS84_FLATTENING = 1 / 298.257223563;

/** WGS84 first eccentricity squared. */
export const WGS84_ECCENTRICITY_SQUARED = WGS84_FLATTENING * (2 - WGS84_FLATTENING);

/** Sentinel-1 repeat cycle: 175 orbits in 12 days (ESA Sentinel-1 Product Definition). */
export const ORBITS_PER_CYCLE = 175;

/** Sentinel-1 nominal orbital period, s. */
export const ORBITAL_PERIOD_S = (12 * 86_400) / ORBITS_PER_CYCLE;
