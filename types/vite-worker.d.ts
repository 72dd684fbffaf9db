/** Vite: the file becomes a worker's, and this its address. */
declare module "*?worker&url" {
  const address: string;
  export default address;
}

/** Vite: the file becomes one of its own, and this its address. */
declare module "*?url" {
  const address: string;
  export default address;
}
