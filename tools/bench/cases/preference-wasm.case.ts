import { openOurs } from '../ourBackend.ts';
import { ourPreferenceSteps } from '../ourPreference.ts';

export const open = async () => ourPreferenceSteps(await openOurs('wasm'));
