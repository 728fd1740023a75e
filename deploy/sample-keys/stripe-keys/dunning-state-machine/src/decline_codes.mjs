// @ts-check
/**
 * What a decline code means for dunning. `retry`: whether asking the same card again can help.
 *   later     the card is fine, the moment was not
 *   customer  only the customer can change it: ask for them, stop asking the bank
 *   never     asking again is pointless and, for some codes, looks like card testing to the networks
 *
 * `say` is for the customer: no blame, no bank jargon, and for lost or stolen cards nothing that would tell a thief why.
 */

/** @typedef {{ retry: "later" | "customer" | "never", say: string }} Advice */

const GENERIC = "Your bank did not approve the payment. It may help to call them or to use another card.";

/** @type {Record<string, Advice>} */
const ADVICE = {
  insufficient_funds: { retry: "later", say: "Your bank did not approve the payment this time. We will try again in a few days; you can also use another card." },
  card_velocity_exceeded: { retry: "later", say: "Your card has reached its limit for the moment. We will try again in a few days." },
  withdrawal_count_limit_exceeded: { retry: "later", say: "Your card has reached its limit for the moment. We will try again in a few days." },
  issuer_not_available: { retry: "later", say: "Your bank could not be reached. We will try again." },
  processing_error: { retry: "later", say: "Something went wrong on the way to your bank. We will try again." },
  try_again_later: { retry: "later", say: "Your bank asked us to try again later, and we will." },
  reenter_transaction: { retry: "later", say: "Your bank asked us to try again, and we will." },
  approve_with_id: { retry: "later", say: "Your bank did not approve the payment this time. We will try again." },

  authentication_required: { retry: "customer", say: "Your bank wants you to confirm this payment. It takes a minute." },
  expired_card: { retry: "customer", say: "Your card has expired. Please add the new one." },
  incorrect_cvc: { retry: "customer", say: "The security code of your card was not right. Please enter the card again." },
  invalid_cvc: { retry: "customer", say: "The security code of your card was not right. Please enter the card again." },
  incorrect_number: { retry: "customer", say: "The card number was not right. Please enter the card again." },
  invalid_number: { retry: "customer", say: "The card number was not right. Please enter the card again." },
  invalid_expiry_month: { retry: "customer", say: "The expiry date of your card was not right. Please enter the card again." },
  invalid_expiry_year: { retry: "customer", say: "The expiry date of your card was not right. Please enter the card again." },
  card_not_supported: { retry: "customer", say: "This card cannot be used for this kind of payment. Please add another one." },
  currency_not_supported: { retry: "customer", say: "This card cannot be used for this currency. Please add another one." },

  lost_card: { retry: "never", say: GENERIC },
  stolen_card: { retry: "never", say: GENERIC },
  pickup_card: { retry: "never", say: GENERIC },
  fraudulent: { retry: "never", say: GENERIC },
  merchant_blacklist: { retry: "never", say: GENERIC },
  restricted_card: { retry: "never", say: GENERIC },
  security_violation: { retry: "never", say: GENERIC },
  invalid_account: { retry: "never", say: "The account behind this card can no longer be used. Please add another card." },
  new_account_information_available: { retry: "customer", say: "Your bank has given you a new card. Please add it." },
  revocation_of_all_authorizations: { retry: "never", say: "You have asked your bank to stop these payments. To go on, please add a card." },
  revocation_of_authorization: { retry: "never", say: "You have asked your bank to stop these payments. To go on, please add a card." },
  stop_payment_order: { retry: "never", say: "You have asked your bank to stop these payments. To go on, please add a card." },
  transaction_not_allowed: { retry: "never", say: GENERIC },
};

/** A code we do not know, and `generic_decline` or `do_not_honor`, which say nothing, are tried again. @param {string | null | undefined} code @returns {Advice} */
export function adviceFor(code) {
  return (code && Object.hasOwn(ADVICE, code) && ADVICE[code]) || { retry: "later", say: GENERIC };
}

export const knownCodes = Object.keys(ADVICE);
