/** The same where the page is isolated: jax-js finds shared memory by itself and takes a thread per core. */
export { open } from './jaxjs-wasm.case.ts';
