import { describeValue } from './contract.ts';
import { KernelError } from './executor.ts';
import { elementCount } from './layoutParameters.ts';
import type {
  Attributes,
  DataType,
  FlatName,
  KernelName,
  Launch,
  ParameterLayout,
  Phase,
  Plan,
  Storage,
  Value,
} from './types.ts';
import { validatePlan } from './validatePlan.ts';

/** What an op's backward may do with the gradients of its inputs. */
export interface GradientTape {
  /** Whether anything upstream of `value` is trained. Work for other values must be skipped. */
  wants(value: Value): boolean;
  /**
   * Adds `gradient` to what `value` has received so far (a launch of `add` from the second contribution on).
   * For activations only: parameters are accumulated into by kernels that write `gradientOf`.
   */
  contribute(value: Value, gradient: Value): void;
  /** As `contribute`, for kernels that can add the sum so far themselves: it is handed to `emit` instead. */
  fold(value: Value, emit: (soFar: Value | undefined) => Value): void;
  /** The gradient range of a parameter. Launches that write it add into it. */
  gradientOf(parameter: Value): Value;
}

interface TapeEntry {
  readonly outputs: readonly Value[];
  readonly backward: (gradients: readonly (Value | undefined)[], tape: GradientTape) => void;
}

/**
 * Records a forward pass launch by launch, then derives the backward pass from what each op recorded about itself.
 * Ops are functions `op(plan, …values)` in their own folders; they call `temporary`, `launch` and `record`.
 */
export class PlanBuilder {
  readonly layout: ParameterLayout;
  readonly #launches: Launch[] = [];
  readonly #tape: TapeEntry[] = [];
  readonly #inputs = new Map<string, Value>();
  readonly #outputs = new Map<string, Value>();
  readonly #states: Value[] = [];
  readonly #parameters = new Map<string, Value>();
  readonly #gradients = new Map<number, Value>();
  /** Ids of values that depend on a parameter. */
  readonly #trained = new Set<number>();
  readonly #readers = new Map<number, number>();
  #phase: Phase = 'forward';
  #nextId = 0;

  constructor(layout: ParameterLayout) {
    this.layout = layout;
  }

  /** @throws KernelError PLAN_INVALID when the layout has no such parameter */
  parameter(name: string): Value {
    const known = this.#parameters.get(name);
    if (known) return known;
    const entry = this.layout.entries.find((candidate) => candidate.name === name);
    if (!entry) throw new KernelError('PLAN_INVALID', { parameter: name, reason: 'not in the layout' });
    const value = this.#value(name, entry.shape, 'float32', 'parameter', entry.offset);
    this.#parameters.set(name, value);
    this.#trained.add(value.id);
    return value;
  }

