// Programs that a test needs and a machine may lack.
import { spawnSync } from 'node:child_process';

export const have = (...programs) => programs.every((name) => spawnSync('sh', ['-c', `command -v ${name}`]).status === 0);
