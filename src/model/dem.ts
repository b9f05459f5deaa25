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
  /** Fractional pixel of a WGS84 position; pixel centres are whole numbers. */
  toPixel(longitudeDeg: number, latitudeDeg: number): { column: number; row: number };
}
