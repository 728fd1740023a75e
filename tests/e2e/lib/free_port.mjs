// A port for a gateway, chosen as scripts/run.sh chooses all others: below those the kernel gives to outgoing
// connections, of which tests make thousands while a stack starts.
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const scripts = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../../scripts/lib');

export const freePort = () =>
  execFileSync('bash', ['-euc', '. "$0/common.sh"; . "$0/ports.sh"; choose_ports 1', scripts], { encoding: 'utf8' }).trim();
