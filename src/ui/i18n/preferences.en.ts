/** How the person wants the page. */
export const preferenceTexts = {
  title: 'Settings',
  theme: 'Colours',
  themes: { system: 'as the system', light: 'light', dark: 'dark' },
  motion: 'Motion',
  motions: { system: 'as the system', reduced: 'reduced' },
  updates: 'Chart updates',
  updatesOf: (count: number) => `${count} a second`,
  backend: 'Compute on',
  backends: { auto: 'the best there is', webgpu: 'WebGPU', wasm: 'WebAssembly', cpu: 'plain JavaScript' },
  keepAwake: 'Keep the screen awake while training',
  shortcuts: 'Single-key shortcuts',
  keys: [
    ['K', 'play or pause'],
    ['J', 'train one step'],
    ['B', 'rewind'],
    ['R', 'reset'],
    ['?', 'open these settings'],
    ['Esc', 'close what is open'],
  ] as readonly (readonly [string, string])[],
  toggleTheme: (next: string) => `Switch to ${next} colours`,
};
