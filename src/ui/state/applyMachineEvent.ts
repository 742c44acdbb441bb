import type { EngineEvent } from '../../engine/index.ts';
import type { Stores } from './stores.ts';

/** What an event says of the machine, or of what it keeps. @returns whether it did */
export function applyMachineEvent({ machine }: Stores, event: EngineEvent): boolean {
  if (event.type === 'device') {
    const { diagnosis, backend, variants } = event;
    machine.setState({ diagnosis, backend, variants });
    return true;
  }
  if (event.type !== 'snapshots') return false;
  machine.setState({ snapshots: event.snapshots });
  return true;
}