  /**
   * Parameters laid out without gaps (`ParameterDeclaration.joined`), read as one matrix: [R1, C] and [R2, C] as [R1 + R2, C].
   *
   * @throws KernelError PLAN_INVALID when they do not lie one behind the other
   */
  joined(names: readonly string[]): Value {
    const key = names.join(' | ');
    const known = this.#parameters.get(key);
    if (known) return known;
    const parts = names.map((name) => this.parameter(name));
    const [first] = parts;
    let rows = 0;
    for (const part of parts) {
      const width = elementCount(part.shape.slice(1));
      if (part.offset !== (first?.offset ?? 0) + rows * width) {
        throw new KernelError('PLAN_INVALID', { parameter: part.name, reason: 'does not lie behind the one before' });
      }
      rows += part.shape[0] as number;
    }
    const value = this.#value(
      key,
      [rows, ...(first?.shape.slice(1) ?? [])],
      'float32',
      'parameter',
      first?.offset ?? 0,
    );
    this.#parameters.set(key, value);
    this.#trained.add(value.id);
    return value;
  }

  /** Rows begin..end−1 of a parameter matrix or an input. A parameter's have the same rows of its gradient as theirs. */
  rowsOf(whole: Value, begin: number, end: number): Value {
    const [rows, ...rest] = whole.shape;
    if (begin === 0 && end === rows) return whole;
    const offset = whole.offset + begin * elementCount(rest);
    const name = `${whole.name}[${begin}..${end - 1}]`;
    if (whole.storage === 'input') return { ...whole, name, shape: [end - begin, ...rest], offset };
    const value = this.#value(name, [end - begin, ...rest], 'float32', 'parameter', offset);
    this.#trained.add(value.id);
    return value;
  }

  /** Launches from here on belong to 'forward' again, after those of 'prompt'. */
  begin(phase: 'prompt' | 'forward'): void {
    this.#phase = phase;
  }

  /** Written by the host. Inputs get no gradient. */
  input(name: string, shape: readonly number[], dataType: DataType = 'float32'): Value {
    if (this.#inputs.has(name)) throw new KernelError('PLAN_INVALID', { input: name, reason: 'name used twice' });
    const value = this.#value(name, shape, dataType, 'input', 0);
    this.#inputs.set(name, value);
    return value;
  }

  /** Survives between runs and starts at zero. */
  state(name: string, shape: readonly number[]): Value {
    const value = this.#value(name, shape, 'float32', 'state', 0);
    this.#states.push(value);
    return value;
  }

  /** Makes a value readable by the host under `name`. Any stored value will do, a gradient too. */
  output(name: string, value: Value): void {
    if (this.#outputs.has(name)) throw new KernelError('PLAN_INVALID', { output: name, reason: 'name used twice' });
    this.#outputs.set(name, value);
  }

  temporary(name: string, shape: readonly number[], dataType: DataType = 'float32'): Value {
    return this.#value(name, shape, dataType, 'temporary', 0);
  }

  launch(kernel: KernelName, inputs: readonly Value[], outputs: readonly Value[], attributes: Attributes = {}): void {
    for (const value of inputs) this.#readers.set(value.id, (this.#readers.get(value.id) ?? 0) + 1);
    this.#launches.push({ kernel, phase: this.#phase, inputs, outputs, attributes });
  }

  /**
   * Notes how `output` was made from `inputs`. `backward` runs while the backward pass is built, once, with the finished
   * gradient of `output`, and only when an input is trained and a gradient arrives.
   */
  record(output: Value, inputs: readonly Value[], backward: (gradient: Value, tape: GradientTape) => void): void {
    this.recordTogether([output], inputs, ([gradient], tape) => backward(gradient as Value, tape));
  }

  /** As `record`, where several outputs carry a gradient: `backward` gets theirs in order, undefined where none arrived. */
  recordTogether(outputs: readonly Value[], inputs: readonly Value[], backward: TapeEntry['backward']): void {
    if (!inputs.some((value) => this.#trained.has(value.id))) return;
    for (const output of outputs) this.#trained.add(output.id);
    this.#tape.push({ outputs, backward });
  }

  /** How many launches read a value so far. An op that will overwrite it must be the only one. */
  readerCount(value: Value): number {
    return this.#readers.get(value.id) ?? 0;
  }

  /**
   * Emits the backward pass, in phase 'backward'. `seeds`: the gradients of the objective with respect to some values.
   *
   * @throws KernelError PLAN_INVALID when called twice, or when a seed has another shape than its value or nothing to train
   */
  backward(seeds: readonly { readonly value: Value; readonly gradient: Value }[]): void {
    if (this.#phase !== 'forward') throw new KernelError('PLAN_INVALID', { reason: 'the backward pass is built once' });
    this.#phase = 'backward';
    const pending = new Map<number, Value>();
    const tape: GradientTape = {
      wants: (value) => this.#trained.has(value.id),
      gradientOf: (parameter) => this.#gradientOf(parameter),
      contribute: (value, gradient) => {
        if (!this.#trained.has(value.id)) return;
        if (value.storage === 'parameter') {
          throw new KernelError('PLAN_INVALID', {
            value: describeValue(value),
            reason: 'no kernel accumulates into this parameter',
          });
        }
        const soFar = pending.get(value.id);
        pending.set(value.id, soFar ? this.#sum(soFar, gradient) : gradient);
      },
      fold: (value, emit) => {
        if (this.#trained.has(value.id)) pending.set(value.id, emit(pending.get(value.id)));
      },
    };
    for (const { value, gradient } of seeds) {
      if (!this.#trained.has(value.id) || value.shape.join() !== gradient.shape.join()) {
        throw new KernelError('PLAN_INVALID', {
          value: describeValue(value),
          gradient: describeValue(gradient),
          reason: 'a seed needs a value that depends on a parameter, and its shape',
        });
      }
      tape.contribute(value, gradient);
    }
    for (let index = this.#tape.length - 1; index >= 0; index--) {
      const { outputs, backward } = this.#tape[index] as TapeEntry;
      const gradients = outputs.map(({ id }) => pending.get(id));
      if (gradients.some((gradient) => gradient !== undefined)) backward(gradients, tape);
    }
  }

  /**
   * Emits the optimiser, in phase 'update': global norm, clipping, AdamW, gradients to zero.
   * `hyper` is the input of that name (layout in `types.ts`); `norm` [1] is the gradients' L2 norm before scaling.
   */
  optimizer(): { readonly hyper: Value; readonly norm: Value } {
    this.#phase = 'update';
    const [parameters, gradients, first, second] = (['parameters', 'gradients', 'exp_avg', 'exp_avg_sq'] as const).map(
      (flat) => this.#value(flat, [this.layout.length], 'float32', 'flat', 0, flat),
    ) as [Value, Value, Value, Value];
    const hyper = this.input('hyper', [8]);
    const norm = this.temporary('norm', [1]);
    this.launch('globalNorm', [gradients], [norm]);
    const updated = [parameters, gradients, first, second];
    this.launch('adamW', [...updated, norm, hyper], updated, { decayLength: this.layout.decayLength });
    return { hyper, norm };
  }

  /** @throws KernelError PLAN_INVALID naming the first launch that breaks its contract */
  build(): Plan {
    const plan: Plan = {
      layout: this.layout,
      launches: [...this.#launches],
      inputs: new Map(this.#inputs),
      outputs: new Map(this.#outputs),
      states: [...this.#states],
    };
    validatePlan(plan);
    return plan;
  }

  #sum(a: Value, b: Value): Value {
    const total = this.temporary(`${a.name}+`, a.shape);
    this.launch('add', [a, b], [total]);
    return total;
  }

  #gradientOf(parameter: Value): Value {
    const known = this.#gradients.get(parameter.id);
    if (known) return known;
    const value = this.#value(`d ${parameter.name}`, parameter.shape, 'float32', 'gradient', parameter.offset);
    this.#gradients.set(parameter.id, value);
    return value;
  }

  #value(
    name: string,
    shape: readonly number[],
    dataType: DataType,
    storage: Storage,
    offset: number,
    flat?: FlatName,
  ): Value {
    return { id: this.#nextId++, name, shape: [...shape], dataType, storage, offset, ...(flat && { flat }) };
  }
}
