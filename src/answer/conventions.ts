/** What the numbers of an answer mean; every answer carries it. */
export const CONVENTIONS: readonly string[] = [
  'displacement_mm is the displacement along the line of sight, later minus earlier date, positive toward the satellite, whichever granule is called reference.',
  'Displacements are relative to `reference`, whose own mean displacement is zero.',
  'Displacements, of points and in the raster, are less the `corrections` whose state is `applied`; rasters of phase are as measured.',
  'The interferometric phase is 4 pi (R_secondary - R_reference) / wavelength, topographic and flat-earth phase removed; rasters are made on the grid of the granule called reference and brought to a map.',
  'The line of sight (los_east, los_north, los_up) is the unit vector from the ground to the satellite.',
  'sigma_mm is one standard deviation, the root of the sum of the squares of sigma_terms_mm; errors of whole cycles are not in it. One pair cannot tell motion from atmosphere: the troposphere term is an average over weather.',
  'vertical_mm takes the motion for vertical, which one line of sight cannot tell; motion along north and south is nearly invisible.',
  'A point without a height of its own is taken to stand on the DEM within 20 m (1 sigma), which the height term of its sigma holds.',
  'One whole cycle of phase is ambiguity_mm; motion between neighbouring cells beyond half of it cannot be told from less.',
  'Heights are above the WGS84 ellipsoid, times are UTC.',
];
