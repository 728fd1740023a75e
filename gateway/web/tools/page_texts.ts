// Makes the texts of pages without data before their script runs, from the pages' own texts. The gateway writes them
// into the pages (page-texts.json; gateway/pages/page_texts.h).
import {billingText, keysText, ordersText} from '../src/text/account';
import {docsText} from '../src/text/docs';
import {type Info, refunds, terms} from '../src/text/info';
import {noScript} from '../src/text/no_script';
import {organisationText} from '../src/text/organisation';
import {privacyText} from '../src/text/privacy';
import {signInText} from '../src/text/sign_in';

export interface PageText {
  name: string;
  title: string;
  description: string;
  html: string;
}

const CHARACTERS: Record<string, string> = {'&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;'};
const escape = (text: string) => text.replace(/[&<>"]/g, (character) => CHARACTERS[character] ?? '');
const element = (name: string, text: string) => `<${name}>${escape(text)}</${name}>\n`;
const link = ([href, text]: readonly [string, string]) => `<a href="${href}">${escape(text)}</a>`;
const foot = () => `<footer><p>${noScript.links.map(link).join(' · ')}</p></footer>\n`;
const article = (inner: string) => `<article class="ssr">\n${inner}${foot()}</article>\n`;

const info = (name: string, {title, lead, sections}: Info): PageText => ({
  name, title, description: lead,
  html: article(element('h1', title) + element('p', lead) +
    sections.map((section) => element('h2', section.title) + section.text.map((text) => element('p', text)).join('')).join('')),
});

// The script draws the operations. Without it the description can still be read as JSON.
const docs: PageText = {
  name: 'docs', title: docsText.title, description: docsText.lead,
  html: article(element('h1', docsText.title) + element('p', docsText.lead) + `<p>${link(['/openapi.json', docsText.document])}</p>\n`),
};

// A page about its visitor has nothing to say before they are signed in.
const personal = (name: string, title: string, lead: string): PageText => ({
  name, title, description: lead,
  html: `<noscript>${article(element('h1', title) + element('p', lead) + element('p', noScript.personal) + element('p', noScript.rest))}</noscript>`,
});

export const pageTexts = (): PageText[] => [
  info('terms', terms),
  info('refunds', refunds),
  docs,
  personal('account-keys', keysText.title, keysText.lead),
  personal('orders', ordersText.title, ordersText.lead),
  personal('order', ordersText.title, ordersText.lead),
  personal('billing', billingText.title, billingText.lead),
  personal('privacy', privacyText.title, privacyText.lead),
  personal('organisation', organisationText.title, organisationText.lead),
  {...personal('sign-in', signInText.title, signInText.lead), html:
    `<noscript>${article(element('h1', signInText.title) + element('p', signInText.lead) + element('p', noScript.signIn) + element('p', noScript.rest))}</noscript>`},
];
