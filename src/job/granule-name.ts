/** The fields of an IW SLC product name (Sentinel-1 Product Specification, product naming). */
const PATTERN =
  /^(S1[ABCD])_IW_SLC__1S(SH|SV|DH|DV|HH|HV|VV|VH)_(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)_(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)_(\d{6})_([0-9A-F]{6})_([0-9A-F]{4})$/;

export function parseGranuleName(name: string) {
  const m = PATTERN.exec(name);
  if (!m) return undefined;
  const mission = m[1] as 'S1A' | 'S1B' | 'S1C' | 'S1D';
  const o = Number(m[15]);
  const offset = { S1A: 73, S1B: 27, S1C: o <= 8018 ? 172 : 99, S1D: 42 }[mission];
  return {
    mission,
    polarizationClass: m[2]!,
    startUtc: `${m[3]}-${m[4]}-${m[5]}T${m[6]}:${m[7]}:${m[8]}`,
    stopUtc: `${m[9]}-${m[10]}-${m[11]}T${m[12]}:${m[13]}:${m[14]}`,
    absoluteOrbit: o,
    relativeOrbit: ((((o - offset) % 175) + 175) % 175) + 1,
    dataTakeId: m[16]!,
  };
}
