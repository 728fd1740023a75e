// Manifests for Kubernetes: a kustomize base. NetworkPolicies let through what `calls` of programs.mjs says and no more.
import { BIN, callersOf, MIGRATE, MIGRATION_SECRETS, programOf, programs, secretFiles, SECRETS, SETTINGS, wiring } from './programs.mjs';

const IMAGE = 'keys-marketplace'; // kustomize sets name and tag: images in kustomization.yaml
const labelsOf = (name) => ({ 'app.kubernetes.io/part-of': 'keys-marketplace', 'app.kubernetes.io/name': name });
const selectorOf = (name) => ({ 'app.kubernetes.io/name': name });
const named = (name) => ({ name: `keys-${name}`, labels: labelsOf(name) });

const locked = { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } };
const podSecurity = { runAsNonRoot: true, runAsUser: 10001, runAsGroup: 10001, fsGroup: 10001, seccompProfile: { type: 'RuntimeDefault' } };

const portsOf = (program) => [
  ...(program.http ? [{ name: 'http', containerPort: program.http }] : []),
  ...(program.grpc ? [{ name: 'grpc', containerPort: program.grpc }] : []),
  { name: 'admin', containerPort: program.admin }];

const probe = (path, periodSeconds, failureThreshold) => ({ httpGet: { path, port: 'admin' }, periodSeconds, failureThreshold, timeoutSeconds: 2 });

const secretEnvironment = (names) => Object.entries(secretFiles(names)).map(([name, value]) => ({ name, value }));

function container(program) {
  const settings = program.settings.filter((name) => name in SETTINGS || name === 'STORAGE_URL');
  return {
    name: program.name,
    image: IMAGE,
    command: [`${BIN}/keys-${program.name}`],
    env: [
      ...Object.entries(wiring(program, '0.0.0.0', (name) => `keys-${name}`)).map(([name, value]) => ({ name, value })),
      // The secrets are files: they stand neither in the manifest's environment nor in `kubectl describe`.
      ...secretEnvironment(program.secrets),
      { name: 'SERVICE_KEY_FILE', value: '/run/secrets/service.pem' },
      { name: 'SERVICE_PEERS_FILE', value: '/etc/keys/peers.json' },
      ...settings.map((name) => ({ name, valueFrom: { configMapKeyRef: { name: 'keys-settings', key: name } } })),
    ],
    ports: portsOf(program),
    startupProbe: probe('/healthz', 2, 30),
    livenessProbe: probe('/healthz', 10, 6),
    // The gateway's /readyz is about every service behind it: one that is down would take all gateways out.
    readinessProbe: probe(program.http ? '/healthz' : '/readyz', 3, 2),
    // The pod goes on answering until every proxy has heard that it is leaving. SIGTERM then drains for 8 s.
    lifecycle: { preStop: { exec: { command: ['sleep', '5'] } } },
    resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '1Gi' } },
    securityContext: locked,
    volumeMounts: [{ name: 'secrets', mountPath: SECRETS, readOnly: true }, { name: 'peers', mountPath: '/etc/keys', readOnly: true },
      { name: 'tmp', mountPath: '/tmp' }],
  };
}

const deployment = (program) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: named(program.name),
  spec: {
    ...(program.most ? {} : { replicas: program.replicas }), // else the autoscaler's, which an apply must not reset
    selector: { matchLabels: selectorOf(program.name) },
    strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } },
    minReadySeconds: 5,
    template: {
      metadata: { labels: labelsOf(program.name) },
      spec: {
        automountServiceAccountToken: false,
        enableServiceLinks: false, // they would set variables of the names that programs read
        terminationGracePeriodSeconds: 30,
        securityContext: podSecurity,
        topologySpreadConstraints: [{ maxSkew: 1, topologyKey: 'kubernetes.io/hostname', whenUnsatisfiable: 'ScheduleAnyway',
          labelSelector: { matchLabels: selectorOf(program.name) } }],
        containers: [container(program)],
        volumes: [{ name: 'secrets', secret: { secretName: `keys-${program.name}`, defaultMode: 0o440 } },
          { name: 'peers', configMap: { name: 'keys-peers' } }, { name: 'tmp', emptyDir: { sizeLimit: '64Mi' } }],
      },
    },
  },
});

