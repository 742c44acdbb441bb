/** The door to the kernels: a plan's vocabulary, what builds plans, and what runs them. Nothing else is imported from outside. */
export { type AdamWSettings, hyperValues } from './adamW/adamW.ts';
/** @public Ops are a vocabulary: a model need not use each. */
export { add } from './add/add.ts';
export { openBackend } from './backend.ts';
export { cachedAttention, cacheRows, type KeyValueCache } from './cachedAttention/cachedAttention.ts';
export { type AttentionShape, causalAttention } from './causalAttention/causalAttention.ts';
export { type Answers, choiceSettings, chooseToken } from './chooseToken/chooseToken.ts';
export { embedding } from './embedding/embedding.ts';
/** @public */
export { maskedSum } from './maskedSum/maskedSum.ts';
export { type MatmulOptions, matmul } from './matmul/matmul.ts';
export {
  type Backend,
  type BackendName,
  type DeviceLoss,
  type Diagnosis,
  type Executor,
  KernelError,
  type KernelErrorCode,
  type OpenBackendOptions,
  type ParameterStore,
} from './plan/executor.ts';
export { elementCount, layoutParameters, type ParameterDeclaration } from './plan/layoutParameters.ts';
export { type Lifetimes, lifetimes } from './plan/lifetimes.ts';
export { PlanBuilder } from './plan/PlanBuilder.ts';
export type {
  DataType,
  FlatName,
  KernelName,
  Launch,
  ParameterEntry,
  ParameterLayout,
  Phase,
  Plan,
  Value,
} from './plan/types.ts';
export { registerGradients } from './registerGradients.ts';
export { rmsNorm } from './rmsNorm/rmsNorm.ts';
export { rope } from './rope/rope.ts';
export { swiglu } from './swiglu/swiglu.ts';
export { tensorOperations } from './tensorOperations.ts';
export { type HeadLogps, type HeadOptions, headLogps } from './tokenLogps/headLogps.ts';
export { fetchKernels, type LoadKernels } from './wasm/loadKernels.ts';
