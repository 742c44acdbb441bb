/**
 * Gives TF.js its plain CPU backend and the gradients of its ops, for proofs: training never needs them, so they stay out of
 * the worker's first load.
 *
 * TF.js 4.22 keeps them in a file that imports folders and leaves out file endings. Bundlers (and vitest, told to inline it)
 * resolve that; Node's own `import` does not. Under tsx its `require` does, and what it registers lies in a registry that all
 * copies of TF.js in a process share.
 */
export async function registerGradients(): Promise<void> {
  await import('@tensorflow/tfjs-backend-cpu');
  try {
    await import('@tensorflow/tfjs-core/dist/register_all_gradients');
  } catch (cause) {
    const modules = nodeProcess()?.getBuiltinModule?.('node:module');
    if (!modules) throw cause;
    modules.createRequire(import.meta.url)('@tensorflow/tfjs-core/dist/register_all_gradients');
  }
}

interface NodeProcess {
  getBuiltinModule?(name: 'node:module'): { createRequire(from: string): (id: string) => unknown };
}

function nodeProcess(): NodeProcess | undefined {
  return (globalThis as { process?: NodeProcess }).process;
}
