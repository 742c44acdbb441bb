import { KernelError } from '../plan/executor.ts';
import type { DeviceErrors } from './DeviceErrors.ts';
import type { Dispatch } from './program.ts';

export interface CompiledPipeline {
  readonly pipeline: GPUComputePipeline;
  readonly layout: GPUBindGroupLayout;
}

/** Compiles dispatches, once per WGSL text and device. */
export class Pipelines {
  readonly #device: GPUDevice;
  readonly #errors: DeviceErrors;
  readonly #layouts = new Map<string, { group: GPUBindGroupLayout; pipeline: GPUPipelineLayout }>();
  readonly #compiled = new Map<string, Promise<CompiledPipeline>>();

  constructor(device: GPUDevice, errors: DeviceErrors) {
    this.#device = device;
    this.#errors = errors;
  }

  /** @throws KernelError SHADER_INVALID with the compiler's message and line */
  get(dispatch: Dispatch): Promise<CompiledPipeline> {
    const known = this.#compiled.get(dispatch.code);
    if (known) return known;
    const compiled = this.#compile(dispatch);
    this.#compiled.set(dispatch.code, compiled);
    compiled.catch(() => this.#compiled.delete(dispatch.code));
    return compiled;
  }

  async #compile(dispatch: Dispatch): Promise<CompiledPipeline> {
    const { label, code, entryPoint } = dispatch;
    const layout = this.#layoutOf(dispatch);
    this.#device.pushErrorScope('validation');
    const module = this.#device.createShaderModule({ label, code });
    const scope = this.#device.popErrorScope();
    const pipeline = this.#device.createComputePipelineAsync({
      label,
      layout: layout.pipeline,
      compute: { module, entryPoint },
    });
    // Both are awaited below, but the first to fail must not leave the other unhandled.
    pipeline.catch(() => {});
    const [error, info] = await Promise.all([scope, module.getCompilationInfo()]).catch(async (cause) => {
      throw await this.#errors.explain(cause);
    });
    const message = info.messages.find(({ type }) => type === 'error');
    if (error || message) {
      const line = message?.lineNum ?? 0;
      throw new KernelError('SHADER_INVALID', {
        kernel: label,
        line,
        column: message?.linePos ?? 0,
        source: code.split('\n')[line - 1] ?? '',
        detail: message?.message ?? error?.message ?? '',
      });
    }
    try {
      return { pipeline: await pipeline, layout: layout.group };
    } catch (cause) {
      if (cause instanceof GPUPipelineError) {
        throw new KernelError(
          'SHADER_INVALID',
          { kernel: label, line: 0, column: 0, source: '', detail: cause.message },
          cause,
        );
      }
      throw await this.#errors.explain(cause);
    }
  }

  /** Explicit layouts: automatic ones leave out buffers that a body does not use. */
  #layoutOf({ bindings }: Dispatch): { group: GPUBindGroupLayout; pipeline: GPUPipelineLayout } {
    const key = bindings.map(({ access }) => access).join();
    const known = this.#layouts.get(key);
    if (known) return known;
    const types = bindings.map(
      ({ access }): GPUBufferBindingType => (access === 'read' ? 'read-only-storage' : 'storage'),
    );
    const group = this.#device.createBindGroupLayout({
      label: key,
      entries: [...types, 'uniform' as const].map((type, binding) => ({
        binding,
        visibility: GPUShaderStage.COMPUTE,
        buffer: { type },
      })),
    });
    const layout = { group, pipeline: this.#device.createPipelineLayout({ bindGroupLayouts: [group] }) };
    this.#layouts.set(key, layout);
    return layout;
  }
}
