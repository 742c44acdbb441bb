import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { ExperimentState } from './experimentState.ts';
import type { ImportView } from './importView.ts';
import type { PersonState } from './personState.ts';
import type { Preferences } from './preferences.ts';
import type { Rival } from './Rival.ts';
import type { RunView } from './runState.ts';
import type { Session } from './Session.ts';
import type { MachineState } from './stores.ts';

export const SessionContext = createContext<Session | null>(null);

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (session === null) throw new Error('useSession outside SessionContext');
  return session;
}

export function useRun<T>(select: (run: RunView) => T): T {
  return useStore(useSession().stores.run, select);
}

const NO_RIVALS: readonly Rival[] = [];

/** The other objectives of the race on screen; none while a recording is. */
export function useRivals(): readonly Rival[] {
  const { run, rivals } = useSession().stores;
  const isLive = useStore(run, ({ shown }) => shown === 'live');
  const racing = useStore(rivals);
  return isLive ? racing : NO_RIVALS;
}

export function useExperiment<T>(select: (state: ExperimentState) => T): T {
  return useStore(useSession().stores.experiment, select);
}

export function useMachine<T>(select: (machine: MachineState) => T): T {
  return useStore(useSession().stores.machine, select);
}

export function usePerson<T>(select: (person: PersonState) => T): T {
  return useStore(useSession().stores.person, select);
}

export function useImports<T>(select: (view: ImportView) => T): T {
  return useStore(useSession().stores.imports, select);
}

export function usePreferences<T>(select: (preferences: Preferences) => T): T {
  return useStore(useSession().stores.preferences, select);
}
