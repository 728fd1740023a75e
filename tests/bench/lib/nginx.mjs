// nginx with the answers of cached paths as files: what a web server takes that has nothing to decide.
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { freePort } from '../../e2e/lib/free_port.mjs';
import { send, until } from './http.mjs';

const configuration = (folder, port) => `daemon off; worker_processes 1; pid ${folder}/pid; error_log ${folder}/error.log;
events { worker_connections 256; }
http {
  access_log ${folder}/access.log; sendfile on; tcp_nopush on; keepalive_requests 1000000; open_file_cache max=1000;
  client_body_temp_path ${folder}/body; proxy_temp_path ${folder}/proxy; fastcgi_temp_path ${folder}/fastcgi;
  uwsgi_temp_path ${folder}/uwsgi; scgi_temp_path ${folder}/scgi;
  server { listen 127.0.0.1:${port}; root ${folder}/files; default_type application/json;
    location = /marketplace/keys { try_files /list =404; }
    location /marketplace/keys/ { } }
}
`;

/** Starts it; undefined where it is not installed (scripts/setup.sh --all). Answers {url, processes, stop()}. */
export async function startNginx(stack, scratch) {
  try {
    execFileSync('nginx', ['-v'], { stdio: 'ignore' });
  } catch {
    process.stderr.write('nginx is not installed (scripts/setup.sh --all): the table goes without it\n');
    return undefined;
  }
  const folder = path.join(scratch, 'nginx');
  mkdirSync(path.join(folder, 'files/marketplace/keys'), { recursive: true });
  execFileSync('chmod', ['-R', 'a+rX', folder]);
  const answer = async (address) => (await send(stack.endpoints.gateway, { method: 'GET', path: address })).text;
  writeFileSync(path.join(folder, 'files/list'), await answer('/marketplace/keys?limit=20'));
  for (let n = 1; n <= Math.min(200, stack.size.keys); n++) {
    writeFileSync(path.join(folder, `files/marketplace/keys/key-${n}`), await answer(`/marketplace/keys/key-${n}`));
  }
  const port = freePort();
  const file = path.join(folder, 'nginx.conf');
  writeFileSync(file, `user ${process.getuid() === 0 ? 'root' : process.env.USER};\n${configuration(folder, port)}`);
  const child = spawn('nginx', ['-p', folder, '-c', file], { stdio: 'ignore' });
  process.once('exit', () => child.kill('SIGTERM'));
  const workers = () => readdirSync('/proc').filter((pid) => {
    try {
      return /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /, '').split(' ')[1] === String(child.pid);
    } catch {
      return false; // it has ended meanwhile
    }
  });
  await until('nginx has its worker', () => workers().length > 0, 30);
  const stop = () => new Promise((resolve) => {
    child.once('exit', resolve);
    child.kill('SIGTERM');
  });
  return { url: `http://127.0.0.1:${port}`, processes: { master: child.pid }, stop };
}
