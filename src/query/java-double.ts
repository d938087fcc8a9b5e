/** How Java prints a double: always with a fraction, and with an exponent from ten million and below a thousandth. `1.789180622E9`. */
export function javaDouble(value: number): string {
  const size = Math.abs(value);
  if (!Number.isFinite(value) || value === 0)
    return Object.is(value, -0) ? '-0.0' : value === 0 ? '0.0' : String(value);
  if (size >= 1e-3 && size < 1e7) return Number.isInteger(value) ? `${value}.0` : String(value);
  const [digits = '', exponent = ''] = value.toExponential().split('e');
  return `${digits.includes('.') ? digits : `${digits}.0`}E${Number(exponent)}`;
}
