// Units for one machine. What is the same for all stands once, in keys-.service.d (systemd applies it to every keys-*.service).
import { BIN, exampleOf, programs, SETTINGS, wiring } from './programs.mjs';

const HARDENING = `# For every keys-*.service. \`systemd-analyze security keys-billing\` tells what is left open.
[Unit]
PartOf=keys.target
StartLimitIntervalSec=0

[Service]
Type=exec
Group=keys
UMask=0027
Restart=always
RestartSec=1
# SIGTERM drains: new calls are refused, those under way end.
KillSignal=SIGTERM
TimeoutStopSec=30
LimitNOFILE=65536
TasksMax=512

CapabilityBoundingSet=
AmbientCapabilities=
NoNewPrivileges=yes
ProtectSystem=strict
ProtectHome=yes
PrivateTmp=yes
PrivateDevices=yes
PrivateUsers=yes
ProtectClock=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
ProtectControlGroups=yes
ProtectProc=invisible
ProcSubset=pid
LockPersonality=yes
MemoryDenyWriteExecute=yes
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
RemoveIPC=yes
KeyringMode=private
SystemCallArchitectures=native
SystemCallFilter=@system-service
SystemCallFilter=~@privileged @resources @mount
SystemCallErrorNumber=EPERM
IPAddressDeny=any
IPAddressAllow=localhost
`;

const TARGET = `[Unit]
Description=KEYS Marketplace
Documentation=file:///usr/share/doc/keys/deploy/systemd/README.md
Wants=${programs.map(({ name }) => `keys-${name}.service`).join(' ')}

[Install]
WantedBy=multi-user.target
`;

function unit(program) {
  const after = program.calls.map((name) => `keys-${name}.service`).join(' ');
  const variables = Object.entries(wiring(program, '127.0.0.1', () => '127.0.0.1'))
    .map(([name, value]) => `Environment=${name}=${value}`).join('\n');
  // Only these processes talk to other machines.
  const outside = program.reachesOut || program.http ? 'IPAddressAllow=any\n' : '';
  const storage = program.storage === 'write' ? 'ReadWritePaths=/var/lib/keys/storage\n' : '';
  return `[Unit]
Description=KEYS Marketplace: ${program.name}
After=network-online.target postgresql.service${after ? ` ${after}` : ''}
Wants=network-online.target

[Service]
User=keys-${program.name}
ExecStart=${BIN}/keys-${program.name}
${variables}
Environment=SERVICE_PEERS_FILE=/etc/keys/peers.json
# The private key is readable for this unit only, whoever owns the file.
LoadCredential=service.pem:/etc/keys/identities/${program.name}.pem
Environment=SERVICE_KEY_FILE=%d/service.pem
EnvironmentFile=/etc/keys/settings.env
EnvironmentFile=/etc/keys/secrets/${program.name}.env
${outside}${storage}
[Install]
WantedBy=keys.target
`;
}

const sysusers = () => ['# Groups and users: one user a program, so that none reads another\'s memory or environment.', 'g keys -',
  ...programs.map(({ name }) => `u keys-${name} - "KEYS Marketplace ${name}" / /usr/sbin/nologin`),
  ...programs.map(({ name }) => `m keys-${name} keys`)].join('\n').concat('\n');

const tmpfiles = () => `# What ingestion writes the gateway reads: both are in the group keys.
d /var/lib/keys 0750 root keys -
d /var/lib/keys/storage 2750 keys-ingestion keys -
d /etc/keys 0755 root root -
d /etc/keys/identities 0700 root root -
d /etc/keys/secrets 0700 root root -
`;

// ASCII only: some readers of environment files stop at other bytes.
const line = (name, value) => `${name}=${value}`;
const settings = () => `# /etc/keys/settings.env: what is no secret, for all programs.\n${
  Object.entries({ ...SETTINGS, STORAGE_URL: 'file:///var/lib/keys/storage' }).map(([name, value]) => line(name, value)).join('\n')}\n`;
const secrets = (program) => `# /etc/keys/secrets/${program.name}.env: owner root, mode 600. Only this program sees them.\n${
  program.secrets.map((name) => `${/^AWS/.test(name) ? '# ' : ''}${line(name, exampleOf(name).replace('DATABASE_HOST', '127.0.0.1'))}`).join('\n')}\n`;

/** {path: text} below deploy/systemd. */
export function systemdFiles() {
  const files = { 'keys.target': TARGET, 'keys-.service.d/hardening.conf': HARDENING, 'sysusers.d/keys.conf': sysusers(),
    'tmpfiles.d/keys.conf': tmpfiles(), 'env/settings.env.example': settings() };
  for (const program of programs) {
    files[`keys-${program.name}.service`] = unit(program);
    files[`env/${program.name}.env.example`] = secrets(program);
  }
  return files;
}