// Base: by the CPU, which every cluster can measure. The overlay production adds the calls that run in a pod, which
// tells of threads that wait for PostgreSQL, too. Down slowly: a pod that leaves takes its caches with it.
const autoscaler = (program) => ({
  apiVersion: 'autoscaling/v2',
  kind: 'HorizontalPodAutoscaler',
  metadata: named(program.name),
  spec: {
    scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: `keys-${program.name}` },
    minReplicas: program.replicas,
    maxReplicas: program.most,
    metrics: [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 200 } } }],
    behavior: { scaleDown: { stabilizationWindowSeconds: 300, policies: [{ type: 'Pods', value: 1, periodSeconds: 60 }] } },
  },
});

const service = (program) => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: named(program.name),
  spec: { selector: selectorOf(program.name),
    ports: portsOf(program).filter((port) => port.name !== 'admin').map(({ name, containerPort }) => ({ name, port: containerPort, targetPort: name })) },
});

const budget = (program) => ({
  apiVersion: 'policy/v1',
  kind: 'PodDisruptionBudget',
  metadata: named(program.name),
  spec: { selector: { matchLabels: selectorOf(program.name) }, ...(program.replicas > 1 ? { minAvailable: 1 } : { maxUnavailable: 1 }) },
});

const tcp = (port) => ({ protocol: 'TCP', port });
const pods = (name) => ({ podSelector: { matchLabels: selectorOf(name) } });
const anywhere = (port) => ({ ports: [tcp(port)] });

function policy(program) {
  const from = callersOf(program.name);
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: named(program.name),
    spec: {
      podSelector: { matchLabels: selectorOf(program.name) },
      policyTypes: ['Ingress', 'Egress'],
      ingress: [
        ...(program.http ? [anywhere(program.http)] : []),
        ...(from.length > 0 ? [{ from: from.map(pods), ports: [tcp(program.grpc)] }] : []),
        { from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'monitoring' } } }], ports: [tcp(program.admin)] },
      ],
      egress: [
        ...program.calls.map((name) => ({ to: [pods(name)], ports: [tcp(programOf(name).grpc)] })),
        ...(program.secrets.some((name) => name.startsWith('DATABASE_URL')) ? [anywhere(5432)] : []),
        ...(program.reachesOut ? [anywhere(443)] : []), // Stripe, the object store, key sets
        { to: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } } }],
          ports: [{ protocol: 'UDP', port: 53 }, tcp(53)] },
      ],
    },
  };
}

const everythingElse = { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name: 'keys-deny-the-rest', labels: labelsOf('all') },
  spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] } };

const migration = [{
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: named('migrate'),
  spec: {
    backoffLimit: 3,
    activeDeadlineSeconds: 900,
    template: {
      metadata: { labels: labelsOf('migrate') },
      spec: {
        restartPolicy: 'Never',
        automountServiceAccountToken: false,
        enableServiceLinks: false,
        securityContext: podSecurity,
        containers: [{ name: 'migrate', image: IMAGE, securityContext: locked,
          command: MIGRATE, env: secretEnvironment(MIGRATION_SECRETS),
          resources: { requests: { cpu: '100m', memory: '64Mi' }, limits: { memory: '256Mi' } },
          volumeMounts: [{ name: 'secrets', mountPath: SECRETS, readOnly: true }, { name: 'tmp', mountPath: '/tmp' }] }],
        volumes: [{ name: 'secrets', secret: { secretName: 'keys-migrate', defaultMode: 0o440 } }, { name: 'tmp', emptyDir: {} }],
      },
    },
  },
}, {
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: named('migrate'),
  spec: { podSelector: { matchLabels: selectorOf('migrate') }, policyTypes: ['Egress'],
    egress: [anywhere(5432), { ports: [{ protocol: 'UDP', port: 53 }, tcp(53)] }] },
}];

// The one thing to change for each installation, in an overlay.
const settings = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'keys-settings', labels: labelsOf('settings') },
  data: { ...SETTINGS, TRUSTED_PROXIES: '10.0.0.0/8', STORAGE_URL: 's3://keys?endpoint=https://s3.example&region=eu-central-1' } };

/** {file: [manifest, …]} of deploy/k8s/base. */
export function kubernetesFiles() {
  const files = { 'settings.yaml': [settings], 'migrate.yaml': migration, 'network.yaml': [everythingElse] };
  for (const program of programs) files[`${program.name}.yaml`] = [deployment(program), service(program), budget(program), policy(program),
    ...(program.most ? [autoscaler(program)] : [])];
  files['kustomization.yaml'] = [{ apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization', namespace: 'keys',
    resources: Object.keys(files).sort(), images: [{ name: IMAGE, newName: 'localhost/keys-marketplace', newTag: 'local' }] }];
  return files;
}
