// Made by tools/generate.mjs from /openapi.json. Do not edit: run scripts/client_types.sh.
export interface paths {
    "/billing/portal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A link to Stripe's billing portal */
        get: operations["Billing.GetPortal"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/billing/webhook": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Stripe's deliveries; the signature is over the raw bytes */
        post: {
            parameters: {
                query?: never;
                header?: {
                    "Stripe-Signature"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "*/*": unknown;
                };
            };
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                    };
                };
                /** @description INVALID_JSON, INVALID_ARGUMENT, UNKNOWN_FIELD, INVALID_CURSOR, URL_NOT_ALLOWED, INVALID_SIGNATURE, SLUG_RESERVED, BUNDLE_PRICE, PRICE_BELOW_MINIMUM, CURRENCY_MISMATCH */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description BODY_TOO_LARGE */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description STRIPE_UNAVAILABLE, STORAGE_UNAVAILABLE, ASSET_MISSING, UNAVAILABLE, WEBHOOK_DISABLED */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Any other problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/config.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What frontends may know of this installation */
        get: {
            parameters: {
                query?: never;
                header?: {
                    "If-None-Match"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                    };
                };
                /** @description What the client has is current */
                304: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Any other problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/docs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** This document as a page */
        get: {
            parameters: {
                query?: never;
                header?: {
                    "If-None-Match"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/html": unknown;
                    };
                };
                /** @description What the client has is current */
                304: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Any other problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/healthz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The gateway lives */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                    };
                };
                /** @description Any other problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/marketplace/admin/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The audit chains of all services, merged */
        get: operations["EntitlementAdmin.ListAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/marketplace/admin/bundles/{slug}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Create or replace a bundle */
        put: operations["CatalogAdmin.PutBundle"];
        post?: never;
        /** Take a bundle off sale */
        delete: operations["CatalogAdmin.DeleteBundle"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/marketplace/admin/entitlements": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give a KEY to a user or an organisation */
        post: operations["EntitlementAdmin.GrantEntitlement"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/marketplace/admin/entitlements/{id}/revoke": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Revoke a grant */
        post: operations["EntitlementAdmin.RevokeEntitlement"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/marketplace/admin/entitlements/{id}/transfer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Move a grant to another user or organisation */
        post: operations["EntitlementAdmin.TransferEntitlement"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/marketplace/admin/ingest": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ingest the assets folder */
        post: operations["IngestionAdmin.Ingest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/marketplace/admin/ingest-index": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ingest an index of assets given as JSON */
        post: operations["IngestionAdmin.IngestIndex"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/marketplace/admin/ingestions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Earlier ingestions, newest first */
        get: operations["IngestionAdmin.ListIngestions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/marketplace/admin/ingestions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One ingestion with its report */
        get: operations["IngestionAdmin.GetIngestion"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/marketplace/admin/keys/{slug}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change a KEY's price or status */
        patch: operations["CatalogAdmin.UpdateKey"];
        trace?: never;
    };
    "/marketplace/admin/keys/{slug}/versions/{version}/yank": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Withdraw a version */
        post: operations["CatalogAdmin.YankVersion"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/marketplace/admin/orders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All orders, newest first */
        get: operations["BillingAdmin.ListAllOrders"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/marketplace/admin/orders/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Any order */
        get: operations["BillingAdmin.GetAnyOrder"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/marketplace/admin/orders/{id}/refund": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Refund an order */
        post: operations["BillingAdmin.RefundOrder"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/marketplace/admin/orders/{id}/waive": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give up what an order's credits no longer cover */
        post: operations["BillingAdmin.WaiveShortfall"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/marketplace/admin/orgs/{id}/members/{user_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Make a user a member of an organisation, or change their role */
        put: operations["EntitlementAdmin.PutMember"];
        post?: never;
        /** Take a user out of an organisation */
        delete: operations["EntitlementAdmin.DeleteMember"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/marketplace/admin/reports/cohorts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who came back, by the week or month of their first purchase */
        get: operations["AnalyticsReports.GetCohorts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/marketplace/admin/reports/funnel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** From views to downloads, by local day */
        get: operations["AnalyticsReports.GetFunnel"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/marketplace/admin/reports/revenue": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Money by local day and currency */
        get: operations["BillingReports.GetRevenue"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/marketplace/admin/reports/top-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** KEYS by what was bought, downloaded and seen of them */
        get: operations["DiscoveryReports.GetTopKeys"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/marketplace/admin/stripe/sync": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Bring Stripe's products and prices in step with the catalog */
        post: operations["BillingAdmin.SyncStripe"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/marketplace/admin/users/{id}/erase": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take a person out of the books */
        post: operations["PersonErasure.EraseUser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/marketplace/admin/users/{id}/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What every service keeps of a person */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                    };
                };
                /** @description INVALID_JSON, INVALID_ARGUMENT, UNKNOWN_FIELD, INVALID_CURSOR, URL_NOT_ALLOWED, INVALID_SIGNATURE, SLUG_RESERVED, BUNDLE_PRICE, PRICE_BELOW_MINIMUM, CURRENCY_MISMATCH */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description UNAUTHENTICATED */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description NOT_ADMIN, SERVER_EVENT, LINK_INVALID, NOT_ENTITLED, EXPIRED, NOT_STARTED, SUSPENDED_DISPUTE, SUSPENDED_CREDIT, REVOKED_REFUND, REVOKED_MANUAL, FORBIDDEN */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description NOT_FOUND, VERSION_UNKNOWN, ASSET_NOT_PUBLISHED */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description BODY_TOO_LARGE */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description RATE_LIMITED */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description STRIPE_UNAVAILABLE, STORAGE_UNAVAILABLE, ASSET_MISSING, UNAVAILABLE, WEBHOOK_DISABLED */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Any other problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/marketplace/admin/webhooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Stored events of Stripe's */
        get: operations["BillingAdmin.ListWebhooks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/marketplace/admin/webhooks/{event_id}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Handle a stored event again */
        post: operations["BillingAdmin.ReplayWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/marketplace/analytics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Record that something was seen or clicked */
        post: operations["Analytics.RecordEvent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/marketplace/bundles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the bundles */
        get: operations["Catalog.ListBundles"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/marketplace/bundles/{slug}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One bundle with its KEYS */
        get: operations["Catalog.GetBundle"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/marketplace/bundles/{slug}/checkout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Buy a bundle */
        post: operations["Billing.CheckoutBundle"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/marketplace/bundles/{slug}/discount": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a bundle costs you, line by line */
        get: operations["Billing.GetDiscount"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/marketplace/discover": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** KEYS recommended to you, with the reasons */
        get: operations["Discovery.Discover"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/marketplace/discover/dismissals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The KEYS you are not interested in */
        get: operations["Discovery.ListDismissals"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/marketplace/discover/dismissals/{key}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Say that you are not interested in a KEY */
        put: operations["Discovery.DismissKey"];
        post?: never;
        /** Let a KEY be recommended to you again */
        delete: operations["Discovery.TakeBackDismissal"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/marketplace/discover/explain": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Why a KEY is or is not recommended to you */
        get: operations["Discovery.ExplainRecommendation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/marketplace/discover/opt-outs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What you chose not to have kept */
        get: operations["Discovery.ListOptOuts"];
        put?: never;
        post?: never;
        /** Lift all your opt-outs */
        delete: operations["Discovery.LiftOptOuts"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/marketplace/discover/opt-outs/{signal_type}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Keep no signals of a type, or of everything, and forget those kept so far */
        put: operations["Discovery.SetOptOut"];
        post?: never;
        /** Allow signals of a type, or what was ruled out with everything, again */
        delete: operations["Discovery.LiftOptOut"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/marketplace/discover/signal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Tell what you do, use or want to solve */
        post: operations["Discovery.RecordSignal"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/marketplace/discover/signals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The signals kept of you */
        get: operations["Discovery.ListSignals"];
        put?: never;
        post?: never;
        /** Forget all your signals */
        delete: operations["Discovery.DeleteSignals"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/marketplace/discover/signals/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One of the signals kept of you */
        get: operations["Discovery.GetSignal"];
        put?: never;
        post?: never;
        /** Forget one of your signals */
        delete: operations["Discovery.DeleteSignal"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/marketplace/downloads/{token}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The bytes behind a link, whole or a range of them */
        get: {
            parameters: {
                query?: never;
                header?: {
                    "If-Match"?: string;
                    "If-None-Match"?: string;
                    "If-Range"?: string;
                    Range?: string;
                };
                path: {
                    token: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/zip": unknown;
                    };
                };
                /** @description The part asked for */
                206: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/zip": unknown;
                    };
                };
                /** @description What the client has is current */
                304: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description NOT_ADMIN, SERVER_EVENT, LINK_INVALID, NOT_ENTITLED, EXPIRED, NOT_STARTED, SUSPENDED_DISPUTE, SUSPENDED_CREDIT, REVOKED_REFUND, REVOKED_MANUAL, FORBIDDEN */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description LINK_EXPIRED, LINK_REVOKED */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description PRECONDITION_FAILED */
                412: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description RANGE_NOT_SATISFIABLE */
                416: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description STRIPE_UNAVAILABLE, STORAGE_UNAVAILABLE, ASSET_MISSING, UNAVAILABLE, WEBHOOK_DISABLED */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Any other problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/marketplace/entitlements": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What you have access to */
        get: operations["Entitlement.ListEntitlements"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/marketplace/entitlements/{key}/explain": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Why you have access to a KEY, or why not */
        get: operations["Entitlement.ExplainAccess"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/marketplace/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the KEYS that can be found here */
        get: operations["Catalog.ListKeys"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/marketplace/keys/{slug}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One KEY with its versions and related KEYS */
        get: operations["Catalog.GetKey"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/marketplace/keys/{slug}/checkout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Buy a KEY */
        post: operations["Billing.CheckoutKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/marketplace/keys/{slug}/diff": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What changed between two versions, and whether the version number says so */
        get: operations["Catalog.DiffVersions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/marketplace/keys/{slug}/download": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Get a signed link to a version's bytes */
        post: operations["Entitlement.Download"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/marketplace/keys/{slug}/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a KEY looks like inside, as safe HTML */
        get: operations["Catalog.GetPreview"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/marketplace/keys/{slug}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The versions of a KEY, newest SemVer first */
        get: operations["Catalog.ListVersions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/marketplace/keys/{slug}/versions/{version}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One version of a KEY, with its README and changelog */
        get: operations["Catalog.GetVersion"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/marketplace/keys/{slug}/versions/{version}/files": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The files in the archive of a version, with their sizes */
        get: operations["Catalog.ListFiles"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/marketplace/me/erase": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Erase your account: books stay, who you were goes */
        post: operations["OwnPerson.EraseMe"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/marketplace/me/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What every service keeps of you */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                    };
                };
                /** @description INVALID_JSON, INVALID_ARGUMENT, UNKNOWN_FIELD, INVALID_CURSOR, URL_NOT_ALLOWED, INVALID_SIGNATURE, SLUG_RESERVED, BUNDLE_PRICE, PRICE_BELOW_MINIMUM, CURRENCY_MISMATCH */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description UNAUTHENTICATED */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description BODY_TOO_LARGE */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description RATE_LIMITED */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description STRIPE_UNAVAILABLE, STORAGE_UNAVAILABLE, ASSET_MISSING, UNAVAILABLE, WEBHOOK_DISABLED */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Any other problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/marketplace/orders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Your orders, newest first */
        get: operations["Billing.ListOrders"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/marketplace/orders/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One of your orders */
        get: operations["Billing.GetOrder"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/marketplace/orders/{id}/checkout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Pay what an order lacks */
        post: operations["Billing.CheckoutShortfall"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/marketplace/orgs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The organisations you belong to */
        get: operations["Organisations.ListOrganisations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/marketplace/orgs/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Name an organisation that you own */
        patch: operations["Organisations.RenameOrganisation"];
        trace?: never;
    };
    "/marketplace/orgs/{id}/members": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The members of an organisation you belong to */
        get: operations["Organisations.ListMembers"];
        put?: never;
        /** Make somebody a member of an organisation that you own */
        post: operations["Organisations.AddMember"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/marketplace/orgs/{id}/members/{user_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Change the role of a member of an organisation that you own */
        put: operations["Organisations.ChangeRole"];
        post?: never;
        /** Take a member out of an organisation that you own, or leave one */
        delete: operations["Organisations.RemoveMember"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/marketplace/situations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Situations a visitor may be in, each with a few choices that lead to KEYS */
        get: operations["Discovery.ListSituations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** This document */
        get: {
            parameters: {
                query?: never;
                header?: {
                    "If-None-Match"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                    };
                };
                /** @description What the client has is current */
                304: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Any other problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/readyz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every service serves */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                    };
                };
                /** @description Not now */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                    };
                };
                /** @description Any other problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        "analytics.CohortRow": {
            /** Format: int64 */
            active: number;
            /** Format: int64 */
            buyers: number;
            cohort: string;
            /** Format: int64 */
            downloaders: number;
            /** Format: int64 */
            offset: number;
            period: string;
            /** Format: int64 */
            persons: number;
        };
        "analytics.FunnelRow": {
            /** Format: int64 */
            anonymous_views: number;
            /** Format: int64 */
            buyers: number;
            click_to_purchase?: number;
            /** Format: int64 */
            clickers: number;
            day: string;
            /** Format: int64 */
            discovery_clicks: number;
            /** Format: int64 */
            downloaders: number;
            /** Format: int64 */
            downloads: number;
            /** Format: date-time */
            from?: string;
            purchase_to_download?: number;
            /** Format: int64 */
            purchases: number;
            /** Format: date-time */
            to?: string;
            view_to_click?: number;
            view_to_purchase?: number;
            /** Format: int64 */
            viewers: number;
            /** Format: int64 */
            views: number;
        };
        "analytics.GetCohortsResponse": {
            /** Format: date-time */
            from?: string;
            rows: components["schemas"]["analytics.CohortRow"][];
            /** Format: date-time */
            to?: string;
            tz: string;
        };
        "analytics.GetFunnelResponse": {
            /** Format: date-time */
            from?: string;
            rows: components["schemas"]["analytics.FunnelRow"][];
            /** Format: date-time */
            to?: string;
            total?: components["schemas"]["analytics.FunnelRow"];
            tz: string;
        };
        "analytics.RecordEventResponse": {
            success: boolean;
        };
        "billing.CheckoutResponse": {
            order_id: string;
            sessionId: string;
            status: string;
            url: string;
        };
        "billing.GetDiscountResponse": {
            alreadyOwned: boolean;
            currency: string;
            /** Format: int64 */
            discount: number;
            /** Format: int64 */
            finalPrice: number;
            lines: components["schemas"]["billing.QuoteLine"][];
            /** Format: int64 */
            originalPrice: number;
            ownedKeys: string[];
        };
        "billing.GetOrderResponse": {
            order?: components["schemas"]["billing.Order"];
        };
        "billing.GetPortalResponse": {
            url: string;
        };
        "billing.GetRevenueResponse": {
            /** Format: date-time */
            from?: string;
            rows: components["schemas"]["billing.RevenueRow"][];
            /** Format: date-time */
            to?: string;
            totals: components["schemas"]["billing.RevenueRow"][];
            tz: string;
        };
        "billing.ListOrdersResponse": {
            next_cursor?: string;
            orders: components["schemas"]["billing.Order"][];
        };
        "billing.ListWebhooksResponse": {
            next_cursor?: string;
            webhooks: components["schemas"]["billing.StoredWebhook"][];
        };
        "billing.Order": {
            /** Format: int64 */
            amount_cents: number;
            /** Format: date-time */
            created_at?: string;
            currency: string;
            id: string;
            item?: components["schemas"]["billing.OrderItem"];
            lines: components["schemas"]["billing.OrderLine"][];
            notice?: components["schemas"]["billing.OrderNotice"];
            receipt?: components["schemas"]["billing.Receipt"];
            /** Format: int64 */
            refunded_cents: number;
            /** Format: int64 */
            shortfall_paid_cents: number;
            status: string;
            suspended?: components["schemas"]["billing.Suspension"];
            tenantId: string;
            tenantType: string;
        };
        "billing.OrderItem": {
            id: string;
            kind: string;
            slug: string;
            title: string;
        };
        "billing.OrderLine": {
            /** Format: int64 */
            amount_cents: number;
            grants: boolean;
            key_id: string;
            slug: string;
            title: string;
        };
        "billing.OrderNotice": {
            code: string;
            detail: string;
        };
        "billing.QuoteLine": {
            /** Format: int64 */
            amount_cents: number;
            kind: string;
            slug?: string;
            text: string;
        };
        "billing.Receipt": {
            /** Format: int64 */
            discount: number;
            /** Format: int64 */
            finalPrice: number;
            lines: components["schemas"]["billing.QuoteLine"][];
            /** Format: int64 */
            originalPrice: number;
            /** Format: date-time */
            paid_at?: string;
        };
        "billing.RefundOrderResponse": {
            order?: components["schemas"]["billing.Order"];
        };
        "billing.ReplayWebhookResponse": {
            webhook?: components["schemas"]["billing.StoredWebhook"];
        };
        "billing.RevenueRow": {
            currency: string;
            day: string;
            /** Format: int64 */
            disputed_cents: number;
            /** Format: date-time */
            from?: string;
            /** Format: int64 */
            gross_cents: number;
            /** Format: int64 */
            lost_cents: number;
            /** Format: int64 */
            net_cents: number;
            /** Format: int64 */
            orders: number;
            /** Format: int64 */
            refunded_cents: number;
            /** Format: date-time */
            to?: string;
        };
        "billing.StoredWebhook": {
            /** Format: int32 */
            attempts: number;
            event_id: string;
            event_type: string;
            /** Format: date-time */
            handled_at?: string;
            last_error: string;
            order_id?: string;
            outcome: string;
            /** Format: date-time */
            received_at?: string;
            status: string;
        };
        "billing.Suspension": {
            code: string;
            orders: string[];
            /** Format: int64 */
            shortfall_cents: number;
        };
        "billing.SyncStripeCount": {
            /** Format: int32 */
            archived: number;
            /** Format: int32 */
            created: number;
            /** Format: int32 */
            updated: number;
        };
        "billing.SyncStripeResponse": {
            complete: boolean;
            /** Format: int32 */
            offers: number;
            prices?: components["schemas"]["billing.SyncStripeCount"];
            products?: components["schemas"]["billing.SyncStripeCount"];
            refused: components["schemas"]["billing.OrderItem"][];
        };
        "billing.WaiveShortfallResponse": {
            order?: components["schemas"]["billing.Order"];
        };
        "catalog.Bundle": {
            bundle_type: string;
            currency: string;
            description: string | null;
            id: string;
            key_ids: string[];
            keys: components["schemas"]["catalog.BundleKey"][];
            /** Format: int64 */
            price_cents: number;
            rule?: components["schemas"]["catalog.BundleRule"];
            slug: string;
            title: string;
        };
        "catalog.BundleKey": {
            id: string;
            key_type: string;
            /** Format: int64 */
            price_cents: number | null;
            slug: string;
            title: string;
        };
        "catalog.BundleRule": {
            maturity?: string;
            tool?: string;
        };
        "catalog.ContainingBundle": {
            bundle_type: string;
            currency: string;
            id: string;
            /** Format: int32 */
            key_count: number;
            /** Format: int64 */
            price_cents: number;
            slug: string;
            title: string;
        };
        "catalog.DeleteBundleResponse": {
            bundle?: components["schemas"]["catalog.Bundle"];
        };
        "catalog.DiffVersionsResponse": {
            diff?: components["schemas"]["catalog.VersionDiff"];
        };
        "catalog.Facets": {
            category: components["schemas"]["catalog.Facets.Count"][];
            difficulty: components["schemas"]["catalog.Facets.Count"][];
            key_type: components["schemas"]["catalog.Facets.Count"][];
            license: components["schemas"]["catalog.Facets.Count"][];
            maturity: components["schemas"]["catalog.Facets.Count"][];
            outcome: components["schemas"]["catalog.Facets.Count"][];
            severity_level: components["schemas"]["catalog.Facets.Count"][];
            tag: components["schemas"]["catalog.Facets.Count"][];
            tool: components["schemas"]["catalog.Facets.Count"][];
        };
        "catalog.Facets.Count": {
            /** Format: int64 */
            count: number;
            value: string;
        };
        "catalog.FileEntry": {
            path: string;
            /** Format: int64 */
            size_bytes: number;
        };
        "catalog.GetBundleResponse": {
            bundle?: components["schemas"]["catalog.Bundle"];
        };
        "catalog.GetKeyResponse": {
            key?: components["schemas"]["catalog.KeyDetail"];
        };
        "catalog.GetPreviewResponse": {
            html: string;
        };
        "catalog.GetVersionResponse": {
            version?: components["schemas"]["catalog.KeyVersionDetail"];
        };
        "catalog.Key": {
            available: boolean;
            category: string | null;
            /** Format: date-time */
            created_at?: string;
            currency: string;
            description: string | null;
            difficulty: string | null;
            hasAccess?: boolean;
            id: string;
            key_type: string;
            key_types: string[];
            license_spdx: string | null;
            maturity: string | null;
            outcome: string | null;
            /** Format: int64 */
            price_cents: number | null;
            slug: string;
            tags: string[];
            title: string;
            tool: string;
            /** Format: date-time */
            updated_at?: string;
            version: string;
        };
        "catalog.KeyDetail": {
            available: boolean;
            bundles: components["schemas"]["catalog.ContainingBundle"][];
            category: string | null;
            changelog_html: string | null;
            /** Format: date-time */
            created_at?: string;
            currency: string;
            description: string | null;
            difficulty: string | null;
            hasAccess: boolean;
            id: string;
            incomplete: boolean;
            key_type: string;
            key_types: string[];
            license_spdx: string | null;
            maturity: string | null;
            outcome: string | null;
            preview_html_path: string | null;
            /** Format: int64 */
            price_cents: number | null;
            readme_html: string | null;
            relatedKeys: components["schemas"]["catalog.RelatedKey"][];
            slug: string;
            status: string;
            tags: string[];
            title: string;
            tool: string;
            /** Format: date-time */
            updated_at?: string;
            version: string;
            versions: components["schemas"]["catalog.KeyVersion"][];
        } & {
            [key: string]: unknown;
        };
        "catalog.KeyVersion": {
            changelog_md_path: string | null;
            /** Format: date-time */
            created_at?: string;
            sha256: string | null;
            /** Format: int64 */
            size_bytes: number | null;
            version: string;
            yanked: boolean;
        };
        "catalog.KeyVersionDetail": {
            changelog_html: string | null;
            changelog_md_path: string | null;
            /** Format: date-time */
            created_at?: string;
            readme_html: string | null;
            sha256: string | null;
            /** Format: int64 */
            size_bytes: number | null;
            version: string;
            yanked: boolean;
        };
        "catalog.ListBundlesResponse": {
            bundles: components["schemas"]["catalog.Bundle"][];
        };
        "catalog.ListFilesResponse": {
            /** Format: int32 */
            count: number;
            files: components["schemas"]["catalog.FileEntry"][];
            filesKnown: boolean;
            /** Format: int64 */
            total_bytes: number;
        };
        "catalog.ListKeysResponse": {
            facets?: components["schemas"]["catalog.Facets"];
            keys: components["schemas"]["catalog.Key"][];
            next_cursor?: string;
        };
        "catalog.ListVersionsResponse": {
            versions: components["schemas"]["catalog.KeyVersion"][];
        };
        "catalog.PutBundleResponse": {
            bundle?: components["schemas"]["catalog.Bundle"];
        };
        "catalog.RelatedKey": {
            available: boolean;
            currency: string;
            id: string;
            /** Format: int64 */
            price_cents: number | null;
            reason: string;
            slug: string;
            title: string;
            tool: string;
        };
        "catalog.UpdateKeyResponse": {
            key?: components["schemas"]["catalog.KeyDetail"];
        };
        "catalog.VersionDiff": {
            declared: string;
            files?: components["schemas"]["catalog.VersionDiff.Files"];
            filesKnown: boolean;
            from: string;
            honest: boolean;
            manifest: components["schemas"]["catalog.VersionDiff.Change"][];
            severity: string;
            to: string;
        };
        "catalog.VersionDiff.Change": {
            breaking: boolean;
            from: unknown;
            pointer: string;
            to: unknown;
        };
        "catalog.VersionDiff.Files": {
            added: string[];
            changed: string[];
            removed: string[];
        };
        "catalog.YankVersionResponse": {
            version?: components["schemas"]["catalog.KeyVersion"];
        };
        "discovery.Contribution": {
            /** Format: int32 */
            points: number;
            rule: string;
            signal_ids: string[];
        };
        "discovery.DeleteSignalResponse": {
            /** Format: int32 */
            deleted: number;
        };
        "discovery.DeleteSignalsResponse": {
            /** Format: int32 */
            deleted: number;
        };
        "discovery.DiscoverResponse": {
            optedOut?: string[];
            recommendations: components["schemas"]["discovery.Recommendation"][];
        };
        "discovery.Dismissal": {
            /** Format: date-time */
            created_at?: string;
            key_id: string;
            slug: string;
            title?: string;
        };
        "discovery.DismissKeyResponse": {
            dismissal?: components["schemas"]["discovery.Dismissal"];
        };
        "discovery.ExplainRecommendationResponse": {
            confidence: string;
            contributions: components["schemas"]["discovery.Contribution"][];
            counterfactuals: string[];
            optedOut?: string[];
            reason: string;
            recommended: boolean;
            /** Format: int32 */
            score: number;
        };
        "discovery.GetSignalResponse": {
            signal?: components["schemas"]["discovery.Signal"];
        };
        "discovery.GetTopKeysResponse": {
            /** Format: date-time */
            from?: string;
            rows: components["schemas"]["discovery.TopKey"][];
            /** Format: date-time */
            to?: string;
            tz: string;
            unknown?: components["schemas"]["discovery.UnknownKeys"];
        };
        "discovery.LiftOptOutResponse": {
            /** Format: int32 */
            deleted: number;
            opt_outs: components["schemas"]["discovery.OptOut"][];
        };
        "discovery.LiftOptOutsResponse": {
            /** Format: int32 */
            deleted: number;
        };
        "discovery.ListDismissalsResponse": {
            dismissals: components["schemas"]["discovery.Dismissal"][];
        };
        "discovery.ListOptOutsResponse": {
            opt_outs: components["schemas"]["discovery.OptOut"][];
        };
        "discovery.ListSignalsResponse": {
            next_cursor?: string;
            signals: components["schemas"]["discovery.Signal"][];
        };
        "discovery.ListSituationsResponse": {
            situations: components["schemas"]["discovery.Situation"][];
        };
        "discovery.OptOut": {
            /** Format: date-time */
            created_at?: string;
            signal_type: string;
            /** Format: date-time */
            updated_at?: string;
        };
        "discovery.Recommendation": {
            available: boolean;
            confidence: string;
            contributions: components["schemas"]["discovery.Contribution"][];
            counterfactuals: string[];
            currency: string;
            description: string | null;
            id: string;
            key_type: string;
            /** Format: int64 */
            price_cents: number | null;
            reason: string;
            /** Format: int32 */
            score: number;
            slug: string;
            title: string;
            tool: string;
            version: string;
        };
        "discovery.RecordSignalResponse": {
            success: boolean;
        };
        "discovery.SetOptOutResponse": {
            /** Format: int32 */
            deletedSignals: number;
            opt_out?: components["schemas"]["discovery.OptOut"];
        };
        "discovery.Signal": {
            /** Format: date-time */
            created_at?: string;
            /** Format: date-time */
            expires_at?: string;
            id: string;
            metadata: unknown;
            origin: string;
            purpose: string;
            signal_type: string;
            signal_value: string;
        };
        "discovery.Situation": {
            choices: components["schemas"]["discovery.SituationChoice"][];
            filters?: components["schemas"]["discovery.SituationFilters"];
            id: string;
            sentence: string;
            signals: components["schemas"]["discovery.SituationSignal"][];
            title: string;
        };
        "discovery.SituationChoice": {
            filters?: components["schemas"]["discovery.SituationFilters"];
            id: string;
            signals: components["schemas"]["discovery.SituationSignal"][];
            title: string;
        };
        "discovery.SituationFilters": {
            key_type?: string;
            maturity?: string;
            outcome?: string;
            search?: string;
            tag?: string;
            tool?: string;
        };
        "discovery.SituationSignal": {
            signal_type: string;
            signal_value: string;
        };
        "discovery.TakeBackDismissalResponse": {
            /** Format: int32 */
            deleted: number;
        };
        "discovery.TopKey": {
            /** Format: int64 */
            buyers: number;
            /** Format: int64 */
            downloads: number;
            id: string;
            /** Format: int64 */
            purchases: number;
            /** Format: int64 */
            rank: number;
            slug: string;
            title: string;
            /** Format: int64 */
            views: number;
        };
        "discovery.UnknownKeys": {
            /** Format: int64 */
            downloads: number;
            /** Format: int64 */
            purchases: number;
            /** Format: int64 */
            views: number;
        };
        "entitlement.AccessFact": {
            grantId: string;
            id: string;
            kind: string;
            /** Format: date-time */
            occurred_at?: string;
            reason: string | null;
            /** Format: date-time */
            recorded_at?: string;
            source: string;
            tenantId: string;
            tenantType: string;
        };
        "entitlement.AddMemberResponse": {
            member?: components["schemas"]["entitlement.OrganisationMember"];
        };
        "entitlement.AuditEntry": {
            action: string;
            actor: string;
            /** Format: date-time */
            at?: string;
            details?: unknown;
            hash: string;
            /** Format: int64 */
            seq: number;
            service: string;
            subject: string;
        };
        "entitlement.ChangeRoleResponse": {
            member?: components["schemas"]["entitlement.OrganisationMember"];
        };
        "entitlement.DeleteMemberResponse": {
            member?: components["schemas"]["entitlement.Member"];
        };
        "entitlement.DownloadResponse": {
            downloadUrl: string;
            /** Format: int32 */
            expiresIn: number;
            sha256: string;
            /** Format: int64 */
            size_bytes: number;
            version: string;
        };
        "entitlement.EntitlementView": {
            /** Format: date-time */
            downloaded_at?: string;
            downloaded_version?: string;
            /** Format: date-time */
            expiresAt?: string;
            id: string;
            keyId: string;
            org_name?: string;
            packSlug: string;
            packTitle: string;
            reason?: string;
            source: string;
            /** Format: date-time */
            startsAt?: string;
            status: string;
            tenantId: string;
            tenantType: string;
            version: string;
        };
        "entitlement.ExplainAccessResponse": {
            actions: string[];
            code: string;
            facts: components["schemas"]["entitlement.AccessFact"][];
            hasAccess: boolean;
            reason: string;
        };
        "entitlement.GrantEntitlementResponse": {
            entitlement?: components["schemas"]["entitlement.EntitlementView"];
        };
        "entitlement.ListAuditResponse": {
            entries: components["schemas"]["entitlement.AuditEntry"][];
            next_cursor?: string;
        };
        "entitlement.ListEntitlementsResponse": {
            entitlements: components["schemas"]["entitlement.EntitlementView"][];
            tenantId: string;
            tenantType: string;
        };
        "entitlement.ListMembersResponse": {
            members: components["schemas"]["entitlement.OrganisationMember"][];
            next_cursor?: string;
        };
        "entitlement.ListOrganisationsResponse": {
            organisations: components["schemas"]["entitlement.Organisation"][];
        };
        "entitlement.Member": {
            org_id: string;
            role: string;
            user_id: string;
        };
        "entitlement.Organisation": {
            id: string;
            name: string;
            role: string;
        };
        "entitlement.OrganisationMember": {
            /** Format: date-time */
            created_at?: string;
            email?: string;
            role: string;
            user_id: string;
        };
        "entitlement.PutMemberResponse": {
            member?: components["schemas"]["entitlement.Member"];
        };
        "entitlement.RemoveMemberResponse": {
            member?: components["schemas"]["entitlement.OrganisationMember"];
        };
        "entitlement.RenameOrganisationResponse": {
            organisation?: components["schemas"]["entitlement.Organisation"];
        };
        "entitlement.RevokeEntitlementResponse": {
            entitlement?: components["schemas"]["entitlement.EntitlementView"];
        };
        "entitlement.TransferEntitlementResponse": {
            entitlement?: components["schemas"]["entitlement.EntitlementView"];
        };
        "ingestion.AssetReport": {
            family: string;
            outcome: string;
            slug: string;
            version: string;
        };
        "ingestion.Finding": {
            code: string;
            error: string;
            file: string;
            /** Format: int64 */
            line?: number;
            pointer: string;
            slug: string;
        };
        "ingestion.GetIngestionResponse": {
            ingestion?: components["schemas"]["ingestion.Ingestion"];
            report?: components["schemas"]["ingestion.IngestResponse"];
        };
        "ingestion.Ingestion": {
            dry_run: boolean;
            /** Format: date-time */
            finished_at: string | null;
            id: string;
            /** Format: int32 */
            rejected: number;
            source: string;
            /** Format: date-time */
            started_at?: string;
            started_by: string | null;
            status: string;
            /** Format: int32 */
            success: number;
            /** Format: int32 */
            unchanged: number;
        };
        "ingestion.IngestResponse": {
            assets: components["schemas"]["ingestion.AssetReport"][];
            dry_run: boolean;
            errors: components["schemas"]["ingestion.Finding"][];
            ingestion_id: string;
            /** Format: int32 */
            success: number;
            /** Format: int32 */
            unchanged: number;
            warnings: components["schemas"]["ingestion.Finding"][];
        };
        "ingestion.ListIngestionsResponse": {
            ingestions: components["schemas"]["ingestion.Ingestion"][];
            next_cursor?: string;
        };
        "person.EraseMeResponse": {
            erased: boolean;
            user_id: string;
        };
        "person.EraseUserResponse": {
            erased: boolean;
            user_id: string;
        };
        Problem: {
            actions?: string[];
            /** @enum {string} */
            code: "INTERNAL" | "INVALID_JSON" | "INVALID_ARGUMENT" | "UNKNOWN_FIELD" | "INVALID_CURSOR" | "URL_NOT_ALLOWED" | "INVALID_SIGNATURE" | "SLUG_RESERVED" | "BUNDLE_PRICE" | "PRICE_BELOW_MINIMUM" | "CURRENCY_MISMATCH" | "UNAUTHENTICATED" | "NOT_ADMIN" | "SERVER_EVENT" | "LINK_INVALID" | "NOT_ENTITLED" | "EXPIRED" | "NOT_STARTED" | "SUSPENDED_DISPUTE" | "SUSPENDED_CREDIT" | "REVOKED_REFUND" | "REVOKED_MANUAL" | "FORBIDDEN" | "NOT_FOUND" | "VERSION_UNKNOWN" | "ASSET_NOT_PUBLISHED" | "METHOD_NOT_ALLOWED" | "NOT_IMPLEMENTED" | "HTTP_VERSION_NOT_SUPPORTED" | "NOT_ACCEPTABLE" | "ALREADY_OWNED" | "NOT_FOR_SALE" | "KEY_UNAVAILABLE" | "CREDIT_IN_USE" | "VERSION_IMMUTABLE" | "INGESTION_RUNNING" | "CONFLICT" | "IN_PROGRESS" | "LAST_OWNER" | "LINK_EXPIRED" | "LINK_REVOKED" | "PRECONDITION_FAILED" | "BODY_TOO_LARGE" | "URI_TOO_LONG" | "UNSUPPORTED_MEDIA_TYPE" | "RANGE_NOT_SATISFIABLE" | "IDEMPOTENCY_KEY_REUSED" | "HEADERS_TOO_LARGE" | "REQUEST_TIMEOUT" | "RATE_LIMITED" | "STRIPE_UNAVAILABLE" | "STORAGE_UNAVAILABLE" | "ASSET_MISSING" | "UNAVAILABLE" | "WEBHOOK_DISABLED";
            detail: string;
            error: string;
            errors?: {
                code?: string;
                detail?: string;
                pointer?: string;
            }[];
            message: string;
            requestId: string;
            status: number;
            title: string;
            type: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    "Billing.GetPortal": {
        parameters: {
            query?: {
                returnUrl?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["billing.GetPortalResponse"];
                };
            };
            /** @description INVALID_JSON, INVALID_ARGUMENT, UNKNOWN_FIELD, INVALID_CURSOR, URL_NOT_ALLOWED, INVALID_SIGNATURE, SLUG_RESERVED, BUNDLE_PRICE, PRICE_BELOW_MINIMUM, CURRENCY_MISMATCH */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAUTHENTICATED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_ADMIN, SERVER_EVENT, LINK_INVALID, NOT_ENTITLED, EXPIRED, NOT_STARTED, SUSPENDED_DISPUTE, SUSPENDED_CREDIT, REVOKED_REFUND, REVOKED_MANUAL, FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description STRIPE_UNAVAILABLE, STORAGE_UNAVAILABLE, ASSET_MISSING, UNAVAILABLE, WEBHOOK_DISABLED */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "EntitlementAdmin.ListAudit": {
        parameters: {
            query?: {
                actor?: string;
                cursor?: string;
                limit?: number;
                service?: string;
                subject?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["entitlement.ListAuditResponse"];
                };
            };
            /** @description INVALID_JSON, INVALID_ARGUMENT, UNKNOWN_FIELD, INVALID_CURSOR, URL_NOT_ALLOWED, INVALID_SIGNATURE, SLUG_RESERVED, BUNDLE_PRICE, PRICE_BELOW_MINIMUM, CURRENCY_MISMATCH */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAUTHENTICATED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_ADMIN, SERVER_EVENT, LINK_INVALID, NOT_ENTITLED, EXPIRED, NOT_STARTED, SUSPENDED_DISPUTE, SUSPENDED_CREDIT, REVOKED_REFUND, REVOKED_MANUAL, FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description STRIPE_UNAVAILABLE, STORAGE_UNAVAILABLE, ASSET_MISSING, UNAVAILABLE, WEBHOOK_DISABLED */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "CatalogAdmin.PutBundle": {
        parameters: {
            query?: never;
            header?: {
                "If-Match"?: string;
            };
            path: {
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    bundle_type: string;
                    currency?: string;
                    description?: string;
                    key_slugs?: string[];
                    /** Format: int64 */
                    price_cents: number;
                    rule?: components["schemas"]["catalog.BundleRule"];
                    title: string;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["catalog.PutBundleResponse"];
                };
            };
            /** @description INVALID_JSON, INVALID_ARGUMENT, UNKNOWN_FIELD, INVALID_CURSOR, URL_NOT_ALLOWED, INVALID_SIGNATURE, SLUG_RESERVED, BUNDLE_PRICE, PRICE_BELOW_MINIMUM, CURRENCY_MISMATCH */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAUTHENTICATED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_ADMIN, SERVER_EVENT, LINK_INVALID, NOT_ENTITLED, EXPIRED, NOT_STARTED, SUSPENDED_DISPUTE, SUSPENDED_CREDIT, REVOKED_REFUND, REVOKED_MANUAL, FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_FOUND, VERSION_UNKNOWN, ASSET_NOT_PUBLISHED */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description ALREADY_OWNED, NOT_FOR_SALE, KEY_UNAVAILABLE, CREDIT_IN_USE, VERSION_IMMUTABLE, INGESTION_RUNNING, CONFLICT, IN_PROGRESS, LAST_OWNER */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description PRECONDITION_FAILED */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description BODY_TOO_LARGE */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNSUPPORTED_MEDIA_TYPE */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description STRIPE_UNAVAILABLE, STORAGE_UNAVAILABLE, ASSET_MISSING, UNAVAILABLE, WEBHOOK_DISABLED */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "CatalogAdmin.DeleteBundle": {
        parameters: {
            query?: never;
            header?: {
                "If-Match"?: string;
            };
            path: {
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["catalog.DeleteBundleResponse"];
                };
            };
            /** @description INVALID_JSON, INVALID_ARGUMENT, UNKNOWN_FIELD, INVALID_CURSOR, URL_NOT_ALLOWED, INVALID_SIGNATURE, SLUG_RESERVED, BUNDLE_PRICE, PRICE_BELOW_MINIMUM, CURRENCY_MISMATCH */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAUTHENTICATED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_ADMIN, SERVER_EVENT, LINK_INVALID, NOT_ENTITLED, EXPIRED, NOT_STARTED, SUSPENDED_DISPUTE, SUSPENDED_CREDIT, REVOKED_REFUND, REVOKED_MANUAL, FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_FOUND, VERSION_UNKNOWN, ASSET_NOT_PUBLISHED */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description ALREADY_OWNED, NOT_FOR_SALE, KEY_UNAVAILABLE, CREDIT_IN_USE, VERSION_IMMUTABLE, INGESTION_RUNNING, CONFLICT, IN_PROGRESS, LAST_OWNER */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description PRECONDITION_FAILED */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description STRIPE_UNAVAILABLE, STORAGE_UNAVAILABLE, ASSET_MISSING, UNAVAILABLE, WEBHOOK_DISABLED */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "EntitlementAdmin.GrantEntitlement": {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** Format: date-time */
                    ends_at?: string;
                    key: string;
                    org_id?: string;
                    reason: string;
                    source: string;
                    /** Format: date-time */
                    starts_at?: string;
                    user_id?: string;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["entitlement.GrantEntitlementResponse"];
                };
            };
            /** @description INVALID_JSON, INVALID_ARGUMENT, UNKNOWN_FIELD, INVALID_CURSOR, URL_NOT_ALLOWED, INVALID_SIGNATURE, SLUG_RESERVED, BUNDLE_PRICE, PRICE_BELOW_MINIMUM, CURRENCY_MISMATCH */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAUTHENTICATED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_ADMIN, SERVER_EVENT, LINK_INVALID, NOT_ENTITLED, EXPIRED, NOT_STARTED, SUSPENDED_DISPUTE, SUSPENDED_CREDIT, REVOKED_REFUND, REVOKED_MANUAL, FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description ALREADY_OWNED, NOT_FOR_SALE, KEY_UNAVAILABLE, CREDIT_IN_USE, VERSION_IMMUTABLE, INGESTION_RUNNING, CONFLICT, IN_PROGRESS, LAST_OWNER */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description BODY_TOO_LARGE */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNSUPPORTED_MEDIA_TYPE */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description IDEMPOTENCY_KEY_REUSED */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description STRIPE_UNAVAILABLE, STORAGE_UNAVAILABLE, ASSET_MISSING, UNAVAILABLE, WEBHOOK_DISABLED */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "EntitlementAdmin.RevokeEntitlement": {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    reason: string;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["entitlement.RevokeEntitlementResponse"];
                };
            };
            /** @description INVALID_JSON, INVALID_ARGUMENT, UNKNOWN_FIELD, INVALID_CURSOR, URL_NOT_ALLOWED, INVALID_SIGNATURE, SLUG_RESERVED, BUNDLE_PRICE, PRICE_BELOW_MINIMUM, CURRENCY_MISMATCH */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAUTHENTICATED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_ADMIN, SERVER_EVENT, LINK_INVALID, NOT_ENTITLED, EXPIRED, NOT_STARTED, SUSPENDED_DISPUTE, SUSPENDED_CREDIT, REVOKED_REFUND, REVOKED_MANUAL, FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_FOUND, VERSION_UNKNOWN, ASSET_NOT_PUBLISHED */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description ALREADY_OWNED, NOT_FOR_SALE, KEY_UNAVAILABLE, CREDIT_IN_USE, VERSION_IMMUTABLE, INGESTION_RUNNING, CONFLICT, IN_PROGRESS, LAST_OWNER */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description BODY_TOO_LARGE */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNSUPPORTED_MEDIA_TYPE */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description IDEMPOTENCY_KEY_REUSED */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description STRIPE_UNAVAILABLE, STORAGE_UNAVAILABLE, ASSET_MISSING, UNAVAILABLE, WEBHOOK_DISABLED */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "EntitlementAdmin.TransferEntitlement": {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    org_id?: string;
                    reason: string;
                    user_id?: string;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["entitlement.TransferEntitlementResponse"];
                };
            };
            /** @description INVALID_JSON, INVALID_ARGUMENT, UNKNOWN_FIELD, INVALID_CURSOR, URL_NOT_ALLOWED, INVALID_SIGNATURE, SLUG_RESERVED, BUNDLE_PRICE, PRICE_BELOW_MINIMUM, CURRENCY_MISMATCH */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAUTHENTICATED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_ADMIN, SERVER_EVENT, LINK_INVALID, NOT_ENTITLED, EXPIRED, NOT_STARTED, SUSPENDED_DISPUTE, SUSPENDED_CREDIT, REVOKED_REFUND, REVOKED_MANUAL, FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_FOUND, VERSION_UNKNOWN, ASSET_NOT_PUBLISHED */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description ALREADY_OWNED, NOT_FOR_SALE, KEY_UNAVAILABLE, CREDIT_IN_USE, VERSION_IMMUTABLE, INGESTION_RUNNING, CONFLICT, IN_PROGRESS, LAST_OWNER */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description BODY_TOO_LARGE */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNSUPPORTED_MEDIA_TYPE */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description IDEMPOTENCY_KEY_REUSED */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description STRIPE_UNAVAILABLE, STORAGE_UNAVAILABLE, ASSET_MISSING, UNAVAILABLE, WEBHOOK_DISABLED */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "IngestionAdmin.Ingest": {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    dry_run?: boolean;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ingestion.IngestResponse"];
                };
            };
            /** @description INVALID_JSON, INVALID_ARGUMENT, UNKNOWN_FIELD, INVALID_CURSOR, URL_NOT_ALLOWED, INVALID_SIGNATURE, SLUG_RESERVED, BUNDLE_PRICE, PRICE_BELOW_MINIMUM, CURRENCY_MISMATCH */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAUTHENTICATED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_ADMIN, SERVER_EVENT, LINK_INVALID, NOT_ENTITLED, EXPIRED, NOT_STARTED, SUSPENDED_DISPUTE, SUSPENDED_CREDIT, REVOKED_REFUND, REVOKED_MANUAL, FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description ALREADY_OWNED, NOT_FOR_SALE, KEY_UNAVAILABLE, CREDIT_IN_USE, VERSION_IMMUTABLE, INGESTION_RUNNING, CONFLICT, IN_PROGRESS, LAST_OWNER */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description BODY_TOO_LARGE */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNSUPPORTED_MEDIA_TYPE */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description IDEMPOTENCY_KEY_REUSED */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description STRIPE_UNAVAILABLE, STORAGE_UNAVAILABLE, ASSET_MISSING, UNAVAILABLE, WEBHOOK_DISABLED */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "IngestionAdmin.IngestIndex": {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    assetsIndex: unknown;
                    dry_run?: boolean;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ingestion.IngestResponse"];
                };
            };
            /** @description INVALID_JSON, INVALID_ARGUMENT, UNKNOWN_FIELD, INVALID_CURSOR, URL_NOT_ALLOWED, INVALID_SIGNATURE, SLUG_RESERVED, BUNDLE_PRICE, PRICE_BELOW_MINIMUM, CURRENCY_MISMATCH */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAUTHENTICATED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_ADMIN, SERVER_EVENT, LINK_INVALID, NOT_ENTITLED, EXPIRED, NOT_STARTED, SUSPENDED_DISPUTE, SUSPENDED_CREDIT, REVOKED_REFUND, REVOKED_MANUAL, FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description ALREADY_OWNED, NOT_FOR_SALE, KEY_UNAVAILABLE, CREDIT_IN_USE, VERSION_IMMUTABLE, INGESTION_RUNNING, CONFLICT, IN_PROGRESS, LAST_OWNER */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description BODY_TOO_LARGE */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNSUPPORTED_MEDIA_TYPE */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description IDEMPOTENCY_KEY_REUSED */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description STRIPE_UNAVAILABLE, STORAGE_UNAVAILABLE, ASSET_MISSING, UNAVAILABLE, WEBHOOK_DISABLED */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "IngestionAdmin.ListIngestions": {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ingestion.ListIngestionsResponse"];
                };
            };
            /** @description INVALID_JSON, INVALID_ARGUMENT, UNKNOWN_FIELD, INVALID_CURSOR, URL_NOT_ALLOWED, INVALID_SIGNATURE, SLUG_RESERVED, BUNDLE_PRICE, PRICE_BELOW_MINIMUM, CURRENCY_MISMATCH */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAUTHENTICATED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_ADMIN, SERVER_EVENT, LINK_INVALID, NOT_ENTITLED, EXPIRED, NOT_STARTED, SUSPENDED_DISPUTE, SUSPENDED_CREDIT, REVOKED_REFUND, REVOKED_MANUAL, FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description STRIPE_UNAVAILABLE, STORAGE_UNAVAILABLE, ASSET_MISSING, UNAVAILABLE, WEBHOOK_DISABLED */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "IngestionAdmin.GetIngestion": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ingestion.GetIngestionResponse"];
                };
            };
            /** @description INVALID_JSON, INVALID_ARGUMENT, UNKNOWN_FIELD, INVALID_CURSOR, URL_NOT_ALLOWED, INVALID_SIGNATURE, SLUG_RESERVED, BUNDLE_PRICE, PRICE_BELOW_MINIMUM, CURRENCY_MISMATCH */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAUTHENTICATED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_ADMIN, SERVER_EVENT, LINK_INVALID, NOT_ENTITLED, EXPIRED, NOT_STARTED, SUSPENDED_DISPUTE, SUSPENDED_CREDIT, REVOKED_REFUND, REVOKED_MANUAL, FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_FOUND, VERSION_UNKNOWN, ASSET_NOT_PUBLISHED */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description STRIPE_UNAVAILABLE, STORAGE_UNAVAILABLE, ASSET_MISSING, UNAVAILABLE, WEBHOOK_DISABLED */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "CatalogAdmin.UpdateKey": {
        parameters: {
            query?: never;
            header?: {
                "If-Match"?: string;
            };
            path: {
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    currency?: string | null;
                    /** Format: int64 */
                    price_cents?: number | null;
                    status?: string | null;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["catalog.UpdateKeyResponse"];
                };
            };
            /** @description INVALID_JSON, INVALID_ARGUMENT, UNKNOWN_FIELD, INVALID_CURSOR, URL_NOT_ALLOWED, INVALID_SIGNATURE, SLUG_RESERVED, BUNDLE_PRICE, PRICE_BELOW_MINIMUM, CURRENCY_MISMATCH */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAUTHENTICATED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_ADMIN, SERVER_EVENT, LINK_INVALID, NOT_ENTITLED, EXPIRED, NOT_STARTED, SUSPENDED_DISPUTE, SUSPENDED_CREDIT, REVOKED_REFUND, REVOKED_MANUAL, FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_FOUND, VERSION_UNKNOWN, ASSET_NOT_PUBLISHED */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description ALREADY_OWNED, NOT_FOR_SALE, KEY_UNAVAILABLE, CREDIT_IN_USE, VERSION_IMMUTABLE, INGESTION_RUNNING, CONFLICT, IN_PROGRESS, LAST_OWNER */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description PRECONDITION_FAILED */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description BODY_TOO_LARGE */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNSUPPORTED_MEDIA_TYPE */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description STRIPE_UNAVAILABLE, STORAGE_UNAVAILABLE, ASSET_MISSING, UNAVAILABLE, WEBHOOK_DISABLED */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "CatalogAdmin.YankVersion": {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
                "If-Match"?: string;
            };
            path: {
                slug: string;
                version: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    reason: string;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["catalog.YankVersionResponse"];
                };
            };
            /** @description INVALID_JSON, INVALID_ARGUMENT, UNKNOWN_FIELD, INVALID_CURSOR, URL_NOT_ALLOWED, INVALID_SIGNATURE, SLUG_RESERVED, BUNDLE_PRICE, PRICE_BELOW_MINIMUM, CURRENCY_MISMATCH */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAUTHENTICATED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_ADMIN, SERVER_EVENT, LINK_INVALID, NOT_ENTITLED, EXPIRED, NOT_STARTED, SUSPENDED_DISPUTE, SUSPENDED_CREDIT, REVOKED_REFUND, REVOKED_MANUAL, FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_FOUND, VERSION_UNKNOWN, ASSET_NOT_PUBLISHED */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description ALREADY_OWNED, NOT_FOR_SALE, KEY_UNAVAILABLE, CREDIT_IN_USE, VERSION_IMMUTABLE, INGESTION_RUNNING, CONFLICT, IN_PROGRESS, LAST_OWNER */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description PRECONDITION_FAILED */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description BODY_TOO_LARGE */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNSUPPORTED_MEDIA_TYPE */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description IDEMPOTENCY_KEY_REUSED */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description STRIPE_UNAVAILABLE, STORAGE_UNAVAILABLE, ASSET_MISSING, UNAVAILABLE, WEBHOOK_DISABLED */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "BillingAdmin.ListAllOrders": {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
                status?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["billing.ListOrdersResponse"];
                };
            };
            /** @description INVALID_JSON, INVALID_ARGUMENT, UNKNOWN_FIELD, INVALID_CURSOR, URL_NOT_ALLOWED, INVALID_SIGNATURE, SLUG_RESERVED, BUNDLE_PRICE, PRICE_BELOW_MINIMUM, CURRENCY_MISMATCH */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAUTHENTICATED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_ADMIN, SERVER_EVENT, LINK_INVALID, NOT_ENTITLED, EXPIRED, NOT_STARTED, SUSPENDED_DISPUTE, SUSPENDED_CREDIT, REVOKED_REFUND, REVOKED_MANUAL, FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description STRIPE_UNAVAILABLE, STORAGE_UNAVAILABLE, ASSET_MISSING, UNAVAILABLE, WEBHOOK_DISABLED */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "BillingAdmin.GetAnyOrder": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["billing.GetOrderResponse"];
                };
            };
            /** @description INVALID_JSON, INVALID_ARGUMENT, UNKNOWN_FIELD, INVALID_CURSOR, URL_NOT_ALLOWED, INVALID_SIGNATURE, SLUG_RESERVED, BUNDLE_PRICE, PRICE_BELOW_MINIMUM, CURRENCY_MISMATCH */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAUTHENTICATED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_ADMIN, SERVER_EVENT, LINK_INVALID, NOT_ENTITLED, EXPIRED, NOT_STARTED, SUSPENDED_DISPUTE, SUSPENDED_CREDIT, REVOKED_REFUND, REVOKED_MANUAL, FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_FOUND, VERSION_UNKNOWN, ASSET_NOT_PUBLISHED */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description STRIPE_UNAVAILABLE, STORAGE_UNAVAILABLE, ASSET_MISSING, UNAVAILABLE, WEBHOOK_DISABLED */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "BillingAdmin.RefundOrder": {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** Format: int64 */
                    amount_cents?: number;
                    line?: string;
                    reason: string;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["billing.RefundOrderResponse"];
                };
            };
            /** @description INVALID_JSON, INVALID_ARGUMENT, UNKNOWN_FIELD, INVALID_CURSOR, URL_NOT_ALLOWED, INVALID_SIGNATURE, SLUG_RESERVED, BUNDLE_PRICE, PRICE_BELOW_MINIMUM, CURRENCY_MISMATCH */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAUTHENTICATED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_ADMIN, SERVER_EVENT, LINK_INVALID, NOT_ENTITLED, EXPIRED, NOT_STARTED, SUSPENDED_DISPUTE, SUSPENDED_CREDIT, REVOKED_REFUND, REVOKED_MANUAL, FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_FOUND, VERSION_UNKNOWN, ASSET_NOT_PUBLISHED */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description ALREADY_OWNED, NOT_FOR_SALE, KEY_UNAVAILABLE, CREDIT_IN_USE, VERSION_IMMUTABLE, INGESTION_RUNNING, CONFLICT, IN_PROGRESS, LAST_OWNER */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description BODY_TOO_LARGE */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNSUPPORTED_MEDIA_TYPE */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description IDEMPOTENCY_KEY_REUSED */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description STRIPE_UNAVAILABLE, STORAGE_UNAVAILABLE, ASSET_MISSING, UNAVAILABLE, WEBHOOK_DISABLED */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "BillingAdmin.WaiveShortfall": {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    reason: string;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["billing.WaiveShortfallResponse"];
                };
            };
            /** @description INVALID_JSON, INVALID_ARGUMENT, UNKNOWN_FIELD, INVALID_CURSOR, URL_NOT_ALLOWED, INVALID_SIGNATURE, SLUG_RESERVED, BUNDLE_PRICE, PRICE_BELOW_MINIMUM, CURRENCY_MISMATCH */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAUTHENTICATED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_ADMIN, SERVER_EVENT, LINK_INVALID, NOT_ENTITLED, EXPIRED, NOT_STARTED, SUSPENDED_DISPUTE, SUSPENDED_CREDIT, REVOKED_REFUND, REVOKED_MANUAL, FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_FOUND, VERSION_UNKNOWN, ASSET_NOT_PUBLISHED */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description ALREADY_OWNED, NOT_FOR_SALE, KEY_UNAVAILABLE, CREDIT_IN_USE, VERSION_IMMUTABLE, INGESTION_RUNNING, CONFLICT, IN_PROGRESS, LAST_OWNER */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description BODY_TOO_LARGE */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNSUPPORTED_MEDIA_TYPE */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description IDEMPOTENCY_KEY_REUSED */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description STRIPE_UNAVAILABLE, STORAGE_UNAVAILABLE, ASSET_MISSING, UNAVAILABLE, WEBHOOK_DISABLED */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "EntitlementAdmin.PutMember": {
        parameters: {
            query?: never;
            header?: {
                "If-Match"?: string;
            };
            path: {
                id: string;
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    role: string;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["entitlement.PutMemberResponse"];
                };
            };
            /** @description INVALID_JSON, INVALID_ARGUMENT, UNKNOWN_FIELD, INVALID_CURSOR, URL_NOT_ALLOWED, INVALID_SIGNATURE, SLUG_RESERVED, BUNDLE_PRICE, PRICE_BELOW_MINIMUM, CURRENCY_MISMATCH */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAUTHENTICATED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_ADMIN, SERVER_EVENT, LINK_INVALID, NOT_ENTITLED, EXPIRED, NOT_STARTED, SUSPENDED_DISPUTE, SUSPENDED_CREDIT, REVOKED_REFUND, REVOKED_MANUAL, FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_FOUND, VERSION_UNKNOWN, ASSET_NOT_PUBLISHED */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description ALREADY_OWNED, NOT_FOR_SALE, KEY_UNAVAILABLE, CREDIT_IN_USE, VERSION_IMMUTABLE, INGESTION_RUNNING, CONFLICT, IN_PROGRESS, LAST_OWNER */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description PRECONDITION_FAILED */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description BODY_TOO_LARGE */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNSUPPORTED_MEDIA_TYPE */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description STRIPE_UNAVAILABLE, STORAGE_UNAVAILABLE, ASSET_MISSING, UNAVAILABLE, WEBHOOK_DISABLED */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "EntitlementAdmin.DeleteMember": {
        parameters: {
            query?: never;
            header?: {
                "If-Match"?: string;
            };
            path: {
                id: string;
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["entitlement.DeleteMemberResponse"];
                };
            };
            /** @description INVALID_JSON, INVALID_ARGUMENT, UNKNOWN_FIELD, INVALID_CURSOR, URL_NOT_ALLOWED, INVALID_SIGNATURE, SLUG_RESERVED, BUNDLE_PRICE, PRICE_BELOW_MINIMUM, CURRENCY_MISMATCH */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAUTHENTICATED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_ADMIN, SERVER_EVENT, LINK_INVALID, NOT_ENTITLED, EXPIRED, NOT_STARTED, SUSPENDED_DISPUTE, SUSPENDED_CREDIT, REVOKED_REFUND, REVOKED_MANUAL, FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_FOUND, VERSION_UNKNOWN, ASSET_NOT_PUBLISHED */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description ALREADY_OWNED, NOT_FOR_SALE, KEY_UNAVAILABLE, CREDIT_IN_USE, VERSION_IMMUTABLE, INGESTION_RUNNING, CONFLICT, IN_PROGRESS, LAST_OWNER */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description PRECONDITION_FAILED */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description STRIPE_UNAVAILABLE, STORAGE_UNAVAILABLE, ASSET_MISSING, UNAVAILABLE, WEBHOOK_DISABLED */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "AnalyticsReports.GetCohorts": {
        parameters: {
            query?: {
                format?: "json" | "csv";
                from?: string;
                period?: "week" | "month";
                to?: string;
                tz?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["analytics.GetCohortsResponse"];
                    "text/csv": unknown;
                };
            };
            /** @description INVALID_JSON, INVALID_ARGUMENT, UNKNOWN_FIELD, INVALID_CURSOR, URL_NOT_ALLOWED, INVALID_SIGNATURE, SLUG_RESERVED, BUNDLE_PRICE, PRICE_BELOW_MINIMUM, CURRENCY_MISMATCH */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAUTHENTICATED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_ADMIN, SERVER_EVENT, LINK_INVALID, NOT_ENTITLED, EXPIRED, NOT_STARTED, SUSPENDED_DISPUTE, SUSPENDED_CREDIT, REVOKED_REFUND, REVOKED_MANUAL, FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description STRIPE_UNAVAILABLE, STORAGE_UNAVAILABLE, ASSET_MISSING, UNAVAILABLE, WEBHOOK_DISABLED */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "AnalyticsReports.GetFunnel": {
        parameters: {
            query?: {
                format?: "json" | "csv";
                from?: string;
                to?: string;
                tz?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["analytics.GetFunnelResponse"];
                    "text/csv": unknown;
                };
            };
            /** @description INVALID_JSON, INVALID_ARGUMENT, UNKNOWN_FIELD, INVALID_CURSOR, URL_NOT_ALLOWED, INVALID_SIGNATURE, SLUG_RESERVED, BUNDLE_PRICE, PRICE_BELOW_MINIMUM, CURRENCY_MISMATCH */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAUTHENTICATED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_ADMIN, SERVER_EVENT, LINK_INVALID, NOT_ENTITLED, EXPIRED, NOT_STARTED, SUSPENDED_DISPUTE, SUSPENDED_CREDIT, REVOKED_REFUND, REVOKED_MANUAL, FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description STRIPE_UNAVAILABLE, STORAGE_UNAVAILABLE, ASSET_MISSING, UNAVAILABLE, WEBHOOK_DISABLED */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "BillingReports.GetRevenue": {
        parameters: {
            query?: {
                format?: "json" | "csv";
                from?: string;
                to?: string;
                tz?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["billing.GetRevenueResponse"];
                    "text/csv": unknown;
                };
            };
            /** @description INVALID_JSON, INVALID_ARGUMENT, UNKNOWN_FIELD, INVALID_CURSOR, URL_NOT_ALLOWED, INVALID_SIGNATURE, SLUG_RESERVED, BUNDLE_PRICE, PRICE_BELOW_MINIMUM, CURRENCY_MISMATCH */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAUTHENTICATED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_ADMIN, SERVER_EVENT, LINK_INVALID, NOT_ENTITLED, EXPIRED, NOT_STARTED, SUSPENDED_DISPUTE, SUSPENDED_CREDIT, REVOKED_REFUND, REVOKED_MANUAL, FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description STRIPE_UNAVAILABLE, STORAGE_UNAVAILABLE, ASSET_MISSING, UNAVAILABLE, WEBHOOK_DISABLED */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "DiscoveryReports.GetTopKeys": {
        parameters: {
            query?: {
                format?: "json" | "csv";
                from?: string;
                limit?: number;
                to?: string;
                tz?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["discovery.GetTopKeysResponse"];
                    "text/csv": unknown;
                };
            };
            /** @description INVALID_JSON, INVALID_ARGUMENT, UNKNOWN_FIELD, INVALID_CURSOR, URL_NOT_ALLOWED, INVALID_SIGNATURE, SLUG_RESERVED, BUNDLE_PRICE, PRICE_BELOW_MINIMUM, CURRENCY_MISMATCH */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAUTHENTICATED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_ADMIN, SERVER_EVENT, LINK_INVALID, NOT_ENTITLED, EXPIRED, NOT_STARTED, SUSPENDED_DISPUTE, SUSPENDED_CREDIT, REVOKED_REFUND, REVOKED_MANUAL, FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description STRIPE_UNAVAILABLE, STORAGE_UNAVAILABLE, ASSET_MISSING, UNAVAILABLE, WEBHOOK_DISABLED */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "BillingAdmin.SyncStripe": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** Format: int32 */
                    limit?: number;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["billing.SyncStripeResponse"];
                };
            };
            /** @description INVALID_JSON, INVALID_ARGUMENT, UNKNOWN_FIELD, INVALID_CURSOR, URL_NOT_ALLOWED, INVALID_SIGNATURE, SLUG_RESERVED, BUNDLE_PRICE, PRICE_BELOW_MINIMUM, CURRENCY_MISMATCH */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAUTHENTICATED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_ADMIN, SERVER_EVENT, LINK_INVALID, NOT_ENTITLED, EXPIRED, NOT_STARTED, SUSPENDED_DISPUTE, SUSPENDED_CREDIT, REVOKED_REFUND, REVOKED_MANUAL, FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description ALREADY_OWNED, NOT_FOR_SALE, KEY_UNAVAILABLE, CREDIT_IN_USE, VERSION_IMMUTABLE, INGESTION_RUNNING, CONFLICT, IN_PROGRESS, LAST_OWNER */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description BODY_TOO_LARGE */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNSUPPORTED_MEDIA_TYPE */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description STRIPE_UNAVAILABLE, STORAGE_UNAVAILABLE, ASSET_MISSING, UNAVAILABLE, WEBHOOK_DISABLED */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "PersonErasure.EraseUser": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    reason: string;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["person.EraseUserResponse"];
                };
            };
            /** @description INVALID_JSON, INVALID_ARGUMENT, UNKNOWN_FIELD, INVALID_CURSOR, URL_NOT_ALLOWED, INVALID_SIGNATURE, SLUG_RESERVED, BUNDLE_PRICE, PRICE_BELOW_MINIMUM, CURRENCY_MISMATCH */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAUTHENTICATED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_ADMIN, SERVER_EVENT, LINK_INVALID, NOT_ENTITLED, EXPIRED, NOT_STARTED, SUSPENDED_DISPUTE, SUSPENDED_CREDIT, REVOKED_REFUND, REVOKED_MANUAL, FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_FOUND, VERSION_UNKNOWN, ASSET_NOT_PUBLISHED */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description ALREADY_OWNED, NOT_FOR_SALE, KEY_UNAVAILABLE, CREDIT_IN_USE, VERSION_IMMUTABLE, INGESTION_RUNNING, CONFLICT, IN_PROGRESS, LAST_OWNER */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description BODY_TOO_LARGE */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNSUPPORTED_MEDIA_TYPE */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description STRIPE_UNAVAILABLE, STORAGE_UNAVAILABLE, ASSET_MISSING, UNAVAILABLE, WEBHOOK_DISABLED */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "BillingAdmin.ListWebhooks": {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
                status?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["billing.ListWebhooksResponse"];
                };
            };
            /** @description INVALID_JSON, INVALID_ARGUMENT, UNKNOWN_FIELD, INVALID_CURSOR, URL_NOT_ALLOWED, INVALID_SIGNATURE, SLUG_RESERVED, BUNDLE_PRICE, PRICE_BELOW_MINIMUM, CURRENCY_MISMATCH */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAUTHENTICATED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_ADMIN, SERVER_EVENT, LINK_INVALID, NOT_ENTITLED, EXPIRED, NOT_STARTED, SUSPENDED_DISPUTE, SUSPENDED_CREDIT, REVOKED_REFUND, REVOKED_MANUAL, FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description STRIPE_UNAVAILABLE, STORAGE_UNAVAILABLE, ASSET_MISSING, UNAVAILABLE, WEBHOOK_DISABLED */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "BillingAdmin.ReplayWebhook": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                event_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["billing.ReplayWebhookResponse"];
                };
            };
            /** @description INVALID_JSON, INVALID_ARGUMENT, UNKNOWN_FIELD, INVALID_CURSOR, URL_NOT_ALLOWED, INVALID_SIGNATURE, SLUG_RESERVED, BUNDLE_PRICE, PRICE_BELOW_MINIMUM, CURRENCY_MISMATCH */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAUTHENTICATED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_ADMIN, SERVER_EVENT, LINK_INVALID, NOT_ENTITLED, EXPIRED, NOT_STARTED, SUSPENDED_DISPUTE, SUSPENDED_CREDIT, REVOKED_REFUND, REVOKED_MANUAL, FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_FOUND, VERSION_UNKNOWN, ASSET_NOT_PUBLISHED */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description ALREADY_OWNED, NOT_FOR_SALE, KEY_UNAVAILABLE, CREDIT_IN_USE, VERSION_IMMUTABLE, INGESTION_RUNNING, CONFLICT, IN_PROGRESS, LAST_OWNER */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description BODY_TOO_LARGE */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNSUPPORTED_MEDIA_TYPE */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description STRIPE_UNAVAILABLE, STORAGE_UNAVAILABLE, ASSET_MISSING, UNAVAILABLE, WEBHOOK_DISABLED */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Analytics.RecordEvent": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    bundle_id?: string;
                    discovery_reason?: string;
                    event_id?: string;
                    event_type: string;
                    key_id?: string;
                    metadata?: unknown;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["analytics.RecordEventResponse"];
                };
            };
            /** @description INVALID_JSON, INVALID_ARGUMENT, UNKNOWN_FIELD, INVALID_CURSOR, URL_NOT_ALLOWED, INVALID_SIGNATURE, SLUG_RESERVED, BUNDLE_PRICE, PRICE_BELOW_MINIMUM, CURRENCY_MISMATCH */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAUTHENTICATED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description ALREADY_OWNED, NOT_FOR_SALE, KEY_UNAVAILABLE, CREDIT_IN_USE, VERSION_IMMUTABLE, INGESTION_RUNNING, CONFLICT, IN_PROGRESS, LAST_OWNER */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description BODY_TOO_LARGE */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNSUPPORTED_MEDIA_TYPE */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description STRIPE_UNAVAILABLE, STORAGE_UNAVAILABLE, ASSET_MISSING, UNAVAILABLE, WEBHOOK_DISABLED */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Catalog.ListBundles": {
        parameters: {
            query?: {
                bundle_type?: string;
            };
            header?: {
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["catalog.ListBundlesResponse"];
                };
            };
            /** @description What the client has is current */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description INVALID_JSON, INVALID_ARGUMENT, UNKNOWN_FIELD, INVALID_CURSOR, URL_NOT_ALLOWED, INVALID_SIGNATURE, SLUG_RESERVED, BUNDLE_PRICE, PRICE_BELOW_MINIMUM, CURRENCY_MISMATCH */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAUTHENTICATED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description STRIPE_UNAVAILABLE, STORAGE_UNAVAILABLE, ASSET_MISSING, UNAVAILABLE, WEBHOOK_DISABLED */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Catalog.GetBundle": {
        parameters: {
            query?: never;
            header?: {
                "If-None-Match"?: string;
            };
            path: {
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["catalog.GetBundleResponse"];
                };
            };
            /** @description What the client has is current */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description INVALID_JSON, INVALID_ARGUMENT, UNKNOWN_FIELD, INVALID_CURSOR, URL_NOT_ALLOWED, INVALID_SIGNATURE, SLUG_RESERVED, BUNDLE_PRICE, PRICE_BELOW_MINIMUM, CURRENCY_MISMATCH */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAUTHENTICATED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_FOUND, VERSION_UNKNOWN, ASSET_NOT_PUBLISHED */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description STRIPE_UNAVAILABLE, STORAGE_UNAVAILABLE, ASSET_MISSING, UNAVAILABLE, WEBHOOK_DISABLED */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Billing.CheckoutBundle": {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path: {
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    cancelUrl: string;
                    org_id?: string;
                    successUrl: string;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["billing.CheckoutResponse"];
                };
            };
            /** @description INVALID_JSON, INVALID_ARGUMENT, UNKNOWN_FIELD, INVALID_CURSOR, URL_NOT_ALLOWED, INVALID_SIGNATURE, SLUG_RESERVED, BUNDLE_PRICE, PRICE_BELOW_MINIMUM, CURRENCY_MISMATCH */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAUTHENTICATED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_ADMIN, SERVER_EVENT, LINK_INVALID, NOT_ENTITLED, EXPIRED, NOT_STARTED, SUSPENDED_DISPUTE, SUSPENDED_CREDIT, REVOKED_REFUND, REVOKED_MANUAL, FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_FOUND, VERSION_UNKNOWN, ASSET_NOT_PUBLISHED */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description ALREADY_OWNED, NOT_FOR_SALE, KEY_UNAVAILABLE, CREDIT_IN_USE, VERSION_IMMUTABLE, INGESTION_RUNNING, CONFLICT, IN_PROGRESS, LAST_OWNER */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description BODY_TOO_LARGE */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNSUPPORTED_MEDIA_TYPE */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description IDEMPOTENCY_KEY_REUSED */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description STRIPE_UNAVAILABLE, STORAGE_UNAVAILABLE, ASSET_MISSING, UNAVAILABLE, WEBHOOK_DISABLED */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Billing.GetDiscount": {
        parameters: {
            query?: {
                org_id?: string;
            };
            header?: never;
            path: {
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["billing.GetDiscountResponse"];
                };
            };
            /** @description INVALID_JSON, INVALID_ARGUMENT, UNKNOWN_FIELD, INVALID_CURSOR, URL_NOT_ALLOWED, INVALID_SIGNATURE, SLUG_RESERVED, BUNDLE_PRICE, PRICE_BELOW_MINIMUM, CURRENCY_MISMATCH */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAUTHENTICATED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_ADMIN, SERVER_EVENT, LINK_INVALID, NOT_ENTITLED, EXPIRED, NOT_STARTED, SUSPENDED_DISPUTE, SUSPENDED_CREDIT, REVOKED_REFUND, REVOKED_MANUAL, FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_FOUND, VERSION_UNKNOWN, ASSET_NOT_PUBLISHED */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description STRIPE_UNAVAILABLE, STORAGE_UNAVAILABLE, ASSET_MISSING, UNAVAILABLE, WEBHOOK_DISABLED */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Discovery.Discover": {
        parameters: {
            query?: {
                key_type?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["discovery.DiscoverResponse"];
                };
            };
            /** @description INVALID_JSON, INVALID_ARGUMENT, UNKNOWN_FIELD, INVALID_CURSOR, URL_NOT_ALLOWED, INVALID_SIGNATURE, SLUG_RESERVED, BUNDLE_PRICE, PRICE_BELOW_MINIMUM, CURRENCY_MISMATCH */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAUTHENTICATED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_ADMIN, SERVER_EVENT, LINK_INVALID, NOT_ENTITLED, EXPIRED, NOT_STARTED, SUSPENDED_DISPUTE, SUSPENDED_CREDIT, REVOKED_REFUND, REVOKED_MANUAL, FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description STRIPE_UNAVAILABLE, STORAGE_UNAVAILABLE, ASSET_MISSING, UNAVAILABLE, WEBHOOK_DISABLED */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Discovery.ListDismissals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["discovery.ListDismissalsResponse"];
                };
            };
            /** @description INVALID_JSON, INVALID_ARGUMENT, UNKNOWN_FIELD, INVALID_CURSOR, URL_NOT_ALLOWED, INVALID_SIGNATURE, SLUG_RESERVED, BUNDLE_PRICE, PRICE_BELOW_MINIMUM, CURRENCY_MISMATCH */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAUTHENTICATED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_ADMIN, SERVER_EVENT, LINK_INVALID, NOT_ENTITLED, EXPIRED, NOT_STARTED, SUSPENDED_DISPUTE, SUSPENDED_CREDIT, REVOKED_REFUND, REVOKED_MANUAL, FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description STRIPE_UNAVAILABLE, STORAGE_UNAVAILABLE, ASSET_MISSING, UNAVAILABLE, WEBHOOK_DISABLED */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Discovery.DismissKey": {
        parameters: {
            query?: never;
            header?: {
                "If-Match"?: string;
            };
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["discovery.DismissKeyResponse"];
                };
            };
            /** @description INVALID_JSON, INVALID_ARGUMENT, UNKNOWN_FIELD, INVALID_CURSOR, URL_NOT_ALLOWED, INVALID_SIGNATURE, SLUG_RESERVED, BUNDLE_PRICE, PRICE_BELOW_MINIMUM, CURRENCY_MISMATCH */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAUTHENTICATED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_ADMIN, SERVER_EVENT, LINK_INVALID, NOT_ENTITLED, EXPIRED, NOT_STARTED, SUSPENDED_DISPUTE, SUSPENDED_CREDIT, REVOKED_REFUND, REVOKED_MANUAL, FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_FOUND, VERSION_UNKNOWN, ASSET_NOT_PUBLISHED */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description ALREADY_OWNED, NOT_FOR_SALE, KEY_UNAVAILABLE, CREDIT_IN_USE, VERSION_IMMUTABLE, INGESTION_RUNNING, CONFLICT, IN_PROGRESS, LAST_OWNER */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description PRECONDITION_FAILED */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description STRIPE_UNAVAILABLE, STORAGE_UNAVAILABLE, ASSET_MISSING, UNAVAILABLE, WEBHOOK_DISABLED */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Discovery.TakeBackDismissal": {
        parameters: {
            query?: never;
            header?: {
                "If-Match"?: string;
            };
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["discovery.TakeBackDismissalResponse"];
                };
            };
            /** @description INVALID_JSON, INVALID_ARGUMENT, UNKNOWN_FIELD, INVALID_CURSOR, URL_NOT_ALLOWED, INVALID_SIGNATURE, SLUG_RESERVED, BUNDLE_PRICE, PRICE_BELOW_MINIMUM, CURRENCY_MISMATCH */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAUTHENTICATED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_ADMIN, SERVER_EVENT, LINK_INVALID, NOT_ENTITLED, EXPIRED, NOT_STARTED, SUSPENDED_DISPUTE, SUSPENDED_CREDIT, REVOKED_REFUND, REVOKED_MANUAL, FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_FOUND, VERSION_UNKNOWN, ASSET_NOT_PUBLISHED */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description ALREADY_OWNED, NOT_FOR_SALE, KEY_UNAVAILABLE, CREDIT_IN_USE, VERSION_IMMUTABLE, INGESTION_RUNNING, CONFLICT, IN_PROGRESS, LAST_OWNER */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description PRECONDITION_FAILED */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description STRIPE_UNAVAILABLE, STORAGE_UNAVAILABLE, ASSET_MISSING, UNAVAILABLE, WEBHOOK_DISABLED */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Discovery.ExplainRecommendation": {
        parameters: {
            query: {
                key: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["discovery.ExplainRecommendationResponse"];
                };
            };
            /** @description INVALID_JSON, INVALID_ARGUMENT, UNKNOWN_FIELD, INVALID_CURSOR, URL_NOT_ALLOWED, INVALID_SIGNATURE, SLUG_RESERVED, BUNDLE_PRICE, PRICE_BELOW_MINIMUM, CURRENCY_MISMATCH */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAUTHENTICATED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_ADMIN, SERVER_EVENT, LINK_INVALID, NOT_ENTITLED, EXPIRED, NOT_STARTED, SUSPENDED_DISPUTE, SUSPENDED_CREDIT, REVOKED_REFUND, REVOKED_MANUAL, FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description STRIPE_UNAVAILABLE, STORAGE_UNAVAILABLE, ASSET_MISSING, UNAVAILABLE, WEBHOOK_DISABLED */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Discovery.ListOptOuts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["discovery.ListOptOutsResponse"];
                };
            };
            /** @description INVALID_JSON, INVALID_ARGUMENT, UNKNOWN_FIELD, INVALID_CURSOR, URL_NOT_ALLOWED, INVALID_SIGNATURE, SLUG_RESERVED, BUNDLE_PRICE, PRICE_BELOW_MINIMUM, CURRENCY_MISMATCH */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAUTHENTICATED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_ADMIN, SERVER_EVENT, LINK_INVALID, NOT_ENTITLED, EXPIRED, NOT_STARTED, SUSPENDED_DISPUTE, SUSPENDED_CREDIT, REVOKED_REFUND, REVOKED_MANUAL, FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description STRIPE_UNAVAILABLE, STORAGE_UNAVAILABLE, ASSET_MISSING, UNAVAILABLE, WEBHOOK_DISABLED */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Discovery.LiftOptOuts": {
        parameters: {
            query?: never;
            header?: {
                "If-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["discovery.LiftOptOutsResponse"];
                };
            };
            /** @description INVALID_JSON, INVALID_ARGUMENT, UNKNOWN_FIELD, INVALID_CURSOR, URL_NOT_ALLOWED, INVALID_SIGNATURE, SLUG_RESERVED, BUNDLE_PRICE, PRICE_BELOW_MINIMUM, CURRENCY_MISMATCH */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAUTHENTICATED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_ADMIN, SERVER_EVENT, LINK_INVALID, NOT_ENTITLED, EXPIRED, NOT_STARTED, SUSPENDED_DISPUTE, SUSPENDED_CREDIT, REVOKED_REFUND, REVOKED_MANUAL, FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description ALREADY_OWNED, NOT_FOR_SALE, KEY_UNAVAILABLE, CREDIT_IN_USE, VERSION_IMMUTABLE, INGESTION_RUNNING, CONFLICT, IN_PROGRESS, LAST_OWNER */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description PRECONDITION_FAILED */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description STRIPE_UNAVAILABLE, STORAGE_UNAVAILABLE, ASSET_MISSING, UNAVAILABLE, WEBHOOK_DISABLED */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Discovery.SetOptOut": {
        parameters: {
            query?: never;
            header?: {
                "If-Match"?: string;
            };
            path: {
                signal_type: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["discovery.SetOptOutResponse"];
                };
            };
            /** @description INVALID_JSON, INVALID_ARGUMENT, UNKNOWN_FIELD, INVALID_CURSOR, URL_NOT_ALLOWED, INVALID_SIGNATURE, SLUG_RESERVED, BUNDLE_PRICE, PRICE_BELOW_MINIMUM, CURRENCY_MISMATCH */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAUTHENTICATED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_ADMIN, SERVER_EVENT, LINK_INVALID, NOT_ENTITLED, EXPIRED, NOT_STARTED, SUSPENDED_DISPUTE, SUSPENDED_CREDIT, REVOKED_REFUND, REVOKED_MANUAL, FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_FOUND, VERSION_UNKNOWN, ASSET_NOT_PUBLISHED */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description ALREADY_OWNED, NOT_FOR_SALE, KEY_UNAVAILABLE, CREDIT_IN_USE, VERSION_IMMUTABLE, INGESTION_RUNNING, CONFLICT, IN_PROGRESS, LAST_OWNER */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description PRECONDITION_FAILED */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description STRIPE_UNAVAILABLE, STORAGE_UNAVAILABLE, ASSET_MISSING, UNAVAILABLE, WEBHOOK_DISABLED */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Discovery.LiftOptOut": {
        parameters: {
            query?: never;
            header?: {
                "If-Match"?: string;
            };
            path: {
                signal_type: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["discovery.LiftOptOutResponse"];
                };
            };
            /** @description INVALID_JSON, INVALID_ARGUMENT, UNKNOWN_FIELD, INVALID_CURSOR, URL_NOT_ALLOWED, INVALID_SIGNATURE, SLUG_RESERVED, BUNDLE_PRICE, PRICE_BELOW_MINIMUM, CURRENCY_MISMATCH */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAUTHENTICATED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_ADMIN, SERVER_EVENT, LINK_INVALID, NOT_ENTITLED, EXPIRED, NOT_STARTED, SUSPENDED_DISPUTE, SUSPENDED_CREDIT, REVOKED_REFUND, REVOKED_MANUAL, FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_FOUND, VERSION_UNKNOWN, ASSET_NOT_PUBLISHED */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description ALREADY_OWNED, NOT_FOR_SALE, KEY_UNAVAILABLE, CREDIT_IN_USE, VERSION_IMMUTABLE, INGESTION_RUNNING, CONFLICT, IN_PROGRESS, LAST_OWNER */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description PRECONDITION_FAILED */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description STRIPE_UNAVAILABLE, STORAGE_UNAVAILABLE, ASSET_MISSING, UNAVAILABLE, WEBHOOK_DISABLED */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Discovery.RecordSignal": {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    metadata?: unknown;
                    signal_type: string;
                    signal_value: string;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["discovery.RecordSignalResponse"];
                };
            };
            /** @description INVALID_JSON, INVALID_ARGUMENT, UNKNOWN_FIELD, INVALID_CURSOR, URL_NOT_ALLOWED, INVALID_SIGNATURE, SLUG_RESERVED, BUNDLE_PRICE, PRICE_BELOW_MINIMUM, CURRENCY_MISMATCH */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAUTHENTICATED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_ADMIN, SERVER_EVENT, LINK_INVALID, NOT_ENTITLED, EXPIRED, NOT_STARTED, SUSPENDED_DISPUTE, SUSPENDED_CREDIT, REVOKED_REFUND, REVOKED_MANUAL, FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description ALREADY_OWNED, NOT_FOR_SALE, KEY_UNAVAILABLE, CREDIT_IN_USE, VERSION_IMMUTABLE, INGESTION_RUNNING, CONFLICT, IN_PROGRESS, LAST_OWNER */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description BODY_TOO_LARGE */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNSUPPORTED_MEDIA_TYPE */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description IDEMPOTENCY_KEY_REUSED */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description STRIPE_UNAVAILABLE, STORAGE_UNAVAILABLE, ASSET_MISSING, UNAVAILABLE, WEBHOOK_DISABLED */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Discovery.ListSignals": {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["discovery.ListSignalsResponse"];
                };
            };
            /** @description INVALID_JSON, INVALID_ARGUMENT, UNKNOWN_FIELD, INVALID_CURSOR, URL_NOT_ALLOWED, INVALID_SIGNATURE, SLUG_RESERVED, BUNDLE_PRICE, PRICE_BELOW_MINIMUM, CURRENCY_MISMATCH */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAUTHENTICATED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_ADMIN, SERVER_EVENT, LINK_INVALID, NOT_ENTITLED, EXPIRED, NOT_STARTED, SUSPENDED_DISPUTE, SUSPENDED_CREDIT, REVOKED_REFUND, REVOKED_MANUAL, FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description STRIPE_UNAVAILABLE, STORAGE_UNAVAILABLE, ASSET_MISSING, UNAVAILABLE, WEBHOOK_DISABLED */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Discovery.DeleteSignals": {
        parameters: {
            query?: never;
            header?: {
                "If-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["discovery.DeleteSignalsResponse"];
                };
            };
            /** @description INVALID_JSON, INVALID_ARGUMENT, UNKNOWN_FIELD, INVALID_CURSOR, URL_NOT_ALLOWED, INVALID_SIGNATURE, SLUG_RESERVED, BUNDLE_PRICE, PRICE_BELOW_MINIMUM, CURRENCY_MISMATCH */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAUTHENTICATED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_ADMIN, SERVER_EVENT, LINK_INVALID, NOT_ENTITLED, EXPIRED, NOT_STARTED, SUSPENDED_DISPUTE, SUSPENDED_CREDIT, REVOKED_REFUND, REVOKED_MANUAL, FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description ALREADY_OWNED, NOT_FOR_SALE, KEY_UNAVAILABLE, CREDIT_IN_USE, VERSION_IMMUTABLE, INGESTION_RUNNING, CONFLICT, IN_PROGRESS, LAST_OWNER */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description PRECONDITION_FAILED */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description STRIPE_UNAVAILABLE, STORAGE_UNAVAILABLE, ASSET_MISSING, UNAVAILABLE, WEBHOOK_DISABLED */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Discovery.GetSignal": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["discovery.GetSignalResponse"];
                };
            };
            /** @description INVALID_JSON, INVALID_ARGUMENT, UNKNOWN_FIELD, INVALID_CURSOR, URL_NOT_ALLOWED, INVALID_SIGNATURE, SLUG_RESERVED, BUNDLE_PRICE, PRICE_BELOW_MINIMUM, CURRENCY_MISMATCH */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAUTHENTICATED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_ADMIN, SERVER_EVENT, LINK_INVALID, NOT_ENTITLED, EXPIRED, NOT_STARTED, SUSPENDED_DISPUTE, SUSPENDED_CREDIT, REVOKED_REFUND, REVOKED_MANUAL, FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_FOUND, VERSION_UNKNOWN, ASSET_NOT_PUBLISHED */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description STRIPE_UNAVAILABLE, STORAGE_UNAVAILABLE, ASSET_MISSING, UNAVAILABLE, WEBHOOK_DISABLED */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Discovery.DeleteSignal": {
        parameters: {
            query?: never;
            header?: {
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["discovery.DeleteSignalResponse"];
                };
            };
            /** @description INVALID_JSON, INVALID_ARGUMENT, UNKNOWN_FIELD, INVALID_CURSOR, URL_NOT_ALLOWED, INVALID_SIGNATURE, SLUG_RESERVED, BUNDLE_PRICE, PRICE_BELOW_MINIMUM, CURRENCY_MISMATCH */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAUTHENTICATED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_ADMIN, SERVER_EVENT, LINK_INVALID, NOT_ENTITLED, EXPIRED, NOT_STARTED, SUSPENDED_DISPUTE, SUSPENDED_CREDIT, REVOKED_REFUND, REVOKED_MANUAL, FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_FOUND, VERSION_UNKNOWN, ASSET_NOT_PUBLISHED */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description ALREADY_OWNED, NOT_FOR_SALE, KEY_UNAVAILABLE, CREDIT_IN_USE, VERSION_IMMUTABLE, INGESTION_RUNNING, CONFLICT, IN_PROGRESS, LAST_OWNER */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description PRECONDITION_FAILED */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description STRIPE_UNAVAILABLE, STORAGE_UNAVAILABLE, ASSET_MISSING, UNAVAILABLE, WEBHOOK_DISABLED */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Entitlement.ListEntitlements": {
        parameters: {
            query?: {
                as_of?: string;
                status?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["entitlement.ListEntitlementsResponse"];
                };
            };
            /** @description INVALID_JSON, INVALID_ARGUMENT, UNKNOWN_FIELD, INVALID_CURSOR, URL_NOT_ALLOWED, INVALID_SIGNATURE, SLUG_RESERVED, BUNDLE_PRICE, PRICE_BELOW_MINIMUM, CURRENCY_MISMATCH */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAUTHENTICATED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_ADMIN, SERVER_EVENT, LINK_INVALID, NOT_ENTITLED, EXPIRED, NOT_STARTED, SUSPENDED_DISPUTE, SUSPENDED_CREDIT, REVOKED_REFUND, REVOKED_MANUAL, FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description STRIPE_UNAVAILABLE, STORAGE_UNAVAILABLE, ASSET_MISSING, UNAVAILABLE, WEBHOOK_DISABLED */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Entitlement.ExplainAccess": {
        parameters: {
            query?: {
                as_of?: string;
            };
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["entitlement.ExplainAccessResponse"];
                };
            };
            /** @description INVALID_JSON, INVALID_ARGUMENT, UNKNOWN_FIELD, INVALID_CURSOR, URL_NOT_ALLOWED, INVALID_SIGNATURE, SLUG_RESERVED, BUNDLE_PRICE, PRICE_BELOW_MINIMUM, CURRENCY_MISMATCH */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAUTHENTICATED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_ADMIN, SERVER_EVENT, LINK_INVALID, NOT_ENTITLED, EXPIRED, NOT_STARTED, SUSPENDED_DISPUTE, SUSPENDED_CREDIT, REVOKED_REFUND, REVOKED_MANUAL, FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_FOUND, VERSION_UNKNOWN, ASSET_NOT_PUBLISHED */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description STRIPE_UNAVAILABLE, STORAGE_UNAVAILABLE, ASSET_MISSING, UNAVAILABLE, WEBHOOK_DISABLED */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Catalog.ListKeys": {
        parameters: {
            query?: {
                available?: boolean;
                category?: string;
                cursor?: string;
                difficulty?: string;
                facets?: boolean;
                key_type?: string;
                license?: string;
                limit?: number;
                maturity?: string;
                outcome?: string;
                owned?: boolean;
                price_max?: number;
                price_min?: number;
                search?: string;
                severity_level?: string;
                sort?: string;
                tag?: string;
                tool?: string;
            };
            header?: {
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["catalog.ListKeysResponse"];
                };
            };
            /** @description What the client has is current */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description INVALID_JSON, INVALID_ARGUMENT, UNKNOWN_FIELD, INVALID_CURSOR, URL_NOT_ALLOWED, INVALID_SIGNATURE, SLUG_RESERVED, BUNDLE_PRICE, PRICE_BELOW_MINIMUM, CURRENCY_MISMATCH */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAUTHENTICATED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description STRIPE_UNAVAILABLE, STORAGE_UNAVAILABLE, ASSET_MISSING, UNAVAILABLE, WEBHOOK_DISABLED */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Catalog.GetKey": {
        parameters: {
            query?: never;
            header?: {
                "If-None-Match"?: string;
            };
            path: {
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["catalog.GetKeyResponse"];
                };
            };
            /** @description What the client has is current */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description INVALID_JSON, INVALID_ARGUMENT, UNKNOWN_FIELD, INVALID_CURSOR, URL_NOT_ALLOWED, INVALID_SIGNATURE, SLUG_RESERVED, BUNDLE_PRICE, PRICE_BELOW_MINIMUM, CURRENCY_MISMATCH */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAUTHENTICATED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_FOUND, VERSION_UNKNOWN, ASSET_NOT_PUBLISHED */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description STRIPE_UNAVAILABLE, STORAGE_UNAVAILABLE, ASSET_MISSING, UNAVAILABLE, WEBHOOK_DISABLED */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Billing.CheckoutKey": {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path: {
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    cancelUrl: string;
                    org_id?: string;
                    successUrl: string;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["billing.CheckoutResponse"];
                };
            };
            /** @description INVALID_JSON, INVALID_ARGUMENT, UNKNOWN_FIELD, INVALID_CURSOR, URL_NOT_ALLOWED, INVALID_SIGNATURE, SLUG_RESERVED, BUNDLE_PRICE, PRICE_BELOW_MINIMUM, CURRENCY_MISMATCH */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAUTHENTICATED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_ADMIN, SERVER_EVENT, LINK_INVALID, NOT_ENTITLED, EXPIRED, NOT_STARTED, SUSPENDED_DISPUTE, SUSPENDED_CREDIT, REVOKED_REFUND, REVOKED_MANUAL, FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_FOUND, VERSION_UNKNOWN, ASSET_NOT_PUBLISHED */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description ALREADY_OWNED, NOT_FOR_SALE, KEY_UNAVAILABLE, CREDIT_IN_USE, VERSION_IMMUTABLE, INGESTION_RUNNING, CONFLICT, IN_PROGRESS, LAST_OWNER */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description BODY_TOO_LARGE */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNSUPPORTED_MEDIA_TYPE */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description IDEMPOTENCY_KEY_REUSED */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description STRIPE_UNAVAILABLE, STORAGE_UNAVAILABLE, ASSET_MISSING, UNAVAILABLE, WEBHOOK_DISABLED */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Catalog.DiffVersions": {
        parameters: {
            query: {
                from: string;
                to?: string;
            };
            header?: {
                "If-None-Match"?: string;
            };
            path: {
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["catalog.DiffVersionsResponse"];
                };
            };
            /** @description What the client has is current */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description INVALID_JSON, INVALID_ARGUMENT, UNKNOWN_FIELD, INVALID_CURSOR, URL_NOT_ALLOWED, INVALID_SIGNATURE, SLUG_RESERVED, BUNDLE_PRICE, PRICE_BELOW_MINIMUM, CURRENCY_MISMATCH */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAUTHENTICATED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_FOUND, VERSION_UNKNOWN, ASSET_NOT_PUBLISHED */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description STRIPE_UNAVAILABLE, STORAGE_UNAVAILABLE, ASSET_MISSING, UNAVAILABLE, WEBHOOK_DISABLED */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Entitlement.Download": {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path: {
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    version?: string;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["entitlement.DownloadResponse"];
                };
            };
            /** @description INVALID_JSON, INVALID_ARGUMENT, UNKNOWN_FIELD, INVALID_CURSOR, URL_NOT_ALLOWED, INVALID_SIGNATURE, SLUG_RESERVED, BUNDLE_PRICE, PRICE_BELOW_MINIMUM, CURRENCY_MISMATCH */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAUTHENTICATED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_ADMIN, SERVER_EVENT, LINK_INVALID, NOT_ENTITLED, EXPIRED, NOT_STARTED, SUSPENDED_DISPUTE, SUSPENDED_CREDIT, REVOKED_REFUND, REVOKED_MANUAL, FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_FOUND, VERSION_UNKNOWN, ASSET_NOT_PUBLISHED */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description ALREADY_OWNED, NOT_FOR_SALE, KEY_UNAVAILABLE, CREDIT_IN_USE, VERSION_IMMUTABLE, INGESTION_RUNNING, CONFLICT, IN_PROGRESS, LAST_OWNER */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description BODY_TOO_LARGE */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNSUPPORTED_MEDIA_TYPE */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description IDEMPOTENCY_KEY_REUSED */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description STRIPE_UNAVAILABLE, STORAGE_UNAVAILABLE, ASSET_MISSING, UNAVAILABLE, WEBHOOK_DISABLED */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Catalog.GetPreview": {
        parameters: {
            query?: {
                version?: string;
            };
            header?: {
                "If-None-Match"?: string;
            };
            path: {
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html; charset=utf-8": string;
                };
            };
            /** @description What the client has is current */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description INVALID_JSON, INVALID_ARGUMENT, UNKNOWN_FIELD, INVALID_CURSOR, URL_NOT_ALLOWED, INVALID_SIGNATURE, SLUG_RESERVED, BUNDLE_PRICE, PRICE_BELOW_MINIMUM, CURRENCY_MISMATCH */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAUTHENTICATED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_FOUND, VERSION_UNKNOWN, ASSET_NOT_PUBLISHED */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description STRIPE_UNAVAILABLE, STORAGE_UNAVAILABLE, ASSET_MISSING, UNAVAILABLE, WEBHOOK_DISABLED */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Catalog.ListVersions": {
        parameters: {
            query?: {
                range?: string;
            };
            header?: {
                "If-None-Match"?: string;
            };
            path: {
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["catalog.ListVersionsResponse"];
                };
            };
            /** @description What the client has is current */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description INVALID_JSON, INVALID_ARGUMENT, UNKNOWN_FIELD, INVALID_CURSOR, URL_NOT_ALLOWED, INVALID_SIGNATURE, SLUG_RESERVED, BUNDLE_PRICE, PRICE_BELOW_MINIMUM, CURRENCY_MISMATCH */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAUTHENTICATED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_FOUND, VERSION_UNKNOWN, ASSET_NOT_PUBLISHED */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description STRIPE_UNAVAILABLE, STORAGE_UNAVAILABLE, ASSET_MISSING, UNAVAILABLE, WEBHOOK_DISABLED */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Catalog.GetVersion": {
        parameters: {
            query?: never;
            header?: {
                "If-None-Match"?: string;
            };
            path: {
                slug: string;
                version: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["catalog.GetVersionResponse"];
                };
            };
            /** @description What the client has is current */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description INVALID_JSON, INVALID_ARGUMENT, UNKNOWN_FIELD, INVALID_CURSOR, URL_NOT_ALLOWED, INVALID_SIGNATURE, SLUG_RESERVED, BUNDLE_PRICE, PRICE_BELOW_MINIMUM, CURRENCY_MISMATCH */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAUTHENTICATED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_FOUND, VERSION_UNKNOWN, ASSET_NOT_PUBLISHED */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description STRIPE_UNAVAILABLE, STORAGE_UNAVAILABLE, ASSET_MISSING, UNAVAILABLE, WEBHOOK_DISABLED */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Catalog.ListFiles": {
        parameters: {
            query?: never;
            header?: {
                "If-None-Match"?: string;
            };
            path: {
                slug: string;
                version: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["catalog.ListFilesResponse"];
                };
            };
            /** @description What the client has is current */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description INVALID_JSON, INVALID_ARGUMENT, UNKNOWN_FIELD, INVALID_CURSOR, URL_NOT_ALLOWED, INVALID_SIGNATURE, SLUG_RESERVED, BUNDLE_PRICE, PRICE_BELOW_MINIMUM, CURRENCY_MISMATCH */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAUTHENTICATED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_FOUND, VERSION_UNKNOWN, ASSET_NOT_PUBLISHED */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description STRIPE_UNAVAILABLE, STORAGE_UNAVAILABLE, ASSET_MISSING, UNAVAILABLE, WEBHOOK_DISABLED */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "OwnPerson.EraseMe": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    confirm: string;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["person.EraseMeResponse"];
                };
            };
            /** @description INVALID_JSON, INVALID_ARGUMENT, UNKNOWN_FIELD, INVALID_CURSOR, URL_NOT_ALLOWED, INVALID_SIGNATURE, SLUG_RESERVED, BUNDLE_PRICE, PRICE_BELOW_MINIMUM, CURRENCY_MISMATCH */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAUTHENTICATED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_ADMIN, SERVER_EVENT, LINK_INVALID, NOT_ENTITLED, EXPIRED, NOT_STARTED, SUSPENDED_DISPUTE, SUSPENDED_CREDIT, REVOKED_REFUND, REVOKED_MANUAL, FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description ALREADY_OWNED, NOT_FOR_SALE, KEY_UNAVAILABLE, CREDIT_IN_USE, VERSION_IMMUTABLE, INGESTION_RUNNING, CONFLICT, IN_PROGRESS, LAST_OWNER */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description BODY_TOO_LARGE */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNSUPPORTED_MEDIA_TYPE */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description STRIPE_UNAVAILABLE, STORAGE_UNAVAILABLE, ASSET_MISSING, UNAVAILABLE, WEBHOOK_DISABLED */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Billing.ListOrders": {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
                org_id?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["billing.ListOrdersResponse"];
                };
            };
            /** @description INVALID_JSON, INVALID_ARGUMENT, UNKNOWN_FIELD, INVALID_CURSOR, URL_NOT_ALLOWED, INVALID_SIGNATURE, SLUG_RESERVED, BUNDLE_PRICE, PRICE_BELOW_MINIMUM, CURRENCY_MISMATCH */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAUTHENTICATED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_ADMIN, SERVER_EVENT, LINK_INVALID, NOT_ENTITLED, EXPIRED, NOT_STARTED, SUSPENDED_DISPUTE, SUSPENDED_CREDIT, REVOKED_REFUND, REVOKED_MANUAL, FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description STRIPE_UNAVAILABLE, STORAGE_UNAVAILABLE, ASSET_MISSING, UNAVAILABLE, WEBHOOK_DISABLED */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Billing.GetOrder": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["billing.GetOrderResponse"];
                };
            };
            /** @description INVALID_JSON, INVALID_ARGUMENT, UNKNOWN_FIELD, INVALID_CURSOR, URL_NOT_ALLOWED, INVALID_SIGNATURE, SLUG_RESERVED, BUNDLE_PRICE, PRICE_BELOW_MINIMUM, CURRENCY_MISMATCH */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAUTHENTICATED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_ADMIN, SERVER_EVENT, LINK_INVALID, NOT_ENTITLED, EXPIRED, NOT_STARTED, SUSPENDED_DISPUTE, SUSPENDED_CREDIT, REVOKED_REFUND, REVOKED_MANUAL, FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_FOUND, VERSION_UNKNOWN, ASSET_NOT_PUBLISHED */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description STRIPE_UNAVAILABLE, STORAGE_UNAVAILABLE, ASSET_MISSING, UNAVAILABLE, WEBHOOK_DISABLED */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Billing.CheckoutShortfall": {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    cancelUrl: string;
                    successUrl: string;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["billing.CheckoutResponse"];
                };
            };
            /** @description INVALID_JSON, INVALID_ARGUMENT, UNKNOWN_FIELD, INVALID_CURSOR, URL_NOT_ALLOWED, INVALID_SIGNATURE, SLUG_RESERVED, BUNDLE_PRICE, PRICE_BELOW_MINIMUM, CURRENCY_MISMATCH */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAUTHENTICATED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_ADMIN, SERVER_EVENT, LINK_INVALID, NOT_ENTITLED, EXPIRED, NOT_STARTED, SUSPENDED_DISPUTE, SUSPENDED_CREDIT, REVOKED_REFUND, REVOKED_MANUAL, FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_FOUND, VERSION_UNKNOWN, ASSET_NOT_PUBLISHED */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description ALREADY_OWNED, NOT_FOR_SALE, KEY_UNAVAILABLE, CREDIT_IN_USE, VERSION_IMMUTABLE, INGESTION_RUNNING, CONFLICT, IN_PROGRESS, LAST_OWNER */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description BODY_TOO_LARGE */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNSUPPORTED_MEDIA_TYPE */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description IDEMPOTENCY_KEY_REUSED */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description STRIPE_UNAVAILABLE, STORAGE_UNAVAILABLE, ASSET_MISSING, UNAVAILABLE, WEBHOOK_DISABLED */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Organisations.ListOrganisations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["entitlement.ListOrganisationsResponse"];
                };
            };
            /** @description INVALID_JSON, INVALID_ARGUMENT, UNKNOWN_FIELD, INVALID_CURSOR, URL_NOT_ALLOWED, INVALID_SIGNATURE, SLUG_RESERVED, BUNDLE_PRICE, PRICE_BELOW_MINIMUM, CURRENCY_MISMATCH */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAUTHENTICATED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_ADMIN, SERVER_EVENT, LINK_INVALID, NOT_ENTITLED, EXPIRED, NOT_STARTED, SUSPENDED_DISPUTE, SUSPENDED_CREDIT, REVOKED_REFUND, REVOKED_MANUAL, FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description STRIPE_UNAVAILABLE, STORAGE_UNAVAILABLE, ASSET_MISSING, UNAVAILABLE, WEBHOOK_DISABLED */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Organisations.RenameOrganisation": {
        parameters: {
            query?: never;
            header?: {
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    name: string | null;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["entitlement.RenameOrganisationResponse"];
                };
            };
            /** @description INVALID_JSON, INVALID_ARGUMENT, UNKNOWN_FIELD, INVALID_CURSOR, URL_NOT_ALLOWED, INVALID_SIGNATURE, SLUG_RESERVED, BUNDLE_PRICE, PRICE_BELOW_MINIMUM, CURRENCY_MISMATCH */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAUTHENTICATED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_ADMIN, SERVER_EVENT, LINK_INVALID, NOT_ENTITLED, EXPIRED, NOT_STARTED, SUSPENDED_DISPUTE, SUSPENDED_CREDIT, REVOKED_REFUND, REVOKED_MANUAL, FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_FOUND, VERSION_UNKNOWN, ASSET_NOT_PUBLISHED */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description ALREADY_OWNED, NOT_FOR_SALE, KEY_UNAVAILABLE, CREDIT_IN_USE, VERSION_IMMUTABLE, INGESTION_RUNNING, CONFLICT, IN_PROGRESS, LAST_OWNER */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description PRECONDITION_FAILED */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description BODY_TOO_LARGE */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNSUPPORTED_MEDIA_TYPE */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description STRIPE_UNAVAILABLE, STORAGE_UNAVAILABLE, ASSET_MISSING, UNAVAILABLE, WEBHOOK_DISABLED */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Organisations.ListMembers": {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["entitlement.ListMembersResponse"];
                };
            };
            /** @description INVALID_JSON, INVALID_ARGUMENT, UNKNOWN_FIELD, INVALID_CURSOR, URL_NOT_ALLOWED, INVALID_SIGNATURE, SLUG_RESERVED, BUNDLE_PRICE, PRICE_BELOW_MINIMUM, CURRENCY_MISMATCH */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAUTHENTICATED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_ADMIN, SERVER_EVENT, LINK_INVALID, NOT_ENTITLED, EXPIRED, NOT_STARTED, SUSPENDED_DISPUTE, SUSPENDED_CREDIT, REVOKED_REFUND, REVOKED_MANUAL, FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_FOUND, VERSION_UNKNOWN, ASSET_NOT_PUBLISHED */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description STRIPE_UNAVAILABLE, STORAGE_UNAVAILABLE, ASSET_MISSING, UNAVAILABLE, WEBHOOK_DISABLED */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Organisations.AddMember": {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    email?: string;
                    role: string;
                    user_id?: string;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["entitlement.AddMemberResponse"];
                };
            };
            /** @description INVALID_JSON, INVALID_ARGUMENT, UNKNOWN_FIELD, INVALID_CURSOR, URL_NOT_ALLOWED, INVALID_SIGNATURE, SLUG_RESERVED, BUNDLE_PRICE, PRICE_BELOW_MINIMUM, CURRENCY_MISMATCH */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAUTHENTICATED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_ADMIN, SERVER_EVENT, LINK_INVALID, NOT_ENTITLED, EXPIRED, NOT_STARTED, SUSPENDED_DISPUTE, SUSPENDED_CREDIT, REVOKED_REFUND, REVOKED_MANUAL, FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_FOUND, VERSION_UNKNOWN, ASSET_NOT_PUBLISHED */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description ALREADY_OWNED, NOT_FOR_SALE, KEY_UNAVAILABLE, CREDIT_IN_USE, VERSION_IMMUTABLE, INGESTION_RUNNING, CONFLICT, IN_PROGRESS, LAST_OWNER */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description BODY_TOO_LARGE */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNSUPPORTED_MEDIA_TYPE */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description IDEMPOTENCY_KEY_REUSED */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description STRIPE_UNAVAILABLE, STORAGE_UNAVAILABLE, ASSET_MISSING, UNAVAILABLE, WEBHOOK_DISABLED */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Organisations.ChangeRole": {
        parameters: {
            query?: never;
            header?: {
                "If-Match"?: string;
            };
            path: {
                id: string;
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    role: string;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["entitlement.ChangeRoleResponse"];
                };
            };
            /** @description INVALID_JSON, INVALID_ARGUMENT, UNKNOWN_FIELD, INVALID_CURSOR, URL_NOT_ALLOWED, INVALID_SIGNATURE, SLUG_RESERVED, BUNDLE_PRICE, PRICE_BELOW_MINIMUM, CURRENCY_MISMATCH */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAUTHENTICATED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_ADMIN, SERVER_EVENT, LINK_INVALID, NOT_ENTITLED, EXPIRED, NOT_STARTED, SUSPENDED_DISPUTE, SUSPENDED_CREDIT, REVOKED_REFUND, REVOKED_MANUAL, FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_FOUND, VERSION_UNKNOWN, ASSET_NOT_PUBLISHED */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description ALREADY_OWNED, NOT_FOR_SALE, KEY_UNAVAILABLE, CREDIT_IN_USE, VERSION_IMMUTABLE, INGESTION_RUNNING, CONFLICT, IN_PROGRESS, LAST_OWNER */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description PRECONDITION_FAILED */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description BODY_TOO_LARGE */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNSUPPORTED_MEDIA_TYPE */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description STRIPE_UNAVAILABLE, STORAGE_UNAVAILABLE, ASSET_MISSING, UNAVAILABLE, WEBHOOK_DISABLED */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Organisations.RemoveMember": {
        parameters: {
            query?: never;
            header?: {
                "If-Match"?: string;
            };
            path: {
                id: string;
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["entitlement.RemoveMemberResponse"];
                };
            };
            /** @description INVALID_JSON, INVALID_ARGUMENT, UNKNOWN_FIELD, INVALID_CURSOR, URL_NOT_ALLOWED, INVALID_SIGNATURE, SLUG_RESERVED, BUNDLE_PRICE, PRICE_BELOW_MINIMUM, CURRENCY_MISMATCH */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAUTHENTICATED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_ADMIN, SERVER_EVENT, LINK_INVALID, NOT_ENTITLED, EXPIRED, NOT_STARTED, SUSPENDED_DISPUTE, SUSPENDED_CREDIT, REVOKED_REFUND, REVOKED_MANUAL, FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_FOUND, VERSION_UNKNOWN, ASSET_NOT_PUBLISHED */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description ALREADY_OWNED, NOT_FOR_SALE, KEY_UNAVAILABLE, CREDIT_IN_USE, VERSION_IMMUTABLE, INGESTION_RUNNING, CONFLICT, IN_PROGRESS, LAST_OWNER */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description PRECONDITION_FAILED */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description STRIPE_UNAVAILABLE, STORAGE_UNAVAILABLE, ASSET_MISSING, UNAVAILABLE, WEBHOOK_DISABLED */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Discovery.ListSituations": {
        parameters: {
            query?: never;
            header?: {
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["discovery.ListSituationsResponse"];
                };
            };
            /** @description What the client has is current */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description INVALID_JSON, INVALID_ARGUMENT, UNKNOWN_FIELD, INVALID_CURSOR, URL_NOT_ALLOWED, INVALID_SIGNATURE, SLUG_RESERVED, BUNDLE_PRICE, PRICE_BELOW_MINIMUM, CURRENCY_MISMATCH */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAUTHENTICATED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description STRIPE_UNAVAILABLE, STORAGE_UNAVAILABLE, ASSET_MISSING, UNAVAILABLE, WEBHOOK_DISABLED */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
