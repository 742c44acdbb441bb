import { jaxTraining } from '../jaxTraining.ts';

export const open = () => jaxTraining('wasm');
