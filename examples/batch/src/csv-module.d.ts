/** The bundler makes a text of it. */
declare module '*.csv' {
  const text: string;
  export default text;
}
