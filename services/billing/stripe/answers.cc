#include "services/billing/stripe/answers.h"

#include <algorithm>
#include <iterator>

namespace keys::billing::stripe {
namespace {

constexpr Rule kRules[] = {
    // The object of a stored id no longer exists, or belongs to the other mode.
    {"livemode_mismatch", Meaning::kGone, Action::kMakeAnew},
    {"missing", Meaning::kGone, Action::kMakeAnew},
    {"no_account", Meaning::kGone, Action::kMakeAnew},
    {"resource_missing", Meaning::kGone, Action::kMakeAnew},
    // The object exists and is switched off.
    {"price_inactive", Meaning::kObject, Action::kRevive},
    {"product_inactive", Meaning::kObject, Action::kRevive},
    {"resource_already_exists", Meaning::kObject, Action::kRevive},
    {"sku_inactive", Meaning::kObject, Action::kRevive},
    // The object exists and is used up.
    {"coupon_expired", Meaning::kObject, Action::kMakeAnew},
    {"out_of_inventory", Meaning::kObject, Action::kMakeAnew},
    // The object no longer allows this change, so its present state is read from it.
    {"capture_charge_authorization_expired", Meaning::kObject, Action::kClose},
    {"charge_already_captured", Meaning::kObject, Action::kClose},
    {"charge_already_refunded", Meaning::kObject, Action::kClose},
    {"charge_disputed", Meaning::kObject, Action::kClose},
    {"charge_expired_for_capture", Meaning::kObject, Action::kClose},
    {"charge_not_refundable", Meaning::kObject, Action::kClose},
    {"intent_invalid_state", Meaning::kObject, Action::kClose},
    {"order_status_invalid", Meaning::kObject, Action::kClose},
    {"payment_intent_payment_attempt_expired", Meaning::kObject, Action::kClose},
    {"payment_intent_payment_attempt_failed", Meaning::kObject, Action::kClose},
    {"payment_intent_unexpected_state", Meaning::kObject, Action::kClose},
    {"payment_method_unexpected_state", Meaning::kObject, Action::kClose},
    {"refund_disputed_payment", Meaning::kObject, Action::kClose},
    {"return_intent_already_processed", Meaning::kObject, Action::kClose},
    {"setup_attempt_failed", Meaning::kObject, Action::kClose},
    {"setup_intent_setup_attempt_expired", Meaning::kObject, Action::kClose},
    {"setup_intent_unexpected_state", Meaning::kObject, Action::kClose},
    {"status_transition_invalid", Meaning::kObject, Action::kClose},
    // The refusal concerns the buyer or the means of payment. The part is left out, and Stripe's
    // page asks for it.
    {"account_closed", Meaning::kBuyer, Action::kGoWithout},
    {"account_number_invalid", Meaning::kBuyer, Action::kGoWithout},
    {"acss_debit_session_incomplete", Meaning::kBuyer, Action::kGoWithout},
    {"authentication_failure", Meaning::kBuyer, Action::kGoWithout},
    {"authentication_required", Meaning::kBuyer, Action::kGoWithout},
    {"bank_account_bad_routing_numbers", Meaning::kBuyer, Action::kGoWithout},
    {"bank_account_declined", Meaning::kBuyer, Action::kGoWithout},
    {"bank_account_exists", Meaning::kBuyer, Action::kGoWithout},
    {"bank_account_restricted", Meaning::kBuyer, Action::kGoWithout},
    {"bank_account_unusable", Meaning::kBuyer, Action::kGoWithout},
    {"bank_account_unverified", Meaning::kBuyer, Action::kGoWithout},
    {"bank_account_verification_failed", Meaning::kBuyer, Action::kGoWithout},
    {"billing_invalid_mandate", Meaning::kBuyer, Action::kGoWithout},
    {"capture_unauthorized_payment", Meaning::kBuyer, Action::kGoWithout},
    {"card_decline_rate_limit_exceeded", Meaning::kBuyer, Action::kGoWithout},
    {"card_declined", Meaning::kBuyer, Action::kGoWithout},
    {"card_error", Meaning::kBuyer, Action::kGoWithout},
    {"cardholder_phone_number_required", Meaning::kBuyer, Action::kGoWithout},
    {"charge_exceeds_source_limit", Meaning::kBuyer, Action::kGoWithout},
    {"clearing_code_unsupported", Meaning::kBuyer, Action::kGoWithout},
    {"country_code_invalid", Meaning::kBuyer, Action::kGoWithout},
    {"customer_max_payment_methods", Meaning::kBuyer, Action::kGoWithout},
    {"customer_max_subscriptions", Meaning::kBuyer, Action::kGoWithout},
    {"customer_session_expired", Meaning::kBuyer, Action::kGoWithout},
    {"customer_tax_location_invalid", Meaning::kBuyer, Action::kGoWithout},
    {"debit_not_authorized", Meaning::kBuyer, Action::kGoWithout},
    {"email_invalid", Meaning::kBuyer, Action::kGoWithout},
    {"expired_card", Meaning::kBuyer, Action::kGoWithout},
    {"expired_payment_method", Meaning::kBuyer, Action::kGoWithout},
    {"financial_connections_account_inactive", Meaning::kBuyer, Action::kGoWithout},
    {"financial_connections_account_pending_account_numbers", Meaning::kBuyer, Action::kGoWithout},
    {"financial_connections_account_unavailable_account_numbers", Meaning::kBuyer,
     Action::kGoWithout},
    {"financial_connections_consent_locale_invalid", Meaning::kBuyer, Action::kGoWithout},
    {"financial_connections_consent_locale_unsupported", Meaning::kBuyer, Action::kGoWithout},
    {"financial_connections_no_successful_transaction_refresh", Meaning::kBuyer,
     Action::kGoWithout},
    {"incorrect_address", Meaning::kBuyer, Action::kGoWithout},
    {"incorrect_cvc", Meaning::kBuyer, Action::kGoWithout},
    {"incorrect_number", Meaning::kBuyer, Action::kGoWithout},
    {"incorrect_postal_code", Meaning::kBuyer, Action::kGoWithout},
    {"incorrect_zip", Meaning::kBuyer, Action::kGoWithout},
    {"india_recurring_payment_mandate_canceled", Meaning::kBuyer, Action::kGoWithout},
    {"insufficient_funds", Meaning::kBuyer, Action::kGoWithout},
    {"intent_verification_method_missing", Meaning::kBuyer, Action::kGoWithout},
    {"invalid_card_type", Meaning::kBuyer, Action::kGoWithout},
    {"invalid_characters", Meaning::kBuyer, Action::kGoWithout},
    {"invalid_cvc", Meaning::kBuyer, Action::kGoWithout},
    {"invalid_expiry_month", Meaning::kBuyer, Action::kGoWithout},
    {"invalid_expiry_year", Meaning::kBuyer, Action::kGoWithout},
    {"invalid_mandate_reference_prefix_format", Meaning::kBuyer, Action::kGoWithout},
    {"invalid_number", Meaning::kBuyer, Action::kGoWithout},
    {"invalid_source_usage", Meaning::kBuyer, Action::kGoWithout},
    {"invalid_swipe_data", Meaning::kBuyer, Action::kGoWithout},
    {"invalid_tax_location", Meaning::kBuyer, Action::kGoWithout},
    {"payment_intent_action_required", Meaning::kBuyer, Action::kGoWithout},
    {"payment_intent_authentication_failure", Meaning::kBuyer, Action::kGoWithout},
    {"payment_intent_incompatible_payment_method", Meaning::kBuyer, Action::kGoWithout},
    {"payment_intent_konbini_rejected_confirmation_number", Meaning::kBuyer, Action::kGoWithout},
    {"payment_intent_mandate_invalid", Meaning::kBuyer, Action::kGoWithout},
    {"payment_method_bank_account_already_verified", Meaning::kBuyer, Action::kGoWithout},
    {"payment_method_bank_account_blocked", Meaning::kBuyer, Action::kGoWithout},
    {"payment_method_billing_details_address_missing", Meaning::kBuyer, Action::kGoWithout},
    {"payment_method_currency_mismatch", Meaning::kBuyer, Action::kGoWithout},
    {"payment_method_customer_decline", Meaning::kBuyer, Action::kGoWithout},
    {"payment_method_invalid_parameter", Meaning::kBuyer, Action::kGoWithout},
    {"payment_method_invalid_parameter_testmode", Meaning::kBuyer, Action::kGoWithout},
    {"payment_method_microdeposit_failed", Meaning::kBuyer, Action::kGoWithout},
    {"payment_method_microdeposit_processing_error", Meaning::kBuyer, Action::kGoWithout},
    {"payment_method_microdeposit_verification_amounts_invalid", Meaning::kBuyer,
     Action::kGoWithout},
    {"payment_method_microdeposit_verification_amounts_mismatch", Meaning::kBuyer,
     Action::kGoWithout},
    {"payment_method_microdeposit_verification_attempts_exceeded", Meaning::kBuyer,
     Action::kGoWithout},
    {"payment_method_microdeposit_verification_descriptor_code_mismatch", Meaning::kBuyer,
     Action::kGoWithout},
    {"payment_method_microdeposit_verification_timeout", Meaning::kBuyer, Action::kGoWithout},
    {"payment_method_not_available", Meaning::kBuyer, Action::kGoWithout},
    {"payment_method_provider_decline", Meaning::kBuyer, Action::kGoWithout},
    {"payment_method_restricted", Meaning::kBuyer, Action::kGoWithout},
    {"payment_method_unactivated", Meaning::kBuyer, Action::kGoWithout},
    {"payment_method_unsupported_type", Meaning::kBuyer, Action::kGoWithout},
    {"postal_code_invalid", Meaning::kBuyer, Action::kGoWithout},
    {"refer_to_customer", Meaning::kBuyer, Action::kGoWithout},
    {"routing_number_invalid", Meaning::kBuyer, Action::kGoWithout},
    {"sepa_unsupported_account", Meaning::kBuyer, Action::kGoWithout},
    {"setup_intent_authentication_failure", Meaning::kBuyer, Action::kGoWithout},
    {"setup_intent_mandate_invalid", Meaning::kBuyer, Action::kGoWithout},
    {"setup_intent_mobile_wallet_unsupported", Meaning::kBuyer, Action::kGoWithout},
    {"shipping_address_invalid", Meaning::kBuyer, Action::kGoWithout},
    {"siret_invalid", Meaning::kBuyer, Action::kGoWithout},
    {"state_unsupported", Meaning::kBuyer, Action::kGoWithout},
    {"tax_id_invalid", Meaning::kBuyer, Action::kGoWithout},
    {"tax_id_prohibited", Meaning::kBuyer, Action::kGoWithout},
    {"three_d_secure_authentication_not_supported", Meaning::kBuyer, Action::kGoWithout},
    {"token_already_used", Meaning::kBuyer, Action::kGoWithout},
    {"token_card_network_invalid", Meaning::kBuyer, Action::kGoWithout},
    // The refusal concerns the amount.
    {"amount_details_amount_mismatch", Meaning::kAmount, Action::kTell},
    {"amount_details_tax_shipping_discount_greater_than_amount", Meaning::kAmount, Action::kTell},
    {"amount_too_large", Meaning::kAmount, Action::kTell},
    {"amount_too_small", Meaning::kAmount, Action::kTell},
    {"charge_exceeds_transaction_limit", Meaning::kAmount, Action::kTell},
    {"invalid_charge_amount", Meaning::kAmount, Action::kTell},
    // Another request works on the object, or there are too many at once.
    {"idempotency_key_in_use", Meaning::kBusy, Action::kRetry},
    {"lock_timeout", Meaning::kBusy, Action::kRetry},
    {"payment_intent_rate_limit_exceeded", Meaning::kBusy, Action::kRetry},
    {"rate_limit", Meaning::kBusy, Action::kRetry},
    {"rate_limit_error", Meaning::kBusy, Action::kRetry},
    {"terminal_reader_busy", Meaning::kBusy, Action::kRetry},
    {"token_in_use", Meaning::kBusy, Action::kRetry},
    // Stripe, or a party that it asks, does not answer.
    {"api_error", Meaning::kOutage, Action::kRetry},
    {"failed_tax_calculation", Meaning::kOutage, Action::kRetry},
    {"forwarding_api_retryable_upstream_error", Meaning::kOutage, Action::kRetry},
    {"forwarding_api_upstream_connection_error", Meaning::kOutage, Action::kRetry},
    {"forwarding_api_upstream_connection_timeout", Meaning::kOutage, Action::kRetry},
    {"forwarding_api_upstream_error", Meaning::kOutage, Action::kRetry},
    {"order_upstream_timeout", Meaning::kOutage, Action::kRetry},
    {"payment_method_provider_timeout", Meaning::kOutage, Action::kRetry},
    {"processing_error", Meaning::kOutage, Action::kRetry},
    {"shipping_calculation_failed", Meaning::kOutage, Action::kRetry},
    {"taxes_calculation_failed", Meaning::kOutage, Action::kRetry},
    {"terminal_reader_offline", Meaning::kOutage, Action::kRetry},
    {"terminal_reader_timeout", Meaning::kOutage, Action::kRetry},
    {"three_d_secure_authentication_upstream_error", Meaning::kOutage, Action::kRetry},
    // The refusal concerns the shop's request, key, account or version, which a buyer cannot
    // change.
    {"account_already_exists", Meaning::kOurs, Action::kTell},
    {"account_country_invalid_address", Meaning::kOurs, Action::kTell},
    {"account_error_country_change_requires_additional_steps", Meaning::kOurs, Action::kTell},
    {"account_information_mismatch", Meaning::kOurs, Action::kTell},
    {"account_invalid", Meaning::kOurs, Action::kTell},
    {"account_token_required_for_v2_account", Meaning::kOurs, Action::kTell},
    {"action_blocked", Meaning::kOurs, Action::kTell},
    {"alipay_upgrade_required", Meaning::kOurs, Action::kTell},
    {"anomalous_money_movement_request", Meaning::kOurs, Action::kTell},
    {"api_key_expired", Meaning::kOurs, Action::kTell},
    {"application_fees_not_allowed", Meaning::kOurs, Action::kTell},
    {"approval_required", Meaning::kOurs, Action::kTell},
    {"authentication_error", Meaning::kOurs, Action::kTell},
    {"balance_insufficient", Meaning::kOurs, Action::kTell},
    {"balance_invalid_parameter", Meaning::kOurs, Action::kTell},
    {"bitcoin_upgrade_required", Meaning::kOurs, Action::kTell},
    {"capability_not_active", Meaning::kOurs, Action::kTell},
    {"charge_invalid_parameter", Meaning::kOurs, Action::kTell},
    {"country_unsupported", Meaning::kOurs, Action::kTell},
    {"dispute_evidence_page_limit_exceeded", Meaning::kOurs, Action::kTell},
    {"financial_account_balance_does_not_support_currency", Meaning::kOurs, Action::kTell},
    {"financial_account_capability_not_enabled", Meaning::kOurs, Action::kTell},
    {"financial_account_capability_restricted", Meaning::kOurs, Action::kTell},
    {"forwarding_api_inactive", Meaning::kOurs, Action::kTell},
    {"forwarding_api_invalid_parameter", Meaning::kOurs, Action::kTell},
    {"idempotency_error", Meaning::kOurs, Action::kTell},
    {"instant_payouts_config_disabled", Meaning::kOurs, Action::kTell},
    {"instant_payouts_currency_disabled", Meaning::kOurs, Action::kTell},
    {"instant_payouts_limit_exceeded", Meaning::kOurs, Action::kTell},
    {"instant_payouts_unsupported", Meaning::kOurs, Action::kTell},
    {"insufficient_capabilities_for_transfer", Meaning::kOurs, Action::kTell},
    {"invalid_canceled_subscription_fields", Meaning::kOurs, Action::kTell},
    {"invoice_no_customer_line_items", Meaning::kOurs, Action::kTell},
    {"invoice_no_payment_method_types", Meaning::kOurs, Action::kTell},
    {"invoice_no_subscription_line_items", Meaning::kOurs, Action::kTell},
    {"invoice_not_editable", Meaning::kOurs, Action::kTell},
    {"invoice_on_behalf_of_not_editable", Meaning::kOurs, Action::kTell},
    {"invoice_payment_intent_requires_action", Meaning::kOurs, Action::kTell},
    {"invoice_upcoming_none", Meaning::kOurs, Action::kTell},
    {"not_allowed_on_standard_account", Meaning::kOurs, Action::kTell},
    {"order_creation_failed", Meaning::kOurs, Action::kTell},
    {"order_required_settings", Meaning::kOurs, Action::kTell},
    {"ownership_declaration_not_allowed", Meaning::kOurs, Action::kTell},
    {"parameter_invalid_empty", Meaning::kOurs, Action::kTell},
    {"parameter_invalid_integer", Meaning::kOurs, Action::kTell},
    {"parameter_invalid_string_blank", Meaning::kOurs, Action::kTell},
    {"parameter_invalid_string_empty", Meaning::kOurs, Action::kTell},
    {"parameter_missing", Meaning::kOurs, Action::kTell},
    {"parameter_unknown", Meaning::kOurs, Action::kTell},
    {"parameters_exclusive", Meaning::kOurs, Action::kTell},
    {"payment_evaluation_on_api_version_not_supported", Meaning::kOurs, Action::kTell},
    {"payment_intent_invalid_parameter", Meaning::kOurs, Action::kTell},
    {"payment_method_configuration_failures", Meaning::kOurs, Action::kTell},
    {"payment_method_types_no_longer_supported", Meaning::kOurs, Action::kTell},
    {"payout_reconciliation_not_ready", Meaning::kOurs, Action::kTell},
    {"payouts_limit_exceeded", Meaning::kOurs, Action::kTell},
    {"payouts_not_allowed", Meaning::kOurs, Action::kTell},
    {"platform_account_required", Meaning::kOurs, Action::kTell},
    {"platform_api_key_expired", Meaning::kOurs, Action::kTell},
    {"progressive_onboarding_limit_exceeded", Meaning::kOurs, Action::kTell},
    {"request_blocked", Meaning::kOurs, Action::kTell},
    {"secret_key_required", Meaning::kOurs, Action::kTell},
    {"service_period_coupon_with_metered_tiered_item_unsupported", Meaning::kOurs, Action::kTell},
    {"setup_intent_invalid_parameter", Meaning::kOurs, Action::kTell},
    {"smart_disputes_not_available", Meaning::kOurs, Action::kTell},
    {"storer_capability_missing", Meaning::kOurs, Action::kTell},
    {"storer_capability_not_active", Meaning::kOurs, Action::kTell},
    {"stripe_tax_inactive", Meaning::kOurs, Action::kTell},
    {"subscription_update_trial_after_billing_cycle_anchor", Meaning::kOurs, Action::kTell},
    {"terminal_location_country_unsupported", Meaning::kOurs, Action::kTell},
    {"terminal_reader_hardware_fault", Meaning::kOurs, Action::kTell},
    {"terminal_reader_invalid_location_for_activation", Meaning::kOurs, Action::kTell},
    {"terminal_reader_invalid_location_for_payment", Meaning::kOurs, Action::kTell},
    {"testmode_charges_only", Meaning::kOurs, Action::kTell},
    {"tls_version_unsupported", Meaning::kOurs, Action::kTell},
    {"transfer_source_balance_parameters_mismatch", Meaning::kOurs, Action::kTell},
    {"transfers_not_allowed", Meaning::kOurs, Action::kTell},
    {"url_invalid", Meaning::kOurs, Action::kTell},
};

constexpr Rule kDone{"", Meaning::kDone, Action::kNone};
constexpr Rule kOutage{"", Meaning::kOutage, Action::kRetry};
constexpr Rule kBusy{"", Meaning::kBusy, Action::kRetry};
constexpr Rule kOurs{"", Meaning::kOurs, Action::kTell};
// Stripe refuses for a reason that it does not name, or that is newer than the table.
constexpr Rule kUnnamed{"", Meaning::kObject, Action::kGoWithout};

bool Has(std::string_view text, std::string_view part) { return text.find(part) != text.npos; }

}  // namespace

absl::Span<const Rule> AllRules() { return kRules; }

const Rule& RuleOf(const Answer& answer) {
  if (answer.done()) return kDone;
  if (answer.http_status == 409 || answer.http_status == 429) return kBusy;
  if (answer.http_status == 401) return kOurs;
  if (answer.verdict != Verdict::kRefused) return kOutage;
  const auto found = std::find_if(std::begin(kRules), std::end(kRules),
                                  [&](const Rule& rule) { return rule.code == answer.error_code; });
  if (found != std::end(kRules)) return *found;
  return answer.http_status == 403 ? kOurs : kUnnamed;
}

std::vector<Part> PartsOf(const Answer& answer) {
  const Rule& rule = RuleOf(answer);
  if (rule.meaning == Meaning::kAmount) return {};
  const std::string_view param = answer.error_param;
  if (param.substr(0, 8) == "customer") return {Part::kCustomer};
  if (Has(param, "coupon") || Has(param, "discounts")) return {Part::kCoupon};
  if (Has(param, "price") || Has(param, "product") || Has(param, "line_items")) {
    return {Part::kCatalog};
  }
  if (rule.meaning == Meaning::kBuyer) return {Part::kCustomer};
  if (answer.error_code == "coupon_expired") return {Part::kCoupon};
  if (rule.action == Action::kRevive) return {Part::kCatalog};
  return {Part::kCustomer, Part::kCatalog, Part::kCoupon};
}

std::string_view WordOf(Meaning meaning) {
  switch (meaning) {
    case Meaning::kDone:
      return "done";
    case Meaning::kOutage:
      return "outage";
    case Meaning::kBusy:
      return "busy";
    case Meaning::kGone:
      return "gone";
    case Meaning::kObject:
      return "object";
    case Meaning::kBuyer:
      return "buyer";
    case Meaning::kAmount:
      return "amount";
    case Meaning::kOurs:
      return "ours";
  }
  return "";
}

std::string_view WordOf(Action action) {
  switch (action) {
    case Action::kNone:
      return "none";
    case Action::kRetry:
      return "retry";
    case Action::kMakeAnew:
      return "make_anew";
    case Action::kRevive:
      return "revive";
    case Action::kGoWithout:
      return "go_without";
    case Action::kClose:
      return "close";
    case Action::kTell:
      return "tell";
  }
  return "";
}

}  // namespace keys::billing::stripe
