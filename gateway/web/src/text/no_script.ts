// The texts of pages where scripts do not run.
export const noScript = {
  personal: 'This page shows what belongs to your account, and for that it needs JavaScript: allow it for this address and load the page again. You sign in first.',
  signIn: 'Signing in needs JavaScript: allow it for this address and load the page again.',
  rest: 'KEYS, bundles, prices, terms and refunds can be read without it.',
  links: [['/marketplace', 'KEYS'], ['/marketplace/bundles', 'Bundles'], ['/terms', 'Terms'], ['/refunds', 'Refunds'], ['/docs', 'API reference']] as const,
};
