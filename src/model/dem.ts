/** Where the pixels of a DEM are, as numbers. */
export interface DemPlace {
  /** `EPSG:4326` and the like. */
  readonly crs: string;
  readonly isGeographic: boolean;
  /** Longitudes count on the turn of the globe around it, degrees. */
  readonly middleLongitudeDeg: number;
  /** Coordinates of the first pixel's middle. */
  readonly origin: readonly [x: number, y: number];
  /** From a pixel to the next in its row, and to the next in its column. */
  readonly columnStep: readonly [x: number, y: number];
  readonly rowStep: readonly [x: number, y: number];
}

/** A window of a digital elevation model, heights above the WGS84 ellipsoid. */
export interface Dem {
  readonly name: string;
  readonly columns: number;
  readonly rows: number;
  /** Shape (rows, columns), row-major, m above the WGS84 ellipsoid; NaN where there is no data. */
  readonly heightsM: Float32Array;
  readonly minHeightM: number;
  readonly maxHeightM: number;
  /** Vertical datum of the source, and how it was brought to the ellipsoid. */
  readonly datum: string;
  /** Ground spacing of the samples, m (rows, columns). */
  readonly spacingM: { readonly row: number; readonly column: number };
  /** What `toPixel` does, as numbers; undefined for a DEM that was not read from files. */
  readonly place?: DemPlace;
  /** Fractional pixel of a WGS84 position; pixel centres are whole numbers. */
  toPixel(longitudeDeg: number, latitudeDeg: number): { column: number; row: number };
}
