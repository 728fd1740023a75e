// Terms and refunds: what the shop really does, in the order in which people ask.
interface Section {
  title: string;
  text: string[];
}
export interface Info {
  title: string;
  lead: string;
  sections: Section[];
}

export const terms: Info = {
  title: 'Terms',
  lead: 'What you get when you buy or claim a KEY here, and what the shop does and does not do.',
  sections: [
    {title: 'What you buy', text: [
      'A KEY is a package of files with a version number. Buying it gives you access to every version that is published, today and later, with no subscription and no end.',
      'A bundle gives you the KEYS it contained when you bought it, and KEYS that are added to it later. KEYS that leave a bundle stay with those who had them.',
    ]},
    {title: 'The licence of a KEY', text: [
      'Each KEY names its licence on its page. That licence says what you may do with the files; the shop adds no restriction to it.',
    ]},
    {title: 'Price and payment', text: [
      'The price on the button is the price that is charged. What you already own is taken off a bundle’s price, line by line, before you pay.',
      'Payments are handled by Stripe. The shop never sees your card.',
      'A price you were shown on the payment page holds for 60 minutes.',
    ]},
    {title: 'Versions', text: [
      'A published version never changes: the SHA-256 on its page is that of the file you get. An author may withdraw a version; you can still download it by naming it exactly.',
    ]},
    {title: 'Organisations', text: [
      'A KEY bought for an organisation can be used by all its members for as long as they belong to it. Owners and administrators buy, owners manage members.',
    ]},
    {title: 'Your data', text: [
      'Recommendations use only what you tell the shop and what you buy. You can see, download and delete it under Privacy and data, and erase your account there.',
    ]},
    {title: 'Who runs this shop', text: [
      'KEYS Marketplace is open software. The company or person who runs this installation is your contract partner and adds their own address and law here.',
    ]},
  ],
};

export const refunds: Info = {
  title: 'Refunds',
  lead: 'What happens to your money and your access when something is refunded. It is the same for everybody, because a program decides it.',
  sections: [
    {title: 'How to get one', text: [
      'Write to the shop and name the order number, which you find under Orders. Only administrators can start a refund; the money returns to the card or account that paid, usually within five to ten days.',
    ]},
    {title: 'A refund in full', text: [
      'You get back everything you paid for the order. The access that this order gave ends at once, links to downloads included. What you own by other orders stays.',
    ]},
    {title: 'A refund of part of the amount', text: [
      'You keep your access. When the parts add up to the whole amount, the order counts as refunded in full.',
    ]},
    {title: 'A refund of one KEY of a bundle', text: [
      'Access to that KEY ends. You get back at most what keeps the remaining KEYS at no less than their own prices: a bundle cannot be taken apart to own its best part for less.',
    ]},
    {title: 'When a purchase was a credit for a bundle', text: [
      'If a KEY you owned lowered the price of a bundle, the bundle is refunded first. Should the KEY be refunded nevertheless, for example by your bank, the bundle is suspended until the difference is paid. The order tells you how much it is and has a button for it.',
    ]},
    {title: 'Paying twice', text: [
      'If you pay for the same thing a second time, for example in two tabs, the second payment is given back in full without asking.',
    ]},
    {title: 'Disputes with your bank', text: [
      'While a dispute is open, access from that order is suspended. It returns when the dispute is decided for the shop, and ends when it is decided for you.',
    ]},
    {title: 'A refund that fails', text: [
      'Sometimes a bank sends a refund back. Then the order counts as paid again and your access returns. Write to the shop to agree on another way.',
    ]},
  ],
};
