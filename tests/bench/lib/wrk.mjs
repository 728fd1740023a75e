// One run of wrk against an address of this machine.
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const script = fileURLToPath(new URL('requests.lua', import.meta.url));
const run = promisify(execFile);

function written({ method, path: target, headers, body }, host) {
  const lines = [`${method} ${target} HTTP/1.1`, `Host: ${host}`, ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`)];
  if (body !== undefined) lines.push(`Content-Length: ${Buffer.byteLength(body)}`);
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n${body ?? ''}`);
}

/** Sends `requests` in turn for `seconds`, or each once when `once`. Answers {requests, seconds, refused, broken, p50, p99}:
 * how many were answered, how many not with 2xx or not at all, latencies in milliseconds. */
export async function drive(base, requests, { connections, seconds, once, folder }) {
  const file = path.join(folder, 'requests');
  const { host, hostname } = new URL(base);
  if (hostname !== '127.0.0.1') throw new Error(`only this machine is asked, not ${base}`);
  writeFileSync(file, Buffer.concat(requests.flatMap((request) => {
    const bytes = written(request, host);
    return [Buffer.from(`${bytes.length}\n`), bytes];
  })));
  const { stdout } = await run('wrk', ['-t1', `-c${connections}`, `-d${seconds}s`, '--timeout', '20s', '-s', script, base, '--', file, once ? 'once' : 'again'],
    { timeout: (seconds + 60) * 1000 });
  const told = JSON.parse(stdout.split('\n').find((line) => line.startsWith('{')));
  return { ...told, seconds: told.microseconds / 1e6, p50: told.p50 / 1000, p99: told.p99 / 1000 };
}
