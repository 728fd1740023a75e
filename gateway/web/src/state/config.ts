// The shop's configuration, which is known before anything is rendered.
import {signal} from '@preact/signals';

import {api, type Config, type Currency} from '../api';
import {pageData} from './page_data';

export const config = signal<Config | undefined>(pageData.config);

export async function loadConfig(): Promise<void> {
  if (!config.value) config.value = await api.config();
}

export const currencies = (): Currency[] => config.value?.currencies ?? [];
