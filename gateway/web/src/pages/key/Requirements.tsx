import {Boxes, CircleUser, Clock, Database, FileCheck, KeyRound, type LucideIcon, Route as RouteIcon, Scale, Server, Webhook, Zap} from 'lucide-preact';
import type {ComponentChildren} from 'preact';

import type {Manifest} from '../../api';
import {words} from '../../lib/format';
import {keyText} from '../../text/key';

interface Need {
  Icon: LucideIcon;
  title: string;
  items: ComponentChildren[];
}

const code = (text: string) => <code key={text}>{text}</code>;
const text = keyText.needs;

function runsOn(key: Manifest): ComponentChildren[] {
  const ranges = Object.entries(key.compatibility ?? {}).map(([name, range]) => <>{keyText.platforms[name] ?? words(name)} <code>{range}</code></>);
  return ranges.length > 0 ? ranges : key.runtime ? [keyText.platforms[key.runtime] ?? words(key.runtime)] : [];
}

const dependencies = (key: Manifest): ComponentChildren[] => (key.dependencies ?? []).map(({name, version, required, description}) => (
  <>
    <code>{name}{version ? ` ${version}` : ''}</code>
    {required === false && <span class="soft"> ({keyText.optional})</span>}
    {description && <span class="soft"> {description}</span>}
  </>
));

const exposedRoutes = (key: Manifest): ComponentChildren[] => (key.exposed_routes ?? []).map(({path, method, description}) => (
  <><code>{method?.length ? `${method.join(', ')} ` : ''}{path}</code>{description && <span class="soft"> {description}</span>}</>
));

// Lists what a manifest says about its KEY, most wanted first. Members that it lacks are left out.
function needsOf(key: Manifest): Need[] {
  const needs: Need[] = [
    {Icon: Server, title: text.runtime, items: runsOn(key)},
    {Icon: KeyRound, title: text.requiredEnv, items: (key.required_env ?? []).map(code)},
    {Icon: KeyRound, title: text.optionalEnv, items: (key.optional_env ?? []).map(code)},
    {Icon: CircleUser, title: text.access, items: key.required_access_level ? [keyText.accessLevel[key.required_access_level] ?? words(key.required_access_level)] : []},
    {Icon: Zap, title: text.effects, items: key.side_effects ?? []},
    {Icon: Database, title: text.scope, items: key.tenant_scope ? [keyText.scopes[key.tenant_scope] ?? words(key.tenant_scope)] : []},
    {Icon: Boxes, title: text.dependencies, items: dependencies(key)},
    {Icon: RouteIcon, title: text.routes, items: exposedRoutes(key)},
    {Icon: Webhook, title: text.events, items: (key.webhook_event_types ?? []).map(code)},
    {Icon: Clock, title: text.time, items: key.runtime_minutes ? [keyText.minutes(key.runtime_minutes)] : []},
    {Icon: CircleUser, title: text.people, items: key.runtime_dependency ? [keyText.people[key.runtime_dependency] ?? words(key.runtime_dependency)] : []},
    {Icon: FileCheck, title: text.evidence, items: key.produces_evidence ? [keyText.evidence] : []},
    {Icon: Scale, title: text.compliance, items: key.compliance_relevance ?? []},
  ];
  return needs.filter(({items}) => items.length > 0);
}

export function Requirements({manifest}: {manifest: Manifest}) {
  const needs = needsOf(manifest);
  if (needs.length === 0) return <p class="soft">{keyText.needsNothing}</p>;
  return (
    <ul class="needs">
      {needs.map(({Icon, title, items}) => (
        <li class="need" key={title}>
          <Icon aria-hidden="true" />
          <div>
            <h3 class="need-title">{title}</h3>
            <ul class="need-items">{items.map((item, i) => <li key={i}>{item}</li>)}</ul>
          </div>
        </li>
      ))}
    </ul>
  );
}
