// Made by tools/generate.mjs from /openapi.json. Do not edit: run scripts/client_types.sh.
export interface paths {
    "/auth/callback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign in with what a provider sent back
         * @description The session is kept in a cookie that scripts cannot read; the access token is in the answer only.
         */
        post: operations["SignIn.ByOAuth"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/dev/sign-in": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign in as a persona of a local stack
         * @description The session is kept in a cookie that scripts cannot read; the access token is in the answer only.
         */
        post: operations["SignIn.AsPersona"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/magic-link": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a link that signs in
         * @description The session is kept in a cookie that scripts cannot read; the access token is in the answer only.
         */
        post: operations["SignIn.SendLink"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/oauth/{provider}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Sign in with a provider, such as GitHub
         * @description For a browser to go to: the provider sends the person back to /sign-in with a `code`.
         */
        get: operations["SignIn.BeginOAuth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A new access token for the session
         * @description The session is kept in a cookie that scripts cannot read; the access token is in the answer only.
         */
        post: operations["SignIn.Refresh"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/sign-in": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign in with a password
         * @description The session is kept in a cookie that scripts cannot read; the access token is in the answer only.
         */
        post: operations["SignIn.ByPassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/sign-out": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End the session
         * @description The session is kept in a cookie that scripts cannot read; the access token is in the answer only.
         */
        post: operations["SignIn.SignOut"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign in with a link that was sent
         * @description The session is kept in a cookie that scripts cannot read; the access token is in the answer only.
         */
        post: operations["SignIn.ByLink"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/billing/portal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A link to Stripe's billing portal
         * @description In the portal the person changes cards and reads invoices.
         */
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
        /**
         * Take an event of Stripe's
         * @description The signature is over the raw bytes of the body. An event that was stored is answered with 200, also when it came before.
         */
        post: operations["Billing.Webhook"];
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
        /**
         * What frontends may know of this installation
         * @description Currencies with what is needed to show amounts, and how people sign in.
         */
        get: operations["Gateway.Config"];
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
        /**
         * This document as a page
         * @description For people; NOT_FOUND where JSON is asked for.
         */
        get: operations["Gateway.Docs"];
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
        /**
         * Whether the gateway lives
         * @description Limits do not count it.
         */
        get: operations["Gateway.Live"];
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
        /**
         * The audit chains of all services, merged
         * @description Lists the actions of every service's administrators and machines, the newest first.
         */
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
        /**
         * Create or replace a bundle
         * @description A bundle whose KEYS can all be bought singly must cost less than their sum. If-Match is enforced when it is sent.
         */
        put: operations["CatalogAdmin.PutBundle"];
        post?: never;
        /**
         * Take a bundle off sale
         * @description Buyers keep the access that the bundle gave them.
         */
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
        /**
         * Give a KEY to a user or an organisation
         * @description The grant holds for a span of time, or without end.
         */
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
        /**
         * Revoke a grant
         * @description Access by this grant ends at once, and with it the downloads under way.
         */
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
        /**
         * Move a grant to another user or organisation
         * @description The grant keeps its order line, so refund and dispute of the order follow it. CREDIT_IN_USE for a line whose payment is credited to other orders, CONFLICT for a grant that is revoked.
         */
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
        /**
         * Ingest the assets folder
         * @description Reads the assets folder, publishes the KEYS that are new or changed, and reports on every KEY. A bad KEY keeps no other out.
         */
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
        /**
         * Ingest an index of assets given as JSON
         * @description A bad entry keeps no other out.
         */
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
        /**
         * Earlier ingestions, newest first
         * @description Shows who started each run, when, and how it ended.
         */
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
        /**
         * One ingestion with its report
         * @description The report is the one that the run answered with.
         */
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
        /**
         * Change a KEY's price or status
         * @description Changes the members that are present; null clears one. Returns the KEY as it is now. If-Match is enforced when it is sent.
         */
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
        /**
         * Withdraw a version
         * @description From then on the version is served only to those who name it exactly, and another one is the latest.
         */
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
        /**
         * All orders, newest first
         * @description Lists the orders of all users and organisations.
         */
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
        /**
         * Any order
         * @description Returns the order of any user or organisation.
         */
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
        /**
         * Refund an order
         * @description Refunds in full, by amount, or one line. CREDIT_IN_USE names the orders to refund first.
         */
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
        /**
         * Waive an order's shortfall
         * @description The order gives access again without being paid for. CONFLICT when it has no shortfall.
         */
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
        /**
         * Make a user a member of an organisation, or change their role
         * @description The organisation is made if it does not exist. LAST_OWNER when the only owner would get another role.
         */
        put: operations["EntitlementAdmin.PutMember"];
        post?: never;
        /**
         * Take a user out of an organisation
         * @description LAST_OWNER when the member is the only owner of the organisation.
         */
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
        /**
         * Cohorts by the week or month of the first purchase
         * @description One row for each cohort and each period since. CSV with `format=csv`.
         */
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
        /**
         * Funnel from views to downloads, by local day
         * @description Every day of the span has its row, with zeros where nothing happened. Persons are counted once in a row, so rows do not add up. CSV with `format=csv`.
         */
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
        /**
         * Revenue by local day and currency
         * @description Every period of the span has its row. Amounts are never added over currencies. CSV with `format=csv`.
         */
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
        /**
         * KEYS by purchases, downloads and views
         * @description Lists KEYS with events in the span, the best first. CSV with `format=csv`.
         */
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
        /**
         * Bring Stripe's products and prices in step with the catalog
         * @description Repeat the call until it says that it is complete.
         */
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
        /**
         * How far the erasure of a person has come
         * @description Shows which services are done. Nothing in it names the person, and it stays readable when the erasure has ended. NOT_FOUND when the person was never erased.
         */
        get: operations["PersonErasure.GetUserErasure"];
        put?: never;
        /**
         * Erase a person
         * @description Every service erases the person's identity and keeps amounts, orders and facts under another name. An erasure that does not end within a few seconds is answered 202 and goes on: ask at `Location` how far it has come. Repeating it is safe. UNAVAILABLE when it could not be begun.
         */
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
        /**
         * What every service keeps of a person
         * @description Sent while it is gathered: a failure in the middle cuts the connection, and the document lacks its last member, `complete`. Somebody who never came has empty sections.
         */
        get: operations["PersonExport.ExportUser"];
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
        /**
         * Stored webhook events
         * @description The newest event comes first, with its outcome.
         */
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
        /**
         * Handle a stored event again
         * @description Effects that the event had already are not repeated.
         */
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
        /**
         * Record that something was seen or clicked
         * @description Views need no token; a click on a recommendation does. The server records purchases and downloads itself: SERVER_EVENT.
         */
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
        /**
         * List the bundles
         * @description Lists all bundles on sale, with their KEYS.
         */
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
        /**
         * One bundle with its KEYS
         * @description Shows its KEYS and its price for somebody who owns none of them.
         */
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
        /**
         * Buy a bundle
         * @description Charges the quote that GET …/discount shows. A bundle that costs nothing is granted at once: its status is fulfilled and there is no session.
         */
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
        /**
         * Quote for a bundle, line by line
         * @description Returns the quote that checkout would charge now.
         */
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
        /**
         * KEYS recommended to you, with the reasons
         * @description Recommends by the signals that the caller told. Scores add up, and each recommendation says what counted and what would change it.
         */
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
        /**
         * The KEYS that you dismissed
         * @description A dismissed KEY is not recommended to the caller until its dismissal is taken back.
         */
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
        /**
         * Dismiss a KEY from your recommendations
         * @description From the answer on the KEY is not recommended to the caller. Repeating it changes nothing. NOT_FOUND for a KEY that is not published; CONFLICT for a person with 1,000 dismissals.
         */
        put: operations["Discovery.DismissKey"];
        post?: never;
        /**
         * Let a KEY be recommended to you again
         * @description Works for a KEY that is no longer published too. NOT_FOUND where there is neither a dismissal nor a KEY.
         */
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
        /**
         * Why a KEY is or is not recommended to you
         * @description Shows the rules that counted and what would change the answer.
         */
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
        /**
         * Types of signals that you opted out of
         * @description Signals of these types are not kept.
         */
        get: operations["Discovery.ListOptOuts"];
        put?: never;
        post?: never;
        /**
         * Lift all your opt-outs
         * @description Afterwards signals of every type may be kept again.
         */
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
        /**
         * Opt out of signals of a type, or of all, and delete those kept so far
         * @description Repeating it changes nothing.
         */
        put: operations["Discovery.SetOptOut"];
        post?: never;
        /**
         * Allow signals of a type, or of all types, again
         * @description Returns the opt-outs that remain.
         */
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
        /**
         * Tell what you do, use or want to solve
         * @description A signal is used for the caller's recommendations only and kept for 90 days. CONFLICT when the caller opted out of signals of this type.
         */
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
        /**
         * Your signals
         * @description Each signal is shown with its purpose, origin and expiry.
         */
        get: operations["Discovery.ListSignals"];
        put?: never;
        post?: never;
        /**
         * Delete all your signals
         * @description The signals are deleted at once and cannot be restored.
         */
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
        /**
         * One of your signals
         * @description The signal is shown with its purpose, origin and expiry.
         */
        get: operations["Discovery.GetSignal"];
        put?: never;
        post?: never;
        /**
         * Delete one of your signals
         * @description The signal is deleted at once and cannot be restored.
         */
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
        /**
         * The bytes behind a link, whole or a part
         * @description The link is a credential by itself; no token is read. It ends with the access it was made for, also while bytes are on their way.
         */
        get: operations["Entitlement.DownloadBytes"];
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
        /**
         * Your grants and those of your organisations
         * @description Lists the grants of the caller and of every organisation that the caller belongs to: one entry for each tenant and KEY.
         */
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
        /**
         * Why you have access to a KEY, or why not
         * @description Shows the facts from which the answer follows.
         */
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
        /**
         * List the KEYS that can be found here
         * @description Published KEYS, newest first unless `sort` says otherwise. Filters narrow the list together; page through it with `cursor`.
         */
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
        /**
         * One KEY with its versions and related KEYS
         * @description Returns everything that a page about a KEY shows, with `hasAccess` for signed-in callers.
         */
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
        /**
         * Buy a KEY
         * @description Returns the address at which the person pays. A KEY that costs nothing is granted at once: its status is fulfilled and there is no session.
         */
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
        /**
         * What changed between two versions, and whether the version number says so
         * @description Says which files and which fields of the manifest differ, how severe the changes are, and whether the version number admits it.
         */
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
        /**
         * Get a signed link to a version's bytes
         * @description Decides at this moment, records the decision, and returns a link that is valid for an hour. A refusal says why and what to do next.
         */
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
        /**
         * Preview of a KEY as safe HTML
         * @description Returns a whole HTML document that neither runs scripts nor loads anything. NOT_FOUND when there is none, or its author keeps it for buyers.
         */
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
        /**
         * The versions of a KEY, newest SemVer first
         * @description Each version has its digest and size. Withdrawn versions are listed too.
         */
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
        /**
         * One version of a KEY, with its README and changelog
         * @description Returns a withdrawn version too, because it is named exactly.
         */
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
        /**
         * The files in the archive of a version, with their sizes
         * @description Lists the files of the archive, so that it need not be downloaded to look inside.
         */
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
        /**
         * How far the erasure of your account has come
         * @description Does the same as GetUserErasure for the caller. The token that began the erasure is taken here until it expires, and nowhere else.
         */
        get: operations["OwnPerson.GetOwnErasure"];
        put?: never;
        /**
         * Erase your account; amounts and facts stay under another name
         * @description Does the same as EraseUser for the caller. From the answer on the caller's tokens are refused.
         */
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
        /**
         * What every service keeps of you
         * @description Sent while it is gathered: a failure in the middle cuts the connection, and the document lacks its last member, `complete`.
         */
        get: operations["PersonExport.ExportMe"];
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
        /**
         * Your orders, newest first
         * @description Includes the orders of organisations whose owner or admin the caller is.
         */
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
        /**
         * One of your orders
         * @description Ask again until the status is fulfilled. The address to which a person comes back proves nothing.
         */
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
        /**
         * Pay an order's shortfall
         * @description Pays the shortfall of an order that is SUSPENDED_CREDIT. CONFLICT when it has none.
         */
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
        /**
         * The organisations you belong to
         * @description Each has the caller's role. The list is empty for somebody who belongs to none.
         */
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
        /**
         * Name an organisation that you own
         * @description Only owners may rename.
         */
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
        /**
         * The members of an organisation you belong to
         * @description Every member sees the others, with their e-mail addresses and roles.
         */
        get: operations["Organisations.ListMembers"];
        put?: never;
        /**
         * Make somebody a member of an organisation that you own
         * @description Only owners may add. NOT_FOUND for an e-mail address that no token has had; CONFLICT for one that tokens of several people have had, and for somebody who is a member with another role.
         */
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
        /**
         * Change the role of a member of an organisation that you own
         * @description Only owners may change roles. NOT_FOUND for somebody who is no member; LAST_OWNER.
         */
        put: operations["Organisations.ChangeRole"];
        post?: never;
        /**
         * Take a member out of an organisation that you own, or leave one
         * @description Owners may remove anybody, and members themselves. NOT_FOUND for somebody who is no member; LAST_OWNER.
         */
        delete: operations["Organisations.RemoveMember"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/marketplace/screenshots/{file}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A picture of a KEY
         * @description PNG, JPEG or WebP, by the ending of the name. The address names the bytes, so it may be kept for ever. No token is read.
         */
        get: operations["Catalog.Screenshot"];
        put?: never;
        post?: never;
        delete?: never;
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
        /**
         * Situations a visitor may be in, each with a few choices that lead to KEYS
         * @description Lists the situations of the shop's guided start. They are written by a curator and contain no personal data.
         */
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
        /**
         * This document
         * @description OpenAPI 3.1, made from what is served.
         */
        get: operations["Gateway.OpenApi"];
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
        /**
         * Whether every service serves
         * @description Limits do not count it.
         */
        get: operations["Gateway.Ready"];
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
        /** @description A cohort in one period. There is one row for each cohort and each period from its own to the last of the span. */
        "analytics.CohortRow": {
            /**
             * Format: int64
             * @description Number of them who bought or downloaded in this period.
             */
            active: number;
            /**
             * Format: int64
             * @description Number of them who bought in this period. At offset 0 all did.
             */
            buyers: number;
            /** @description The first day of the week or month in which these persons bought for the first time ever. */
            cohort: string;
            /**
             * Format: int64
             * @description Number of them who downloaded in this period.
             */
            downloaders: number;
            /**
             * Format: int64
             * @description Number of periods since the cohort's own.
             */
            offset: number;
            /** @description First day of the period that the row counts. */
            period: string;
            /**
             * Format: int64
             * @description Number of persons in the cohort: all whose first purchase lies in its period.
             */
            persons: number;
        };
        /** @description Every event counts, so a bundle of five KEYS is five purchases. Persons are distinct. */
        "analytics.FunnelRow": {
            /**
             * Format: int64
             * @description Those of `views` by visitors who were not signed in. They are in no count of persons.
             */
            anonymous_views: number;
            /**
             * Format: int64
             * @description Persons who bought.
             */
            buyers: number;
            /** @description The same share from clicking to buying. */
            click_to_purchase?: number;
            /**
             * Format: int64
             * @description Persons with such a click.
             */
            clickers: number;
            /** @description The local day, or "total" for the whole span, in which a person counts once. */
            day: string;
            /**
             * Format: int64
             * @description Clicks on recommendations.
             */
            discovery_clicks: number;
            /**
             * Format: int64
             * @description Persons who downloaded.
             */
            downloaders: number;
            /**
             * Format: int64
             * @description Downloads.
             */
            downloads: number;
            /**
             * Format: date-time
             * @description Start of the row.
             * @example 2026-01-31T12:00:00Z
             */
            from: string;
            /** @description The same share from buying to downloading. */
            purchase_to_download?: number;
            /**
             * Format: int64
             * @description KEYS bought, free ones too.
             */
            purchases: number;
            /**
             * Format: date-time
             * @description End of the row, not included.
             * @example 2026-01-31T12:00:00Z
             */
            to: string;
            /** @description Share of the persons of one step who also did the next within the period, 0 to 1. Absent where nobody did the first step. */
            view_to_click?: number;
            /** @description The same share from viewing to buying. */
            view_to_purchase?: number;
            /**
             * Format: int64
             * @description Persons with a view.
             */
            viewers: number;
            /**
             * Format: int64
             * @description All views of KEYS, bundles and pages, signed in or not.
             */
            views: number;
        };
        "analytics.GetCohortsResponse": {
            /**
             * Format: date-time
             * @description Start of the span.
             * @example 2026-01-31T12:00:00Z
             */
            from: string;
            /** @description One row for each cohort and each period since its own. */
            rows: components["schemas"]["analytics.CohortRow"][];
            /**
             * Format: date-time
             * @description End of the span, not included.
             * @example 2026-01-31T12:00:00Z
             */
            to: string;
            /**
             * @description Time zone whose days are counted.
             * @example Europe/Berlin
             */
            tz: string;
        };
        "analytics.GetFunnelResponse": {
            /**
             * Format: date-time
             * @description Start of the span.
             * @example 2026-01-31T12:00:00Z
             */
            from: string;
            /** @description One row for each local day. */
            rows: components["schemas"]["analytics.FunnelRow"][];
            /**
             * Format: date-time
             * @description End of the span, not included.
             * @example 2026-01-31T12:00:00Z
             */
            to: string;
            /** @description The whole span. */
            total: components["schemas"]["analytics.FunnelRow"];
            /**
             * @description Time zone whose days are counted.
             * @example Europe/Berlin
             */
            tz: string;
        };
        "analytics.RecordEventResponse": {
            /** @description Always true, because every failure is an error. */
            success: boolean;
        };
        "billing.CheckoutResponse": {
            /**
             * @description Id of the order.
             * @example 0192f3c1-7e7a-7c3e-9d55-1f0c3b6a2e11
             */
            order_id: string;
            /**
             * @description Id of the Stripe Checkout session. Empty when nothing had to be paid.
             * @example 0192f3c1-7e7a-7c3e-9d55-1f0c3b6a2e11
             */
            sessionId: string;
            /**
             * @description State of the order, which is fulfilled when nothing had to be paid.
             * @example open
             * @enum {string}
             */
            status: "open" | "paid" | "fulfilled" | "refunded" | "partially_refunded" | "disputed" | "expired" | "failed";
            /** @description Address to which to send the person: the payment page, or `successUrl` when nothing had to be paid. */
            url: string;
        };
        "billing.GetDiscountResponse": {
            /** @description True when all of its KEYS are owned, so that there is nothing to buy. */
            alreadyOwned: boolean;
            /**
             * @description ISO 4217 code in lower case, e.g. usd.
             * @example usd
             */
            currency: string;
            /**
             * Format: int64
             * @description `originalPrice` minus `finalPrice`.
             * @example 17800
             */
            discount: number;
            /**
             * Format: int64
             * @description Amount that is charged, in the smallest unit of `currency` that Stripe charges.
             * @example 32100
             */
            finalPrice: number;
            /** @description Lines that explain the final price; they add up to it. */
            lines: components["schemas"]["billing.QuoteLine"][];
            /**
             * Format: int64
             * @description Price before discounts, in the smallest unit of `currency` that Stripe charges.
             * @example 49900
             */
            originalPrice: number;
            /** @description Slugs of those of its KEYS that are owned already. */
            ownedKeys: string[];
        };
        "billing.GetOrderResponse": {
            /** @description The order. */
            order: components["schemas"]["billing.Order"];
        };
        "billing.GetPortalResponse": {
            /** @description Address of Stripe's billing portal for this person, which is valid for a few minutes. */
            url: string;
        };
        "billing.GetRevenueResponse": {
            /**
             * Format: date-time
             * @description Start of the span.
             * @example 2026-01-31T12:00:00Z
             */
            from: string;
            /** @description A row for every day for each currency in which money moved in the span, by day, then by currency. Empty when none moved. */
            rows: components["schemas"]["billing.RevenueRow"][];
            /**
             * Format: date-time
             * @description End of the span, not included.
             * @example 2026-01-31T12:00:00Z
             */
            to: string;
            /** @description A row for each currency over the whole span. In CSV these are the last lines. */
            totals: components["schemas"]["billing.RevenueRow"][];
            /**
             * @description Time zone whose days are counted.
             * @example Europe/Berlin
             */
            tz: string;
        };
        "billing.ListOrdersResponse": {
            /** @description Send it as `cursor` to get the next page. Left out on the last page. */
            next_cursor?: string;
            /** @description Newest first. */
            orders: components["schemas"]["billing.Order"][];
        };
        "billing.ListWebhooksResponse": {
            /** @description Send it as `cursor` to get the next page. Left out on the last page. */
            next_cursor?: string;
            /** @description Newest first. */
            webhooks: components["schemas"]["billing.StoredWebhook"][];
        };
        "billing.Order": {
            /**
             * Format: int64
             * @description Amount that is or was to be paid, in the smallest unit of `currency` that Stripe charges.
             * @example 5900
             */
            amount_cents: number;
            /**
             * Format: date-time
             * @description Time at which checkout was started.
             * @example 2026-01-31T12:00:00Z
             */
            created_at: string;
            /**
             * @description ISO 4217 code in lower case, e.g. usd.
             * @example usd
             */
            currency: string;
            /**
             * @description UUID of the order.
             * @example 0192f3c1-7e7a-7c3e-9d55-1f0c3b6a2e11
             */
            id: string;
            /** @description KEY or bundle that was bought. */
            item: components["schemas"]["billing.OrderItem"];
            /** @description Amount by KEY. */
            lines: components["schemas"]["billing.OrderLine"][];
            /** @description Notice to the buyer, if there is one. */
            notice?: components["schemas"]["billing.OrderNotice"];
            /** @description Quote from which the order was made, as it was charged. */
            receipt: components["schemas"]["billing.Receipt"];
            /**
             * Format: int64
             * @description Part of the amount that was refunded.
             */
            refunded_cents: number;
            /**
             * Format: int64
             * @description Amount that was paid later to end a shortfall. Its lines are among `lines`. It is part of amount_cents, not of the receipt.
             */
            shortfall_paid_cents: number;
            /**
             * @description State of the order. Only fulfilled means that its KEYS are granted.
             * @example open
             * @enum {string}
             */
            status: "open" | "paid" | "fulfilled" | "refunded" | "partially_refunded" | "disputed" | "expired" | "failed";
            /** @description Present while access is suspended. */
            suspended?: components["schemas"]["billing.Suspension"];
            /**
             * @description UUID of the user or organisation that holds the order.
             * @example 0192f3c1-7e7a-7c3e-9d55-1f0c3b6a2e11
             */
            tenantId: string;
            /**
             * @description Whether `tenantId` is a user or an organisation.
             * @example user
             * @enum {string}
             */
            tenantType: "user" | "org";
        };
        "billing.OrderItem": {
            /**
             * @description Id of the KEY or bundle.
             * @example 0192f3c1-7e7a-7c3e-9d55-1f0c3b6a2e11
             */
            id: string;
            /**
             * @description Whether a KEY or a bundle was bought.
             * @example key
             * @enum {string}
             */
            kind: "key" | "bundle";
            /**
             * @description Slug when it was bought.
             * @example leased-job-queue
             */
            slug: string;
            /**
             * @description Title when it was bought.
             * @example Leased job queue
             */
            title: string;
        };
        "billing.OrderLine": {
            /**
             * Format: int64
             * @description Part of the order's amount that was charged for this KEY.
             * @example 5900
             */
            amount_cents: number;
            /** @description False for KEYS that were owned already when the order was quoted. */
            grants: boolean;
            /**
             * @description Id of the KEY.
             * @example 0192f3c1-7e7a-7c3e-9d55-1f0c3b6a2e11
             */
            key_id: string;
            /**
             * @description Slug when it was bought.
             * @example leased-job-queue
             */
            slug: string;
            /**
             * @description Title when it was bought.
             * @example Leased job queue
             */
            title: string;
        };
        /** @description Notice to the buyer about an order. */
        "billing.OrderNotice": {
            /**
             * @description Reason why the payment was refunded in full and nothing was granted: a second payment for what is owned already, or a payment that does not fit the order.
             * @example SECOND_PAYMENT
             * @enum {string}
             */
            code: "SECOND_PAYMENT" | "PAYMENT_MISMATCH";
            /** @description Explanation in words: what happened and what it means. */
            detail: string;
        };
        "billing.QuoteLine": {
            /**
             * Format: int64
             * @description Amount in the smallest unit that Stripe charges; negative for reductions.
             * @example 5900
             */
            amount_cents: number;
            /**
             * @description Kind of the line: the price of a KEY, a credit for a KEY that was bought before, the cap at the sum of single prices, or a remainder below the smallest charge.
             * @example key
             * @enum {string}
             */
            kind: "key" | "credit" | "cap" | "minimum";
            /**
             * @description KEY that the line is about.
             * @example leased-job-queue
             */
            slug?: string;
            /** @description Line in words. */
            text: string;
        };
        "billing.Receipt": {
            /**
             * Format: int64
             * @description `originalPrice` minus `finalPrice`.
             * @example 17800
             */
            discount: number;
            /**
             * Format: int64
             * @description Amount that is charged, in the smallest unit of `currency` that Stripe charges.
             * @example 32100
             */
            finalPrice: number;
            /** @description The quote that was charged, line by line. */
            lines: components["schemas"]["billing.QuoteLine"][];
            /**
             * Format: int64
             * @description Price before discounts, in the smallest unit of `currency` that Stripe charges.
             * @example 49900
             */
            originalPrice: number;
            /**
             * Format: date-time
             * @description Time of the payment; absent until it has come in.
             * @example 2026-01-31T12:00:00Z
             */
            paid_at?: string;
        };
        "billing.RefundOrderResponse": {
            /** @description The order. */
            order: components["schemas"]["billing.Order"];
        };
        "billing.ReplayWebhookResponse": {
            /** @description The event after the attempt. */
            webhook: components["schemas"]["billing.StoredWebhook"];
        };
        /** @description Amounts in the minor unit of `currency`, never summed over currencies. Everything counts on the day on which the shop learned of it, so that a day that is over never changes. A refund counts on the day on which it was made, whenever the order was paid. */
        "billing.RevenueRow": {
            /**
             * @description ISO 4217 in lower case.
             * @example usd
             */
            currency: string;
            /** @description The local day, or "total" for the whole span. */
            day: string;
            /**
             * Format: int64
             * @description Amount of the disputes that were opened on this day, whatever becomes of them. It is still the shop's money.
             */
            disputed_cents: number;
            /**
             * Format: date-time
             * @description Start of the row.
             * @example 2026-01-31T12:00:00Z
             */
            from: string;
            /**
             * Format: int64
             * @description Amount charged, with tax and shortfalls, and with charges that were made by mistake and refunded since.
             */
            gross_cents: number;
            /**
             * Format: int64
             * @description Amount of the disputes that were lost on this day. Negative when the bank gave back more than it took.
             */
            lost_cents: number;
            /**
             * Format: int64
             * @description gross − refunded − lost.
             */
            net_cents: number;
            /**
             * Format: int64
             * @description Number of orders whose first money came in. Free orders and payments of a shortfall are not counted.
             */
            orders: number;
            /**
             * Format: int64
             * @description Amount refunded. Negative on a day on which more refunds failed than were made.
             */
            refunded_cents: number;
            /**
             * Format: date-time
             * @description End of the row, not included.
             * @example 2026-01-31T12:00:00Z
             */
            to: string;
        };
        "billing.StoredWebhook": {
            /**
             * Format: int32
             * @description Number of attempts to handle it.
             */
            attempts: number;
            /**
             * @description Stripe's id of the event.
             * @example evt_1PqXyZ2eZvKYlo2C
             */
            event_id: string;
            /** @description Stripe's type of the event, e.g. checkout.session.completed. */
            event_type: string;
            /**
             * Format: date-time
             * @description Time at which it was handled.
             * @example 2026-01-31T12:00:00Z
             */
            handled_at?: string;
            /** @description Error of the last attempt; empty when none has failed. */
            last_error: string;
            /**
             * @description Order that the event is about, once it is known.
             * @example 0192f3c1-7e7a-7c3e-9d55-1f0c3b6a2e11
             */
            order_id?: string;
            /**
             * @description Outcome, once the event was handled.
             * @example reliability
             */
            outcome: string;
            /**
             * Format: date-time
             * @description Time at which the event came in.
             * @example 2026-01-31T12:00:00Z
             */
            received_at: string;
            /**
             * @description pending: not handled yet. handled. dead: given up after too many attempts; replay it.
             * @example pending
             * @enum {string}
             */
            status: "pending" | "handled" | "dead";
        };
        "billing.Suspension": {
            /**
             * @description Reason for the suspension: a dispute, or credits that no longer cover the order.
             * @example SUSPENDED_DISPUTE
             * @enum {string}
             */
            code: "SUSPENDED_DISPUTE" | "SUSPENDED_CREDIT";
            /** @description Ids of the orders that caused it. */
            orders: string[];
            /**
             * Format: int64
             * @description Shortfall, for SUSPENDED_CREDIT; else 0.
             */
            shortfall_cents: number;
        };
        "billing.SyncStripeCount": {
            /**
             * Format: int32
             * @description Number of objects that were taken off sale.
             */
            archived: number;
            /**
             * Format: int32
             * @description Number of objects that were made.
             */
            created: number;
            /**
             * Format: int32
             * @description Number of objects that were renamed or made active again.
             */
            updated: number;
        };
        "billing.SyncStripeResponse": {
            /** @description True when everything that is sold was looked up at Stripe and is there as it is sold. False when the limit or the time was reached first, or Stripe refuses something. */
            complete: boolean;
            /**
             * Format: int32
             * @description Number of KEYS and bundles that have a price now.
             */
            offers: number;
            /** @description Changes of prices. */
            prices: components["schemas"]["billing.SyncStripeCount"];
            /** @description Changes of products. */
            products: components["schemas"]["billing.SyncStripeCount"];
            /** @description Items that Stripe refuses. They are sold all the same, because a session can carry name and amount itself. */
            refused: components["schemas"]["billing.OrderItem"][];
        };
        "billing.WaiveShortfallResponse": {
            /** @description The order. */
            order: components["schemas"]["billing.Order"];
        };
        "catalog.Bundle": {
            /**
             * @description Size of the bundle.
             * @example starter
             * @enum {string}
             */
            bundle_type: "starter" | "operator" | "pro";
            /**
             * @description ISO 4217 code in lower case, e.g. usd.
             * @example usd
             */
            currency: string;
            /**
             * @description Description in plain text; null when there is none.
             * @example Background jobs that survive a crash of the worker.
             */
            description: string | null;
            /**
             * @description UUID of the bundle.
             * @example 0192f3c1-7e7a-7c3e-9d55-1f0c3b6a2e11
             */
            id: string;
            /** @description Ids of its KEYS. */
            key_ids: string[];
            /** @description Its KEYS. */
            keys: components["schemas"]["catalog.BundleKey"][];
            /**
             * Format: int64
             * @description Price for somebody who owns none of its KEYS, in the smallest unit of `currency` that Stripe charges. The bundle's discount says what the caller would pay.
             * @example 5900
             */
            price_cents: number;
            /** @description Present when published KEYS that fit this rule are added without further action. */
            rule?: components["schemas"]["catalog.BundleRule"];
            /**
             * @description Name in addresses: small letters, digits and hyphens.
             * @example production-pro
             */
            slug: string;
            /**
             * @description Title, 1 to 200 characters.
             * @example Production Pro
             */
            title: string;
        };
        "catalog.BundleKey": {
            /**
             * @description UUID of the KEY.
             * @example 0192f3c1-7e7a-7c3e-9d55-1f0c3b6a2e11
             */
            id: string;
            /**
             * @description Kind of KEY, e.g. node, runbook, workflow.
             * @example node
             */
            key_type: string;
            /**
             * Format: int64
             * @description Price in the smallest unit of `currency` that Stripe charges. Null: not sold singly. 0: free, claimed through checkout.
             * @example 5900
             */
            price_cents: number | null;
            /**
             * @description Name in addresses: small letters, digits and hyphens.
             * @example leased-job-queue
             */
            slug: string;
            /**
             * @description Title, 1 to 200 characters.
             * @example Leased job queue
             */
            title: string;
            /**
             * @description Family as it is shown, as in Key.
             * @example node
             */
            tool: string;
        };
        /** @description A rule that a KEY fits when it has every value that is present. At least one is. */
        "catalog.BundleRule": {
            /**
             * @description KEYS of this maturity.
             * @example operator
             */
            maturity?: string;
            /**
             * @description KEYS of this family.
             * @example node
             */
            tool?: string;
        };
        /** @description A bundle as the detail of a KEY shows it. */
        "catalog.ContainingBundle": {
            /**
             * @description Size of the bundle.
             * @example starter
             * @enum {string}
             */
            bundle_type: "starter" | "operator" | "pro";
            /**
             * @description ISO 4217 code in lower case, e.g. usd.
             * @example usd
             */
            currency: string;
            /**
             * @description UUID of the bundle.
             * @example 0192f3c1-7e7a-7c3e-9d55-1f0c3b6a2e11
             */
            id: string;
            /**
             * Format: int32
             * @description Number of published KEYS in it.
             */
            key_count: number;
            /**
             * Format: int64
             * @description Price for somebody who owns none of its KEYS. The bundle's discount says what the caller would pay.
             * @example 5900
             */
            price_cents: number;
            /**
             * @description Name in addresses: small letters, digits and hyphens.
             * @example leased-job-queue
             */
            slug: string;
            /**
             * @description Title, 1 to 200 characters.
             * @example Leased job queue
             */
            title: string;
        };
        "catalog.DeleteBundleResponse": {
            /** @description Bundle as it was. */
            bundle: components["schemas"]["catalog.Bundle"];
        };
        "catalog.DiffVersionsResponse": {
            /** @description Difference between the two versions. */
            diff: components["schemas"]["catalog.VersionDiff"];
        };
        "catalog.Facets": {
            /** @description Values of the filter `category`, the most frequent first. */
            category: components["schemas"]["catalog.Facets.Count"][];
            /** @description Values of the filter `difficulty`, the most frequent first. */
            difficulty: components["schemas"]["catalog.Facets.Count"][];
            /** @description Values of the filter `key_type`, the most frequent first. */
            key_type: components["schemas"]["catalog.Facets.Count"][];
            /** @description Values of the filter `license`, the most frequent first. */
            license: components["schemas"]["catalog.Facets.Count"][];
            /** @description Values of the filter `maturity`, the most frequent first. */
            maturity: components["schemas"]["catalog.Facets.Count"][];
            /** @description Values of the filter `outcome`, the most frequent first. */
            outcome: components["schemas"]["catalog.Facets.Count"][];
            /** @description Values of the filter `severity_level`, the most frequent first. */
            severity_level: components["schemas"]["catalog.Facets.Count"][];
            /** @description Values of the filter `tag`, the most frequent first. */
            tag: components["schemas"]["catalog.Facets.Count"][];
            /** @description Values of the filter `tool`, the most frequent first. */
            tool: components["schemas"]["catalog.Facets.Count"][];
        };
        "catalog.Facets.Count": {
            /**
             * Format: int64
             * @description Number of matching KEYS that have it.
             */
            count: number;
            /** @description A value of the filter. */
            value: string;
        };
        "catalog.FileEntry": {
            /** @description Path inside the archive. */
            path: string;
            /**
             * Format: int64
             * @description Size in bytes.
             * @example 18231
             */
            size_bytes: number;
        };
        "catalog.GetBundleResponse": {
            /** @description The bundle. */
            bundle: components["schemas"]["catalog.Bundle"];
        };
        "catalog.GetKeyResponse": {
            /** @description The KEY. */
            key: components["schemas"]["catalog.KeyDetail"];
        };
        "catalog.GetVersionResponse": {
            /** @description The version. */
            version: components["schemas"]["catalog.KeyVersionDetail"];
        };
        /** @description A KEY as lists show it. */
        "catalog.Key": {
            /** @description True when there are bytes to download. */
            available: boolean;
            /**
             * @description Category the author gave, e.g. analytics.
             * @example analytics
             */
            category: string | null;
            /**
             * Format: date-time
             * @description Time at which it was made.
             * @example 2026-01-31T12:00:00Z
             */
            created_at: string;
            /**
             * @description ISO 4217 code in lower case, e.g. usd.
             * @example usd
             */
            currency: string;
            /**
             * @description Description in plain text: what the KEY unlocks.
             * @example Background jobs that survive a crash of the worker.
             */
            description: string | null;
            /**
             * @description Difficulty, of notebooks only: beginner, intermediate, advanced, expert.
             * @example intermediate
             */
            difficulty: string | null;
            /** @description True when the caller may download it. Present for signed-in callers only. */
            hasAccess?: boolean;
            /**
             * @description UUID of the KEY.
             * @example 0192f3c1-7e7a-7c3e-9d55-1f0c3b6a2e11
             */
            id: string;
            /**
             * @description Kind in one word: node, next, runbook, jupyter, else the first of key_types.
             * @example node
             */
            key_type: string;
            /** @description Kinds of KEY, as the manifest lists them. */
            key_types: string[];
            /**
             * @description SPDX licence expression, e.g. MIT.
             * @example MIT
             */
            license_spdx: string | null;
            /**
             * @description Maturity: starter, operator, scale or enterprise.
             * @example operator
             */
            maturity: string | null;
            /**
             * @description Outcome that the KEY brings about, in the author's word, e.g. reliability.
             * @example reliability
             */
            outcome: string | null;
            /**
             * Format: int64
             * @description Price in the smallest unit of `currency` that Stripe charges. Null: not sold singly. 0: free, claimed through checkout.
             * @example 5900
             */
            price_cents: number | null;
            /**
             * @description Name in addresses, which is unique over all families.
             * @example leased-job-queue
             */
            slug: string;
            /** @description Words under which the author filed it. */
            tags: string[];
            /**
             * @description Title, 1 to 200 characters.
             * @example Leased job queue
             */
            title: string;
            /**
             * @description Family as it is shown: node, next, runbook, jupyter, stripe, github, supabase, cursor.
             * @example node
             */
            tool: string;
            /**
             * Format: date-time
             * @description Time of its last change.
             * @example 2026-01-31T12:00:00Z
             */
            updated_at: string;
            /**
             * @description Latest version: the highest by SemVer, releases before pre-releases, without withdrawn ones.
             * @example 1.2.0
             */
            version: string;
        };
        "catalog.KeyDetail": {
            /** @description True when there are bytes to download. */
            available: boolean;
            /** @description Bundles on sale that contain this KEY, the cheapest first; at most 20. */
            bundles: components["schemas"]["catalog.ContainingBundle"][];
            /**
             * @description Category the author gave, e.g. analytics.
             * @example analytics
             */
            category: string | null;
            /** @description Changelog of the latest version as safe HTML. */
            changelog_html: string | null;
            /**
             * Format: date-time
             * @description Time at which it was made.
             * @example 2026-01-31T12:00:00Z
             */
            created_at: string;
            /**
             * @description ISO 4217 code in lower case, e.g. usd.
             * @example usd
             */
            currency: string;
            /**
             * @description Description in plain text: what the KEY unlocks.
             * @example Background jobs that survive a crash of the worker.
             */
            description: string | null;
            /**
             * @description Difficulty, of notebooks only: beginner, intermediate, advanced, expert.
             * @example intermediate
             */
            difficulty: string | null;
            /** @description True when the caller may download it; false for signed-out callers. */
            hasAccess: boolean;
            /**
             * @description UUID of the KEY.
             * @example 0192f3c1-7e7a-7c3e-9d55-1f0c3b6a2e11
             */
            id: string;
            /** @description True when some facts are not known yet (entries of an index or a catalogue). */
            incomplete: boolean;
            /**
             * @description Kind in one word: node, next, runbook, jupyter, else the first of key_types.
             * @example node
             */
            key_type: string;
            /** @description Kinds of KEY, as the manifest lists them. */
            key_types: string[];
            /**
             * @description SPDX licence expression, e.g. MIT.
             * @example MIT
             */
            license_spdx: string | null;
            /**
             * @description Maturity: starter, operator, scale or enterprise.
             * @example operator
             */
            maturity: string | null;
            /**
             * @description Outcome that the KEY brings about, in the author's word, e.g. reliability.
             * @example reliability
             */
            outcome: string | null;
            /** @description Address of the latest version's public preview; absent when it has none. */
            preview_html_path: string | null;
            /**
             * Format: int64
             * @description Price in the smallest unit of `currency` that Stripe charges. Null: not sold singly. 0: free, claimed through checkout.
             * @example 5900
             */
            price_cents: number | null;
            /** @description README of the latest version as safe HTML, which may be inserted into a page as it is. */
            readme_html: string | null;
            /** @description Related KEYS, at most 5. */
            relatedKeys: components["schemas"]["catalog.RelatedKey"][];
            /** @description Pictures of the latest version, in its author's order; at most 9. */
            screenshots: components["schemas"]["catalog.Screenshot"][];
            /**
             * @description Name in addresses, which is unique over all families.
             * @example leased-job-queue
             */
            slug: string;
            /**
             * @description Status, which is published; administrators also see draft and archived KEYS.
             * @example draft
             * @enum {string}
             */
            status: "draft" | "published" | "archived";
            /** @description Words under which the author filed it. */
            tags: string[];
            /**
             * @description Title, 1 to 200 characters.
             * @example Leased job queue
             */
            title: string;
            /**
             * @description Family: node, next, runbook, jupyter, stripe, github, supabase, cursor.
             * @example node
             */
            tool: string;
            /**
             * Format: date-time
             * @description Time of its last change.
             * @example 2026-01-31T12:00:00Z
             */
            updated_at: string;
            /**
             * @description Latest version: the highest by SemVer, releases before pre-releases, without withdrawn ones.
             * @example 1.2.0
             */
            version: string;
            /** @description Versions, the highest by SemVer first. */
            versions: components["schemas"]["catalog.KeyVersion"][];
        } & {
            [key: string]: unknown;
        };
        "catalog.KeyVersion": {
            /** @description Path of the changelog inside the archive. */
            changelog_md_path: string | null;
            /**
             * Format: date-time
             * @description Time at which it was published.
             * @example 2026-01-31T12:00:00Z
             */
            created_at: string;
            /**
             * @description SHA-256 of the archive in hex; null when there is nothing to download.
             * @example 2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824
             */
            sha256: string | null;
            /**
             * Format: int64
             * @description Size of the archive; null when there is nothing to download.
             * @example 18231
             */
            size_bytes: number | null;
            /**
             * @description Version by SemVer 2.0.
             * @example 1.2.0
             */
            version: string;
            /** @description True when it was withdrawn: it is served only to those who name this version exactly. */
            yanked: boolean;
        };
        /** @description A version with its texts. The first six fields are those of KeyVersion. */
        "catalog.KeyVersionDetail": {
            /** @description Changelog of this version as safe HTML. Null when it has none. */
            changelog_html: string | null;
            /** @description Path of the changelog inside the archive. */
            changelog_md_path: string | null;
            /**
             * Format: date-time
             * @description Time at which it was published.
             * @example 2026-01-31T12:00:00Z
             */
            created_at: string;
            /**
             * @description SPDX licence expression of this version, e.g. MIT.
             * @example MIT
             */
            license_spdx: string | null;
            /** @description Address of this version's public preview. Null when it has none. */
            preview_html_path: string | null;
            /** @description README of this version as safe HTML, which may be inserted into a page as it is. Null when it has none. */
            readme_html: string | null;
            /** @description Pictures of this version, in its author's order; at most 9. */
            screenshots: components["schemas"]["catalog.Screenshot"][];
            /**
             * @description SHA-256 of the archive in hex; null when there is nothing to download.
             * @example 2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824
             */
            sha256: string | null;
            /**
             * Format: int64
             * @description Size of the archive; null when there is nothing to download.
             * @example 18231
             */
            size_bytes: number | null;
            /**
             * @description Version by SemVer 2.0.
             * @example 1.2.0
             */
            version: string;
            /** @description True when it was withdrawn: it is served only to those who name this version exactly. */
            yanked: boolean;
        } & {
            [key: string]: unknown;
        };
        "catalog.ListBundlesResponse": {
            /** @description Bundles by price, the lowest first. */
            bundles: components["schemas"]["catalog.Bundle"][];
        };
        "catalog.ListFilesResponse": {
            /**
             * Format: int32
             * @description Number of files.
             */
            count: number;
            /** @description Files by path, at most 10,000. Empty for a version without archive. */
            files: components["schemas"]["catalog.FileEntry"][];
            /** @description True when the content of the archive is known. If it is not, `files` is empty and says nothing. */
            filesKnown: boolean;
            /**
             * Format: int64
             * @description Sum of the sizes; the archive itself is slightly larger.
             */
            total_bytes: number;
        };
        "catalog.ListKeysResponse": {
            /** @description Present when they were asked for. */
            facets?: components["schemas"]["catalog.Facets"];
            /** @description This page of the list. */
            keys: components["schemas"]["catalog.Key"][];
            /** @description Send it as `cursor` to get the next page. Left out on the last page. */
            next_cursor?: string;
        };
        "catalog.ListVersionsResponse": {
            /** @description Versions, the highest by SemVer first. */
            versions: components["schemas"]["catalog.KeyVersion"][];
        };
        "catalog.PutBundleResponse": {
            /** @description Bundle as it is now. */
            bundle: components["schemas"]["catalog.Bundle"];
        };
        "catalog.RelatedKey": {
            /** @description True when there are bytes to download. */
            available: boolean;
            /**
             * @description ISO 4217 code in lower case, e.g. usd.
             * @example usd
             */
            currency: string;
            /**
             * @description UUID of the KEY.
             * @example 0192f3c1-7e7a-7c3e-9d55-1f0c3b6a2e11
             */
            id: string;
            /**
             * Format: int64
             * @description Price in the smallest unit of `currency` that Stripe charges. Null: not sold singly. 0: free, claimed through checkout.
             * @example 5900
             */
            price_cents: number | null;
            /**
             * @description Sentence that says why it is shown beside this KEY.
             * @example Bought twice by mistake
             */
            reason: string;
            /**
             * @description Name in addresses: small letters, digits and hyphens.
             * @example leased-job-queue
             */
            slug: string;
            /**
             * @description Title, 1 to 200 characters.
             * @example Leased job queue
             */
            title: string;
            /**
             * @description Family as it is shown, as in Key.
             * @example node
             */
            tool: string;
        };
        /** @description A picture of a KEY that its author ships with a version. */
        "catalog.Screenshot": {
            /** @description Description of the picture for those who do not see it. */
            alt: string;
            /**
             * Format: int32
             * @description Height in pixels.
             */
            height: number;
            /** @description Address of the picture: /marketplace/screenshots/ and the SHA-256 of its bytes, with the ending of its type. Other bytes have another address, so it may be kept for ever. */
            path: string;
            /**
             * Format: int32
             * @description Width in pixels.
             */
            width: number;
        };
        "catalog.UpdateKeyResponse": {
            /** @description The KEY after the change. */
            key: components["schemas"]["catalog.KeyDetail"];
        };
        "catalog.VersionDiff": {
            /**
             * @description Severity that the version numbers declare. Below 1.0.0 a minor step declares major.
             * @example none
             * @enum {string}
             */
            declared: "none" | "patch" | "minor" | "major";
            /** @description Changes of the files in the archive. */
            files: components["schemas"]["catalog.VersionDiff.Files"];
            /** @description True when the files of both versions are known. If they are not, `files` is empty and says nothing. */
            filesKnown: boolean;
            /** @description Version that is compared from. */
            from: string;
            /** @description True when `declared` is no less than `severity`. */
            honest: boolean;
            /** @description Changes of the manifest. */
            manifest: components["schemas"]["catalog.VersionDiff.Change"][];
            /**
             * @description Severity that the changes amount to.
             * @example none
             * @enum {string}
             */
            severity: "none" | "patch" | "minor" | "major";
            /** @description Version that is compared with. */
            to: string;
        };
        "catalog.VersionDiff.Change": {
            /** @description True when a user of `from` must act before `to` works for them. */
            breaking: boolean;
            /** @description Value before; null when the field was not there. */
            from: unknown;
            /** @description JSON pointer into the newer manifest, or into the older one for a field that was removed. */
            pointer: string;
            /** @description Value after; null when the field is no longer there. */
            to: unknown;
        };
        "catalog.VersionDiff.Files": {
            /** @description Paths that only the newer version has. */
            added: string[];
            /** @description Paths with other bytes or another mode. */
            changed: string[];
            /** @description Paths that only the older version has. */
            removed: string[];
        };
        "catalog.YankVersionResponse": {
            /** @description The version, withdrawn. */
            version: components["schemas"]["catalog.KeyVersion"];
        };
        "discovery.Contribution": {
            /**
             * Format: int32
             * @description Points that it adds to the score.
             */
            points: number;
            /** @description Stable name of the rule, e.g. tool_intent.node. */
            rule: string;
            /** @description Ids of the signals that it counted. */
            signal_ids: string[];
        };
        "discovery.DeleteSignalResponse": {
            /**
             * Format: int32
             * @description Number of signals that were deleted, which is 1.
             */
            deleted: number;
        };
        "discovery.DeleteSignalsResponse": {
            /**
             * Format: int32
             * @description Number of signals that were deleted.
             */
            deleted: number;
        };
        "discovery.DiscoverResponse": {
            /** @description Signal types that the caller opted out of, or "everything". Left out when there are none. */
            optedOut?: ("role" | "tool_intent" | "problem_category" | "view" | "purchase" | "everything")[];
            /** @description Recommendations, the best first. */
            recommendations: components["schemas"]["discovery.Recommendation"][];
        };
        "discovery.Dismissal": {
            /**
             * Format: date-time
             * @description Time of the dismissal.
             * @example 2026-01-31T12:00:00Z
             */
            created_at: string;
            /**
             * @description UUID of the KEY.
             * @example 0192f3c1-7e7a-7c3e-9d55-1f0c3b6a2e11
             */
            key_id: string;
            /**
             * @description Slug of the KEY.
             * @example leased-job-queue
             */
            slug: string;
            /**
             * @description Left out when the KEY is no longer published.
             * @example Leased job queue
             */
            title?: string;
        };
        "discovery.DismissKeyResponse": {
            /** @description The dismissal. */
            dismissal: components["schemas"]["discovery.Dismissal"];
        };
        "discovery.ExplainRecommendationResponse": {
            /** @description high from 10 points, medium from 5, else low; empty for a KEY that the caller dismissed. */
            confidence: string;
            /** @description Contributions that add up to the score. */
            contributions: components["schemas"]["discovery.Contribution"][];
            /** @description Changes of signals that would change the answer, one sentence each. */
            counterfactuals: string[];
            /** @description Signal types that the caller opted out of, or "everything". Left out when there are none. */
            optedOut?: ("role" | "tool_intent" | "problem_category" | "view" | "purchase" | "everything")[];
            /**
             * @description Reason why it is or is not.
             * @example Bought twice by mistake
             */
            reason: string;
            /** @description True when it is among the recommendations. */
            recommended: boolean;
            /**
             * Format: int32
             * @description Sum of the contributions.
             */
            score: number;
        };
        "discovery.GetSignalResponse": {
            /** @description The signal. */
            signal: components["schemas"]["discovery.Signal"];
        };
        "discovery.GetTopKeysResponse": {
            /**
             * Format: date-time
             * @description Start of the span.
             * @example 2026-01-31T12:00:00Z
             */
            from: string;
            /** @description KEYS, the best first. */
            rows: components["schemas"]["discovery.TopKey"][];
            /**
             * Format: date-time
             * @description End of the span, not included.
             * @example 2026-01-31T12:00:00Z
             */
            to: string;
            /**
             * @description Time zone whose days are counted.
             * @example Europe/Berlin
             */
            tz: string;
            /** @description Counts of events that name no KEY of the catalog. They are in JSON only. */
            unknown: components["schemas"]["discovery.UnknownKeys"];
        };
        "discovery.LiftOptOutResponse": {
            /**
             * Format: int32
             * @description Number of opt-outs that were lifted: 1, or 0 when there was none.
             */
            deleted: number;
            /** @description Opt-outs that remain. */
            opt_outs: components["schemas"]["discovery.OptOut"][];
        };
        "discovery.LiftOptOutsResponse": {
            /**
             * Format: int32
             * @description Number of opt-outs that were lifted.
             */
            deleted: number;
        };
        "discovery.ListDismissalsResponse": {
            /** @description Dismissals, the newest first; at most 1,000. */
            dismissals: components["schemas"]["discovery.Dismissal"][];
        };
        "discovery.ListOptOutsResponse": {
            /** @description Opt-outs of the caller. */
            opt_outs: components["schemas"]["discovery.OptOut"][];
        };
        "discovery.ListSignalsResponse": {
            /** @description Send it as `cursor` to get the next page. Left out on the last page. */
            next_cursor?: string;
            /** @description Signals, the newest first. */
            signals: components["schemas"]["discovery.Signal"][];
        };
        "discovery.ListSituationsResponse": {
            /** @description Situations in the order of the file, at most 24. */
            situations: components["schemas"]["discovery.Situation"][];
        };
        "discovery.OptOut": {
            /**
             * Format: date-time
             * @description Time of the first opt-out.
             * @example 2026-01-31T12:00:00Z
             */
            created_at: string;
            /**
             * @description Signal type that is not kept, or everything.
             * @example role
             * @enum {string}
             */
            signal_type: "role" | "tool_intent" | "problem_category" | "view" | "purchase" | "everything";
            /**
             * Format: date-time
             * @description Time at which it was last repeated.
             * @example 2026-01-31T12:00:00Z
             */
            updated_at: string;
        };
        "discovery.Recommendation": {
            /** @description True when there are bytes to download. A KEY without them is never recommended. */
            available: boolean;
            /**
             * @description high from 10 points, medium from 5, else low.
             * @example high
             * @enum {string}
             */
            confidence: "high" | "medium" | "low";
            /** @description Contributions that add up to the score. */
            contributions: components["schemas"]["discovery.Contribution"][];
            /** @description Changes of signals that would change the answer, one sentence each. */
            counterfactuals: string[];
            /**
             * @description ISO 4217 code in lower case, e.g. usd.
             * @example usd
             */
            currency: string;
            /**
             * @description Description in plain text: what the KEY unlocks.
             * @example Background jobs that survive a crash of the worker.
             */
            description: string | null;
            /**
             * @description UUID of the KEY.
             * @example 0192f3c1-7e7a-7c3e-9d55-1f0c3b6a2e11
             */
            id: string;
            /**
             * @description Kind of KEY, e.g. node, runbook, workflow.
             * @example node
             */
            key_type: string;
            /**
             * Format: int64
             * @description Price in the smallest unit of `currency` that Stripe charges. Null: not sold singly. 0: free, claimed through checkout.
             * @example 5900
             */
            price_cents: number | null;
            /**
             * @description Reason why it is recommended: the sentence of the largest contribution.
             * @example Bought twice by mistake
             */
            reason: string;
            /**
             * Format: int32
             * @description Sum of the contributions.
             */
            score: number;
            /**
             * @description Name in addresses: small letters, digits and hyphens.
             * @example leased-job-queue
             */
            slug: string;
            /**
             * @description Title, 1 to 200 characters.
             * @example Leased job queue
             */
            title: string;
            /**
             * @description Family as it is shown: node, next, runbook, jupyter, stripe, github, supabase, cursor.
             * @example node
             */
            tool: string;
            /**
             * @description Latest version.
             * @example 1.2.0
             */
            version: string;
        };
        "discovery.RecordSignalResponse": {
            /** @description Always true, because every failure is an error. */
            success: boolean;
        };
        "discovery.SetOptOutResponse": {
            /**
             * Format: int32
             * @description Number of signals that this request deleted.
             */
            deletedSignals: number;
            /** @description The opt-out. */
            opt_out: components["schemas"]["discovery.OptOut"];
        };
        "discovery.Signal": {
            /**
             * Format: date-time
             * @description Time at which it was told.
             * @example 2026-01-31T12:00:00Z
             */
            created_at: string;
            /**
             * Format: date-time
             * @description Time from which it is neither used nor kept.
             * @example 2026-01-31T12:00:00Z
             */
            expires_at: string;
            /**
             * @description UUID of the signal.
             * @example 0192f3c1-7e7a-7c3e-9d55-1f0c3b6a2e11
             */
            id: string;
            /** @description JSON object that was told with it; null when there was none. */
            metadata: unknown;
            /**
             * @description Origin of the signal: you told it, or you bought something.
             * @example you
             * @enum {string}
             */
            origin: "you" | "purchase";
            /** @description Purpose for which the signal is used. */
            purpose: string;
            /**
             * @description Type of the signal.
             * @example role
             * @enum {string}
             */
            signal_type: "role" | "tool_intent" | "problem_category" | "view" | "purchase";
            /**
             * @description Value as it was told.
             * @example sre
             */
            signal_value: string;
        };
        "discovery.Situation": {
            /** @description Choices, 2 to 4. */
            choices: components["schemas"]["discovery.SituationChoice"][];
            /** @description Filters that choosing it sets for a visitor who is signed out. */
            filters: components["schemas"]["discovery.SituationFilters"];
            /**
             * @description Small letters, digits and hyphens; unique.
             * @example 0192f3c1-7e7a-7c3e-9d55-1f0c3b6a2e11
             */
            id: string;
            /** @description Description of the situation in one sentence. */
            sentence: string;
            /** @description Signals that choosing it tells for a signed-in visitor (POST /marketplace/discover/signal). */
            signals: components["schemas"]["discovery.SituationSignal"][];
            /**
             * @description Situation in a few words.
             * @example Leased job queue
             */
            title: string;
        };
        "discovery.SituationChoice": {
            /** @description Filters in addition to the situation's. One of the same name replaces the situation's. There is at least one. */
            filters: components["schemas"]["discovery.SituationFilters"];
            /**
             * @description Small letters, digits and hyphens; unique within its situation.
             * @example 0192f3c1-7e7a-7c3e-9d55-1f0c3b6a2e11
             */
            id: string;
            /** @description Signals that are told in addition to the situation's. One of the same type replaces the situation's. */
            signals: components["schemas"]["discovery.SituationSignal"][];
            /**
             * @description Choice in a few words.
             * @example Leased job queue
             */
            title: string;
        };
        /** @description Parameters of GET /marketplace/keys by name. */
        "discovery.SituationFilters": {
            /**
             * @description Value of the filter `key_type`.
             * @example node
             */
            key_type?: string;
            /**
             * @description Value of the filter `maturity`.
             * @example operator
             */
            maturity?: string;
            /**
             * @description Value of the filter `outcome`.
             * @example reliability
             */
            outcome?: string;
            /**
             * @description Words to search for.
             * @example job queue
             */
            search?: string;
            /**
             * @description Value of the filter `tag`.
             * @example postgres
             */
            tag?: string;
            /**
             * @description Value of the filter `tool`.
             * @example node
             */
            tool?: string;
        };
        "discovery.SituationSignal": {
            /**
             * @description Type of the signal: role, tool_intent or problem_category.
             * @example role
             * @enum {string}
             */
            signal_type: "role" | "tool_intent" | "problem_category";
            /**
             * @description Value to tell.
             * @example sre
             */
            signal_value: string;
        };
        "discovery.TakeBackDismissalResponse": {
            /**
             * Format: int32
             * @description Number of dismissals that were taken back: 1, or 0 when there was none.
             */
            deleted: number;
        };
        /** @description A KEY of the catalog, in any status, with events in the span. KEYS are sorted by purchases, then downloads, then views, then by slug. */
        "discovery.TopKey": {
            /**
             * Format: int64
             * @description Distinct persons who bought.
             */
            buyers: number;
            /**
             * Format: int64
             * @description Downloads.
             */
            downloads: number;
            /**
             * @description UUID of the KEY.
             * @example 0192f3c1-7e7a-7c3e-9d55-1f0c3b6a2e11
             */
            id: string;
            /**
             * Format: int64
             * @description Purchases, also as part of bundles.
             */
            purchases: number;
            /**
             * Format: int64
             * @description Place in the list, from 1.
             */
            rank: number;
            /**
             * @description Name in addresses: small letters, digits and hyphens.
             * @example leased-job-queue
             */
            slug: string;
            /**
             * @description Title, 1 to 200 characters.
             * @example Leased job queue
             */
            title: string;
            /**
             * Format: int64
             * @description Views of events that named it by id or by slug.
             */
            views: number;
        };
        /** @description Counts of events that named no KEY of the catalog. */
        "discovery.UnknownKeys": {
            /**
             * Format: int64
             * @description Downloads.
             */
            downloads: number;
            /**
             * Format: int64
             * @description Purchases.
             */
            purchases: number;
            /**
             * Format: int64
             * @description Views.
             */
            views: number;
        };
        "entitlement.AccessFact": {
            /**
             * @description UUID of the grant that the fact is about.
             * @example 0192f3c1-7e7a-7c3e-9d55-1f0c3b6a2e11
             */
            grantId: string;
            /**
             * @description UUID of the fact.
             * @example 0192f3c1-7e7a-7c3e-9d55-1f0c3b6a2e11
             */
            id: string;
            /**
             * @description Kind of the fact: what happened to the grant.
             * @example granted
             * @enum {string}
             */
            kind: "granted" | "suspended" | "restored" | "revoked";
            /**
             * Format: date-time
             * @description Time at which it happened.
             * @example 2026-01-31T12:00:00Z
             */
            occurred_at: string;
            /**
             * @description Reason, as a code or in words; null when none was given.
             * @example Bought twice by mistake
             */
            reason: string | null;
            /**
             * Format: date-time
             * @description Time from which the fact counts, which `as_of` goes by.
             * @example 2026-01-31T12:00:00Z
             */
            recorded_at: string;
            /** @description Source of the grant. */
            source: string;
            /**
             * @description UUID of the user or organisation that holds the grant.
             * @example 0192f3c1-7e7a-7c3e-9d55-1f0c3b6a2e11
             */
            tenantId: string;
            /**
             * @description Whether `tenantId` is a user or an organisation.
             * @example user
             * @enum {string}
             */
            tenantType: "user" | "org";
        };
        "entitlement.AddMemberResponse": {
            /** @description The member. */
            member: components["schemas"]["entitlement.OrganisationMember"];
        };
        "entitlement.AuditEntry": {
            /** @description Action, e.g. entitlement.grant. */
            action: string;
            /** @description UUID of the user who acted, or a service. */
            actor: string;
            /**
             * Format: date-time
             * @description Time of the action.
             * @example 2026-01-31T12:00:00Z
             */
            at: string;
            /** @description Details, which depend on the action. */
            details?: unknown;
            /** @description SHA-256 in hex over the entry and the hash before it. */
            hash: string;
            /**
             * Format: int64
             * @description Place in the service's chain, from 1.
             */
            seq: number;
            /** @description Service that acted. */
            service: string;
            /** @description Thing that it was done to. */
            subject: string;
        };
        "entitlement.ChangeRoleResponse": {
            /** @description The member as it is now. */
            member: components["schemas"]["entitlement.OrganisationMember"];
        };
        "entitlement.DeleteMemberResponse": {
            /** @description Member as it was. */
            member: components["schemas"]["entitlement.Member"];
        };
        "entitlement.DownloadResponse": {
            /** @description Link to the bytes, which is a credential by itself. */
            downloadUrl: string;
            /**
             * Format: int32
             * @description Seconds for which the link is valid.
             * @example 3600
             */
            expiresIn: number;
            /**
             * @description SHA-256 of the archive in hex, with which to compare the bytes that arrive.
             * @example 2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824
             */
            sha256: string;
            /**
             * Format: int64
             * @description Size of the archive.
             * @example 18231
             */
            size_bytes: number;
            /**
             * @description Version that the link leads to.
             * @example 1.2.0
             */
            version: string;
        };
        "entitlement.EntitlementView": {
            /**
             * Format: date-time
             * @description Time of that download. Left out when there was none.
             * @example 2026-01-31T12:00:00Z
             */
            downloaded_at?: string;
            /** @description Version of the caller's newest download of this KEY, by any grant. Left out when there was none. */
            downloaded_version?: string;
            /**
             * Format: date-time
             * @description First moment without access. Absent: without end.
             * @example 2026-01-31T12:00:00Z
             */
            expiresAt?: string;
            /**
             * @description Id of the grant, as the administrator's routes take it.
             * @example 0192f3c1-7e7a-7c3e-9d55-1f0c3b6a2e11
             */
            id: string;
            /**
             * @description UUID of the KEY.
             * @example 0192f3c1-7e7a-7c3e-9d55-1f0c3b6a2e11
             */
            keyId: string;
            /** @description Name of the organisation that holds it, if it has one. */
            org_name?: string;
            /**
             * @description Slug of the KEY.
             * @example leased-job-queue
             */
            packSlug: string;
            /**
             * @description Title of the KEY.
             * @example Leased job queue
             */
            packTitle: string;
            /**
             * @description Reason why it is not active: a code such as SUSPENDED_DISPUTE or EXPIRED.
             * @example Bought twice by mistake
             */
            reason?: string;
            /**
             * @description Source of the access.
             * @example order_line
             * @enum {string}
             */
            source: "order_line" | "bundle" | "free" | "manual" | "gift" | "transfer";
            /**
             * Format: date-time
             * @description First moment with access.
             * @example 2026-01-31T12:00:00Z
             */
            startsAt: string;
            /**
             * @description Status, which says whether it gives access now.
             * @example active
             * @enum {string}
             */
            status: "active" | "suspended" | "revoked" | "expired" | "scheduled";
            /**
             * @description UUID of the user or organisation that holds it.
             * @example 0192f3c1-7e7a-7c3e-9d55-1f0c3b6a2e11
             */
            tenantId: string;
            /**
             * @description Whether `tenantId` is a user or an organisation.
             * @example user
             * @enum {string}
             */
            tenantType: "user" | "org";
            /**
             * @description Latest version of the KEY.
             * @example 1.2.0
             */
            version: string;
        };
        "entitlement.ExplainAccessResponse": {
            /** @description Next steps after a refusal, one sentence each. */
            actions: string[];
            /** @description ENTITLED, or the refusal's code. */
            code: string;
            /** @description Facts from which the answer follows, the oldest first. */
            facts: components["schemas"]["entitlement.AccessFact"][];
            /** @description True when the caller may download it. */
            hasAccess: boolean;
            /**
             * @description Reason in a sentence. For a refusal it begins with the code.
             * @example Bought twice by mistake
             */
            reason: string;
        };
        "entitlement.GrantEntitlementResponse": {
            /** @description The grant. */
            entitlement: components["schemas"]["entitlement.EntitlementView"];
        };
        "entitlement.ListAuditResponse": {
            /** @description Newest first. */
            entries: components["schemas"]["entitlement.AuditEntry"][];
            /** @description Send it as `cursor` to get the next page. Left out on the last page. */
            next_cursor?: string;
        };
        "entitlement.ListEntitlementsResponse": {
            /** @description Grants of the caller and of every organisation that the caller belongs to: one entry for each tenant and KEY. */
            entitlements: components["schemas"]["entitlement.EntitlementView"][];
            /**
             * @description UUID of the caller's personal tenant.
             * @example 0192f3c1-7e7a-7c3e-9d55-1f0c3b6a2e11
             */
            tenantId: string;
            /**
             * @description Always user.
             * @example user
             * @enum {string}
             */
            tenantType: "user" | "org";
        };
        "entitlement.ListMembersResponse": {
            /** @description Members in the order in which they joined. */
            members: components["schemas"]["entitlement.OrganisationMember"][];
            /** @description Send it as `cursor` to get the next page. Left out on the last page. */
            next_cursor?: string;
        };
        "entitlement.ListOrganisationsResponse": {
            /** @description Organisations by name, then id. */
            organisations: components["schemas"]["entitlement.Organisation"][];
        };
        "entitlement.Member": {
            /**
             * @description UUID of the organisation.
             * @example 0192f3c1-7e7a-7c3e-9d55-1f0c3b6a2e11
             */
            org_id: string;
            /**
             * @description Role. Members use the KEYS that the organisation holds; owners and admins also buy.
             * @example owner
             * @enum {string}
             */
            role: "owner" | "admin" | "member";
            /**
             * @description UUID of the user.
             * @example 0192f3c1-7e7a-7c3e-9d55-1f0c3b6a2e11
             */
            user_id: string;
        };
        "entitlement.Organisation": {
            /**
             * @description UUID of the organisation.
             * @example 0192f3c1-7e7a-7c3e-9d55-1f0c3b6a2e11
             */
            id: string;
            /** @description Name to show. Empty while the organisation has none. */
            name: string;
            /**
             * @description Caller's role: owner, admin or member.
             * @example owner
             * @enum {string}
             */
            role: "owner" | "admin" | "member";
        };
        "entitlement.OrganisationMember": {
            /**
             * Format: date-time
             * @description Time since which they belong to it.
             * @example 2026-01-31T12:00:00Z
             */
            created_at: string;
            /**
             * @description E-mail address in their newest token that had one; left out when none had.
             * @example ada@shop.example
             */
            email?: string;
            /**
             * @description Role: owner, admin or member.
             * @example owner
             * @enum {string}
             */
            role: "owner" | "admin" | "member";
            /**
             * @description UUID of the user.
             * @example 0192f3c1-7e7a-7c3e-9d55-1f0c3b6a2e11
             */
            user_id: string;
        };
        "entitlement.PutMemberResponse": {
            /** @description The member. */
            member: components["schemas"]["entitlement.Member"];
        };
        "entitlement.RemoveMemberResponse": {
            /** @description Member as it was. */
            member: components["schemas"]["entitlement.OrganisationMember"];
        };
        "entitlement.RenameOrganisationResponse": {
            /** @description The organisation as it is now. */
            organisation: components["schemas"]["entitlement.Organisation"];
        };
        "entitlement.RevokeEntitlementResponse": {
            /** @description The grant, revoked. */
            entitlement: components["schemas"]["entitlement.EntitlementView"];
        };
        "entitlement.TransferEntitlementResponse": {
            /** @description Receiver's grant, which has an id of its own. */
            entitlement: components["schemas"]["entitlement.EntitlementView"];
        };
        "gateway.CurrencyInfo": {
            /** @description ISO 4217 code in lower case. */
            code: string;
            /**
             * Format: int64
             * @description Smallest amount that can be charged. Smaller remainders are given away.
             */
            minimum: number;
            /**
             * Format: int32
             * @description Digits after the decimal point of an amount: it is shown as amount / 10^minorUnits.
             */
            minorUnits: number;
            /**
             * Format: int64
             * @description Amounts are multiples of this.
             */
            step: number;
        };
        "gateway.HealthAnswer": {
            /**
             * @description Always ok, because a gateway that does not live does not answer.
             * @example ok
             * @enum {string}
             */
            status: "ok";
        };
        "gateway.MagicLinkAnswer": {
            /** @description Always true, whether or not somebody has this address. */
            sent: boolean;
        };
        "gateway.Persona": {
            /**
             * @description Rights of the persona, in a sentence.
             * @example Background jobs that survive a crash of the worker.
             */
            description: string;
            /**
             * @description Name to sign in with.
             * @example 0192f3c1-7e7a-7c3e-9d55-1f0c3b6a2e11
             */
            id: string;
            /** @description Name to show. */
            name: string;
        };
        "gateway.PersonData": {
            /** @description Always true, and the last member, so that an export that was cut off lacks it. */
            complete: boolean;
            /** @description Rows that are kept, by service and section, e.g. services.billing.orders. */
            services: unknown;
            /**
             * @description UUID of the user.
             * @example 0192f3c1-7e7a-7c3e-9d55-1f0c3b6a2e11
             */
            user_id: string;
        };
        "gateway.ReadinessAnswer": {
            /** @description For each service, serving or the reason why it is not. */
            services: {
                [key: string]: string;
            };
            /**
             * @description ready when every service can serve.
             * @example ready
             * @enum {string}
             */
            status: "ready" | "not_ready";
        };
        "gateway.SessionAnswer": {
            /** @description Bearer token for this API, which clients keep in memory only. Left out when signed out. */
            accessToken?: string;
            /**
             * Format: int64
             * @description End of the token in seconds since 1970.
             */
            expiresAt?: number;
            /** @description Present and true instead of the others when there is no session to refresh. */
            signedOut?: boolean;
            /** @description User who is signed in. */
            user?: components["schemas"]["gateway.SignedInUser"];
        };
        "gateway.ShopConfig": {
            /** @description Ways to sign in. */
            auth: components["schemas"]["gateway.SignInInfo"];
            /** @description Currencies that the shop knows, with what is needed to show an amount as it is charged. */
            currencies: components["schemas"]["gateway.CurrencyInfo"][];
            /**
             * @description Currency of KEYS that name none: an ISO 4217 code in lower case.
             * @example usd
             */
            currency: string;
            /** @description The shop's name. */
            name: string;
            /**
             * @description Whether payments are real or go to the sandbox.
             * @example stripe
             * @enum {string}
             */
            payments: "stripe" | "sandbox";
            /** @description Address at which clients reach the shop; empty when that is not configured. */
            publicUrl: string;
            /**
             * @description Version of this API.
             * @example 1.2.0
             */
            version: string;
        };
        "gateway.SignedInUser": {
            /**
             * @description Their e-mail address.
             * @example ada@shop.example
             */
            email: string;
            /**
             * @description UUID of the user.
             * @example 0192f3c1-7e7a-7c3e-9d55-1f0c3b6a2e11
             */
            id: string;
            /**
             * @description Role. Administrators may use /marketplace/admin/….
             * @example user
             * @enum {string}
             */
            role: "user" | "admin";
        };
        "gateway.SignInInfo": {
            /**
             * @description none: the shop itself has no sign-in. development: anybody may be a persona, on one machine only. supabase: Supabase Auth.
             * @example none
             * @enum {string}
             */
            kind: "none" | "development" | "supabase";
            /** @description Ways to sign in by e-mail. */
            methods?: ("password" | "magic_link")[];
            /** @description Personas of a development sign-in. */
            personas?: components["schemas"]["gateway.Persona"][];
            /** @description Names of OAuth providers, e.g. github. */
            providers?: string[];
        };
        "gateway.SignOutAnswer": {
            /** @description Always true. */
            signedOut: boolean;
        };
        "gateway.WebhookReceipt": {
            /** @description Present when the event had been stored before. */
            duplicate?: boolean;
            /** @description Always true: the event is stored. */
            received: boolean;
        };
        "ingestion.AssetReport": {
            /** @description Folder of its family, e.g. node-next-keys. */
            family: string;
            /**
             * @description Outcome for this KEY.
             * @example published
             * @enum {string}
             */
            outcome: "published" | "updated" | "unchanged" | "rejected";
            /**
             * @description Slug of the KEY.
             * @example leased-job-queue
             */
            slug: string;
            /**
             * @description Version of the KEY.
             * @example 1.2.0
             */
            version: string;
        };
        "ingestion.Finding": {
            /** @description Stable code, e.g. LICENSE_INVALID. */
            code: string;
            /** @description Sentence for a person. */
            error: string;
            /** @description Path below the assets root. */
            file: string;
            /**
             * Format: int64
             * @description Line in `file`, from 1. Absent when no line can be named.
             */
            line?: number;
            /** @description JSON pointer into `file`; empty when the finding is about the whole file. */
            pointer: string;
            /**
             * @description KEY that the finding is about; empty when none is known.
             * @example leased-job-queue
             */
            slug: string;
        };
        "ingestion.GetIngestionResponse": {
            /** @description The run. */
            ingestion: components["schemas"]["ingestion.Ingestion"];
            /** @description Its report. */
            report: components["schemas"]["ingestion.IngestResponse"];
        };
        "ingestion.Ingestion": {
            /** @description True when nothing was changed, because only a check was asked for. */
            dry_run: boolean;
            /**
             * Format: date-time
             * @description Time at which it ended; null while it runs.
             * @example 2026-01-31T12:00:00Z
             */
            finished_at: string | null;
            /**
             * @description UUID of the run.
             * @example 0192f3c1-7e7a-7c3e-9d55-1f0c3b6a2e11
             */
            id: string;
            /**
             * Format: int32
             * @description Number of KEYS that were kept out.
             */
            rejected: number;
            /**
             * @description Source: the assets folder, or an index sent as JSON.
             * @example folder
             * @enum {string}
             */
            source: "folder" | "index";
            /**
             * Format: date-time
             * @description Time at which it began.
             * @example 2026-01-31T12:00:00Z
             */
            started_at: string;
            /** @description UUID of the administrator; null when a machine started it. */
            started_by: string | null;
            /**
             * @description State of the run.
             * @example running
             * @enum {string}
             */
            status: "running" | "succeeded" | "failed";
            /**
             * Format: int32
             * @description Number of KEYS that were published, updated or unchanged.
             */
            success: number;
            /**
             * Format: int32
             * @description Number of KEYS that were stored already without a difference.
             */
            unchanged: number;
        };
        "ingestion.IngestResponse": {
            /** @description Outcome for each KEY. */
            assets: components["schemas"]["ingestion.AssetReport"][];
            /** @description True when nothing was changed, because only a check was asked for. */
            dry_run: boolean;
            /** @description Findings that kept KEYS out. */
            errors: components["schemas"]["ingestion.Finding"][];
            /**
             * @description UUID of this run.
             * @example 0192f3c1-7e7a-7c3e-9d55-1f0c3b6a2e11
             */
            ingestion_id: string;
            /**
             * Format: int32
             * @description Number of KEYS that were published, updated or unchanged in this run.
             */
            success: number;
            /**
             * Format: int32
             * @description Number of KEYS that were stored already without a difference.
             */
            unchanged: number;
            /** @description Findings that kept nothing out. */
            warnings: components["schemas"]["ingestion.Finding"][];
        };
        "ingestion.ListIngestionsResponse": {
            /** @description Newest first. */
            ingestions: components["schemas"]["ingestion.Ingestion"][];
            /** @description Send it as `cursor` to get the next page. Left out on the last page. */
            next_cursor?: string;
        };
        "person.ErasedService": {
            /**
             * @description Service, e.g. billing.
             * @example analytics
             * @enum {string}
             */
            name: "analytics" | "billing" | "catalog" | "discovery" | "entitlement" | "ingestion";
            /**
             * Format: int64
             * @description Rows that were changed or deleted so far.
             */
            rows: number;
            /**
             * @description State of the erasure in this service; waiting when it has not been asked yet.
             * @example waiting
             * @enum {string}
             */
            state: "waiting" | "running" | "done";
        };
        "person.EraseMeResponse": {
            /** @description False with 202, when the erasure goes on. An erasure that could not be begun is an error. */
            erased: boolean;
            /**
             * @description UUID of the user.
             * @example 0192f3c1-7e7a-7c3e-9d55-1f0c3b6a2e11
             */
            user_id: string;
        };
        "person.EraseUserResponse": {
            /** @description False with 202, when the erasure goes on. An erasure that could not be begun is an error. */
            erased: boolean;
            /**
             * @description UUID of the user.
             * @example 0192f3c1-7e7a-7c3e-9d55-1f0c3b6a2e11
             */
            user_id: string;
        };
        /** @description State of an erasure. */
        "person.Erasure": {
            /**
             * Format: date-time
             * @description Time at which it was begun.
             * @example 2026-01-31T12:00:00Z
             */
            began_at: string;
            /**
             * Format: date-time
             * @description Time at which it ended; absent while it goes on.
             * @example 2026-01-31T12:00:00Z
             */
            ended_at?: string;
            /** @description Services in the order in which they are asked. */
            services: components["schemas"]["person.ErasedService"][];
            /**
             * @description done when no service names the person any more.
             * @example running
             * @enum {string}
             */
            state: "running" | "done";
            /**
             * Format: date-time
             * @description Time at which it was last worked on.
             * @example 2026-01-31T12:00:00Z
             */
            updated_at: string;
        };
        "person.GetOwnErasureResponse": {
            /** @description State of the erasure. */
            erasure: components["schemas"]["person.Erasure"];
        };
        "person.GetUserErasureResponse": {
            /** @description State of the erasure. */
            erasure: components["schemas"]["person.Erasure"];
        };
        /** @description An error (RFC 9457, application/problem+json). */
        Problem: {
            /** @description What the caller can do next, one sentence each. */
            actions?: string[];
            /**
             * @description Stable word to go by.
             * @enum {string}
             */
            code: "INTERNAL" | "INVALID_JSON" | "INVALID_ARGUMENT" | "UNKNOWN_FIELD" | "INVALID_CURSOR" | "URL_NOT_ALLOWED" | "INVALID_SIGNATURE" | "SLUG_RESERVED" | "BUNDLE_PRICE" | "PRICE_BELOW_MINIMUM" | "CURRENCY_MISMATCH" | "UNAUTHENTICATED" | "NOT_ADMIN" | "SERVER_EVENT" | "LINK_INVALID" | "NOT_ENTITLED" | "EXPIRED" | "NOT_STARTED" | "SUSPENDED_DISPUTE" | "SUSPENDED_CREDIT" | "REVOKED_REFUND" | "REVOKED_MANUAL" | "FORBIDDEN" | "NOT_FOUND" | "VERSION_UNKNOWN" | "ASSET_NOT_PUBLISHED" | "METHOD_NOT_ALLOWED" | "NOT_IMPLEMENTED" | "HTTP_VERSION_NOT_SUPPORTED" | "NOT_ACCEPTABLE" | "ALREADY_OWNED" | "NOT_FOR_SALE" | "KEY_UNAVAILABLE" | "CREDIT_IN_USE" | "VERSION_IMMUTABLE" | "INGESTION_RUNNING" | "CONFLICT" | "IN_PROGRESS" | "LAST_OWNER" | "LINK_EXPIRED" | "LINK_REVOKED" | "PRECONDITION_FAILED" | "BODY_TOO_LARGE" | "URI_TOO_LONG" | "UNSUPPORTED_MEDIA_TYPE" | "RANGE_NOT_SATISFIABLE" | "IDEMPOTENCY_KEY_REUSED" | "HEADERS_TOO_LARGE" | "REQUEST_TIMEOUT" | "RATE_LIMITED" | "STRIPE_UNAVAILABLE" | "STORAGE_UNAVAILABLE" | "ASSET_MISSING" | "UNAVAILABLE" | "WEBHOOK_DISABLED";
            /** @description What happened and what to do next, for a person. */
            detail: string;
            /** @description The title again, for clients of the first version. */
            error: string;
            /** @description Everything that is wrong in the input. */
            errors?: components["schemas"]["Violation"][];
            /** @description The detail again, for clients of the first version. */
            message: string;
            /** @description Names the request in the server's log; quote it when you ask for help. */
            requestId: string;
            /** @description The HTTP status. */
            status: number;
            /** @description The code in words, the same for every occurrence. */
            title: string;
            /** @description A relative reference that stands for the code; nothing is served there. */
            type: string;
        };
        /** @description One thing that is wrong in the input. */
        Violation: {
            /** @description Stable code, e.g. REQUIRED, WRONG_TYPE, OUT_OF_RANGE, TOO_LONG, UNKNOWN_WORD, UNKNOWN_FIELD. */
            code: string;
            /** @description A sentence for a person. */
            detail: string;
            /** @description JSON pointer (RFC 6901) into the body, or a path variable's name as one; `?name` for a query parameter. */
            pointer: string;
        };
    };
    responses: {
        /**
         * @description `INVALID_ARGUMENT`: The request has invalid values.
         *
         *     `UNKNOWN_FIELD`: The request has unknown fields.
         */
        "400.INVALID_ARGUMENT.UNKNOWN_FIELD": {
            headers: {
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                "X-Request-ID": components["headers"]["X-Request-ID"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/problems/invalid-argument",
                 *       "title": "The request has invalid values",
                 *       "status": 400,
                 *       "detail": "The request has invalid values.",
                 *       "code": "INVALID_ARGUMENT",
                 *       "requestId": "0192f3c1-7e7a-7c3e-9d55-1f0c3b6a2e11",
                 *       "error": "The request has invalid values",
                 *       "message": "The request has invalid values."
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "INVALID_ARGUMENT" | "UNKNOWN_FIELD";
                    /** @enum {integer} */
                    status?: 400;
                };
            };
        };
        /**
         * @description `INVALID_ARGUMENT`: The request has invalid values.
         *
         *     `UNKNOWN_FIELD`: The request has unknown fields.
         *
         *     `INVALID_CURSOR`: The cursor does not fit this list.
         */
        "400.INVALID_ARGUMENT.UNKNOWN_FIELD.INVALID_CURSOR": {
            headers: {
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                "X-Request-ID": components["headers"]["X-Request-ID"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/problems/invalid-argument",
                 *       "title": "The request has invalid values",
                 *       "status": 400,
                 *       "detail": "The request has invalid values.",
                 *       "code": "INVALID_ARGUMENT",
                 *       "requestId": "0192f3c1-7e7a-7c3e-9d55-1f0c3b6a2e11",
                 *       "error": "The request has invalid values",
                 *       "message": "The request has invalid values."
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "INVALID_ARGUMENT" | "UNKNOWN_FIELD" | "INVALID_CURSOR";
                    /** @enum {integer} */
                    status?: 400;
                };
            };
        };
        /**
         * @description `INVALID_ARGUMENT`: The request has invalid values.
         *
         *     `UNKNOWN_FIELD`: The request has unknown fields.
         *
         *     `URL_NOT_ALLOWED`: The return address is not allowed.
         */
        "400.INVALID_ARGUMENT.UNKNOWN_FIELD.URL_NOT_ALLOWED": {
            headers: {
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                "X-Request-ID": components["headers"]["X-Request-ID"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/problems/invalid-argument",
                 *       "title": "The request has invalid values",
                 *       "status": 400,
                 *       "detail": "The request has invalid values.",
                 *       "code": "INVALID_ARGUMENT",
                 *       "requestId": "0192f3c1-7e7a-7c3e-9d55-1f0c3b6a2e11",
                 *       "error": "The request has invalid values",
                 *       "message": "The request has invalid values."
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "INVALID_ARGUMENT" | "UNKNOWN_FIELD" | "URL_NOT_ALLOWED";
                    /** @enum {integer} */
                    status?: 400;
                };
            };
        };
        /**
         * @description `INVALID_JSON`: The body is not valid JSON.
         *
         *     `INVALID_ARGUMENT`: The request has invalid values.
         *
         *     `UNKNOWN_FIELD`: The request has unknown fields.
         */
        "400.INVALID_JSON.INVALID_ARGUMENT.UNKNOWN_FIELD": {
            headers: {
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                "X-Request-ID": components["headers"]["X-Request-ID"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/problems/invalid-json",
                 *       "title": "The body is not valid JSON",
                 *       "status": 400,
                 *       "detail": "The body is not valid JSON.",
                 *       "code": "INVALID_JSON",
                 *       "requestId": "0192f3c1-7e7a-7c3e-9d55-1f0c3b6a2e11",
                 *       "error": "The body is not valid JSON",
                 *       "message": "The body is not valid JSON."
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "INVALID_JSON" | "INVALID_ARGUMENT" | "UNKNOWN_FIELD";
                    /** @enum {integer} */
                    status?: 400;
                };
            };
        };
        /**
         * @description `INVALID_JSON`: The body is not valid JSON.
         *
         *     `INVALID_ARGUMENT`: The request has invalid values.
         *
         *     `UNKNOWN_FIELD`: The request has unknown fields.
         *
         *     `BUNDLE_PRICE`: The bundle must cost less than its parts.
         *
         *     `PRICE_BELOW_MINIMUM`: The price is below the minimum.
         *
         *     `CURRENCY_MISMATCH`: The currencies differ.
         */
        "400.INVALID_JSON.INVALID_ARGUMENT.UNKNOWN_FIELD.BUNDLE_PRICE.PRICE_BELOW_MINIMUM.CURRENCY_MISMATCH": {
            headers: {
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                "X-Request-ID": components["headers"]["X-Request-ID"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/problems/invalid-json",
                 *       "title": "The body is not valid JSON",
                 *       "status": 400,
                 *       "detail": "The body is not valid JSON.",
                 *       "code": "INVALID_JSON",
                 *       "requestId": "0192f3c1-7e7a-7c3e-9d55-1f0c3b6a2e11",
                 *       "error": "The body is not valid JSON",
                 *       "message": "The body is not valid JSON."
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "INVALID_JSON" | "INVALID_ARGUMENT" | "UNKNOWN_FIELD" | "BUNDLE_PRICE" | "PRICE_BELOW_MINIMUM" | "CURRENCY_MISMATCH";
                    /** @enum {integer} */
                    status?: 400;
                };
            };
        };
        /**
         * @description `INVALID_JSON`: The body is not valid JSON.
         *
         *     `INVALID_ARGUMENT`: The request has invalid values.
         *
         *     `UNKNOWN_FIELD`: The request has unknown fields.
         *
         *     `INVALID_SIGNATURE`: The signature is not valid.
         */
        "400.INVALID_JSON.INVALID_ARGUMENT.UNKNOWN_FIELD.INVALID_SIGNATURE": {
            headers: {
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                "X-Request-ID": components["headers"]["X-Request-ID"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/problems/invalid-json",
                 *       "title": "The body is not valid JSON",
                 *       "status": 400,
                 *       "detail": "The body is not valid JSON.",
                 *       "code": "INVALID_JSON",
                 *       "requestId": "0192f3c1-7e7a-7c3e-9d55-1f0c3b6a2e11",
                 *       "error": "The body is not valid JSON",
                 *       "message": "The body is not valid JSON."
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "INVALID_JSON" | "INVALID_ARGUMENT" | "UNKNOWN_FIELD" | "INVALID_SIGNATURE";
                    /** @enum {integer} */
                    status?: 400;
                };
            };
        };
        /**
         * @description `INVALID_JSON`: The body is not valid JSON.
         *
         *     `INVALID_ARGUMENT`: The request has invalid values.
         *
         *     `UNKNOWN_FIELD`: The request has unknown fields.
         *
         *     `SLUG_RESERVED`: The slug is reserved.
         *
         *     `BUNDLE_PRICE`: The bundle must cost less than its parts.
         *
         *     `PRICE_BELOW_MINIMUM`: The price is below the minimum.
         *
         *     `CURRENCY_MISMATCH`: The currencies differ.
         */
        "400.INVALID_JSON.INVALID_ARGUMENT.UNKNOWN_FIELD.SLUG_RESERVED.BUNDLE_PRICE.PRICE_BELOW_MINIMUM.CURRENCY_MISMATCH": {
            headers: {
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                "X-Request-ID": components["headers"]["X-Request-ID"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/problems/invalid-json",
                 *       "title": "The body is not valid JSON",
                 *       "status": 400,
                 *       "detail": "The body is not valid JSON.",
                 *       "code": "INVALID_JSON",
                 *       "requestId": "0192f3c1-7e7a-7c3e-9d55-1f0c3b6a2e11",
                 *       "error": "The body is not valid JSON",
                 *       "message": "The body is not valid JSON."
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "INVALID_JSON" | "INVALID_ARGUMENT" | "UNKNOWN_FIELD" | "SLUG_RESERVED" | "BUNDLE_PRICE" | "PRICE_BELOW_MINIMUM" | "CURRENCY_MISMATCH";
                    /** @enum {integer} */
                    status?: 400;
                };
            };
        };
        /**
         * @description `INVALID_JSON`: The body is not valid JSON.
         *
         *     `INVALID_ARGUMENT`: The request has invalid values.
         *
         *     `UNKNOWN_FIELD`: The request has unknown fields.
         *
         *     `URL_NOT_ALLOWED`: The return address is not allowed.
         */
        "400.INVALID_JSON.INVALID_ARGUMENT.UNKNOWN_FIELD.URL_NOT_ALLOWED": {
            headers: {
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                "X-Request-ID": components["headers"]["X-Request-ID"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/problems/invalid-json",
                 *       "title": "The body is not valid JSON",
                 *       "status": 400,
                 *       "detail": "The body is not valid JSON.",
                 *       "code": "INVALID_JSON",
                 *       "requestId": "0192f3c1-7e7a-7c3e-9d55-1f0c3b6a2e11",
                 *       "error": "The body is not valid JSON",
                 *       "message": "The body is not valid JSON."
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "INVALID_JSON" | "INVALID_ARGUMENT" | "UNKNOWN_FIELD" | "URL_NOT_ALLOWED";
                    /** @enum {integer} */
                    status?: 400;
                };
            };
        };
        /** @description `UNAUTHENTICATED`: Sign in first. */
        "401.UNAUTHENTICATED": {
            headers: {
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                "X-Request-ID": components["headers"]["X-Request-ID"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/problems/unauthenticated",
                 *       "title": "Sign in first",
                 *       "status": 401,
                 *       "detail": "Sign in first.",
                 *       "code": "UNAUTHENTICATED",
                 *       "requestId": "0192f3c1-7e7a-7c3e-9d55-1f0c3b6a2e11",
                 *       "error": "Sign in first",
                 *       "message": "Sign in first."
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "UNAUTHENTICATED";
                    /** @enum {integer} */
                    status?: 401;
                };
            };
        };
        /** @description `FORBIDDEN`: Not allowed. */
        "403.FORBIDDEN": {
            headers: {
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                "X-Request-ID": components["headers"]["X-Request-ID"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/problems/forbidden",
                 *       "title": "Not allowed",
                 *       "status": 403,
                 *       "detail": "Not allowed.",
                 *       "code": "FORBIDDEN",
                 *       "requestId": "0192f3c1-7e7a-7c3e-9d55-1f0c3b6a2e11",
                 *       "error": "Not allowed",
                 *       "message": "Not allowed."
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "FORBIDDEN";
                    /** @enum {integer} */
                    status?: 403;
                };
            };
        };
        /** @description `LINK_INVALID`: The link is not valid. */
        "403.LINK_INVALID": {
            headers: {
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                "X-Request-ID": components["headers"]["X-Request-ID"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/problems/link-invalid",
                 *       "title": "The link is not valid",
                 *       "status": 403,
                 *       "detail": "The link is not valid.",
                 *       "code": "LINK_INVALID",
                 *       "requestId": "0192f3c1-7e7a-7c3e-9d55-1f0c3b6a2e11",
                 *       "error": "The link is not valid",
                 *       "message": "The link is not valid."
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "LINK_INVALID";
                    /** @enum {integer} */
                    status?: 403;
                };
            };
        };
        /** @description `NOT_ADMIN`: Administrators only. */
        "403.NOT_ADMIN": {
            headers: {
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                "X-Request-ID": components["headers"]["X-Request-ID"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/problems/not-admin",
                 *       "title": "Administrators only",
                 *       "status": 403,
                 *       "detail": "Administrators only.",
                 *       "code": "NOT_ADMIN",
                 *       "requestId": "0192f3c1-7e7a-7c3e-9d55-1f0c3b6a2e11",
                 *       "error": "Administrators only",
                 *       "message": "Administrators only."
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "NOT_ADMIN";
                    /** @enum {integer} */
                    status?: 403;
                };
            };
        };
        /**
         * @description `NOT_ENTITLED`: You do not have access to this KEY.
         *
         *     `EXPIRED`: Your access has ended.
         *
         *     `NOT_STARTED`: Your access has not started yet.
         *
         *     `SUSPENDED_DISPUTE`: Access is suspended by a dispute.
         *
         *     `SUSPENDED_CREDIT`: Access is suspended by a shortfall.
         *
         *     `REVOKED_REFUND`: The purchase was refunded.
         *
         *     `REVOKED_MANUAL`: Access was revoked.
         */
        "403.NOT_ENTITLED.EXPIRED.NOT_STARTED.SUSPENDED_DISPUTE.SUSPENDED_CREDIT.REVOKED_REFUND.REVOKED_MANUAL": {
            headers: {
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                "X-Request-ID": components["headers"]["X-Request-ID"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/problems/not-entitled",
                 *       "title": "You do not have access to this KEY",
                 *       "status": 403,
                 *       "detail": "You do not have access to this KEY.",
                 *       "code": "NOT_ENTITLED",
                 *       "requestId": "0192f3c1-7e7a-7c3e-9d55-1f0c3b6a2e11",
                 *       "error": "You do not have access to this KEY",
                 *       "message": "You do not have access to this KEY."
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "NOT_ENTITLED" | "EXPIRED" | "NOT_STARTED" | "SUSPENDED_DISPUTE" | "SUSPENDED_CREDIT" | "REVOKED_REFUND" | "REVOKED_MANUAL";
                    /** @enum {integer} */
                    status?: 403;
                };
            };
        };
        /** @description `SERVER_EVENT`: This event is recorded by the server. */
        "403.SERVER_EVENT": {
            headers: {
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                "X-Request-ID": components["headers"]["X-Request-ID"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/problems/server-event",
                 *       "title": "This event is recorded by the server",
                 *       "status": 403,
                 *       "detail": "This event is recorded by the server.",
                 *       "code": "SERVER_EVENT",
                 *       "requestId": "0192f3c1-7e7a-7c3e-9d55-1f0c3b6a2e11",
                 *       "error": "This event is recorded by the server",
                 *       "message": "This event is recorded by the server."
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "SERVER_EVENT";
                    /** @enum {integer} */
                    status?: 403;
                };
            };
        };
        /** @description `NOT_FOUND`: Not found. */
        "404.NOT_FOUND": {
            headers: {
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                "X-Request-ID": components["headers"]["X-Request-ID"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/problems/not-found",
                 *       "title": "Not found",
                 *       "status": 404,
                 *       "detail": "Not found.",
                 *       "code": "NOT_FOUND",
                 *       "requestId": "0192f3c1-7e7a-7c3e-9d55-1f0c3b6a2e11",
                 *       "error": "Not found",
                 *       "message": "Not found."
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "NOT_FOUND";
                    /** @enum {integer} */
                    status?: 404;
                };
            };
        };
        /**
         * @description `NOT_FOUND`: Not found.
         *
         *     `VERSION_UNKNOWN`: No such version.
         */
        "404.NOT_FOUND.VERSION_UNKNOWN": {
            headers: {
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                "X-Request-ID": components["headers"]["X-Request-ID"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/problems/not-found",
                 *       "title": "Not found",
                 *       "status": 404,
                 *       "detail": "Not found.",
                 *       "code": "NOT_FOUND",
                 *       "requestId": "0192f3c1-7e7a-7c3e-9d55-1f0c3b6a2e11",
                 *       "error": "Not found",
                 *       "message": "Not found."
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "NOT_FOUND" | "VERSION_UNKNOWN";
                    /** @enum {integer} */
                    status?: 404;
                };
            };
        };
        /**
         * @description `NOT_FOUND`: Not found.
         *
         *     `VERSION_UNKNOWN`: No such version.
         *
         *     `ASSET_NOT_PUBLISHED`: Nothing to download yet.
         */
        "404.NOT_FOUND.VERSION_UNKNOWN.ASSET_NOT_PUBLISHED": {
            headers: {
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                "X-Request-ID": components["headers"]["X-Request-ID"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/problems/not-found",
                 *       "title": "Not found",
                 *       "status": 404,
                 *       "detail": "Not found.",
                 *       "code": "NOT_FOUND",
                 *       "requestId": "0192f3c1-7e7a-7c3e-9d55-1f0c3b6a2e11",
                 *       "error": "Not found",
                 *       "message": "Not found."
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "NOT_FOUND" | "VERSION_UNKNOWN" | "ASSET_NOT_PUBLISHED";
                    /** @enum {integer} */
                    status?: 404;
                };
            };
        };
        /**
         * @description `ALREADY_OWNED`: Already owned.
         *
         *     `NOT_FOR_SALE`: Not for sale.
         *
         *     `KEY_UNAVAILABLE`: Not available yet.
         *
         *     `CONFLICT`: Conflict.
         *
         *     `IN_PROGRESS`: Still in progress.
         */
        "409.ALREADY_OWNED.NOT_FOR_SALE.KEY_UNAVAILABLE.CONFLICT.IN_PROGRESS": {
            headers: {
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                "X-Request-ID": components["headers"]["X-Request-ID"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/problems/already-owned",
                 *       "title": "Already owned",
                 *       "status": 409,
                 *       "detail": "Already owned.",
                 *       "code": "ALREADY_OWNED",
                 *       "requestId": "0192f3c1-7e7a-7c3e-9d55-1f0c3b6a2e11",
                 *       "error": "Already owned",
                 *       "message": "Already owned."
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "ALREADY_OWNED" | "NOT_FOR_SALE" | "KEY_UNAVAILABLE" | "CONFLICT" | "IN_PROGRESS";
                    /** @enum {integer} */
                    status?: 409;
                };
            };
        };
        /** @description `CONFLICT`: Conflict. */
        "409.CONFLICT": {
            headers: {
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                "X-Request-ID": components["headers"]["X-Request-ID"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/problems/conflict",
                 *       "title": "Conflict",
                 *       "status": 409,
                 *       "detail": "Conflict.",
                 *       "code": "CONFLICT",
                 *       "requestId": "0192f3c1-7e7a-7c3e-9d55-1f0c3b6a2e11",
                 *       "error": "Conflict",
                 *       "message": "Conflict."
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "CONFLICT";
                    /** @enum {integer} */
                    status?: 409;
                };
            };
        };
        /**
         * @description `CONFLICT`: Conflict.
         *
         *     `IN_PROGRESS`: Still in progress.
         */
        "409.CONFLICT.IN_PROGRESS": {
            headers: {
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                "X-Request-ID": components["headers"]["X-Request-ID"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/problems/conflict",
                 *       "title": "Conflict",
                 *       "status": 409,
                 *       "detail": "Conflict.",
                 *       "code": "CONFLICT",
                 *       "requestId": "0192f3c1-7e7a-7c3e-9d55-1f0c3b6a2e11",
                 *       "error": "Conflict",
                 *       "message": "Conflict."
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "CONFLICT" | "IN_PROGRESS";
                    /** @enum {integer} */
                    status?: 409;
                };
            };
        };
        /**
         * @description `CREDIT_IN_USE`: The credit is in use.
         *
         *     `CONFLICT`: Conflict.
         *
         *     `IN_PROGRESS`: Still in progress.
         */
        "409.CREDIT_IN_USE.CONFLICT.IN_PROGRESS": {
            headers: {
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                "X-Request-ID": components["headers"]["X-Request-ID"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/problems/credit-in-use",
                 *       "title": "The credit is in use",
                 *       "status": 409,
                 *       "detail": "The credit is in use.",
                 *       "code": "CREDIT_IN_USE",
                 *       "requestId": "0192f3c1-7e7a-7c3e-9d55-1f0c3b6a2e11",
                 *       "error": "The credit is in use",
                 *       "message": "The credit is in use."
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "CREDIT_IN_USE" | "CONFLICT" | "IN_PROGRESS";
                    /** @enum {integer} */
                    status?: 409;
                };
            };
        };
        /** @description `IN_PROGRESS`: Still in progress. */
        "409.IN_PROGRESS": {
            headers: {
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                "X-Request-ID": components["headers"]["X-Request-ID"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/problems/in-progress",
                 *       "title": "Still in progress",
                 *       "status": 409,
                 *       "detail": "Still in progress.",
                 *       "code": "IN_PROGRESS",
                 *       "requestId": "0192f3c1-7e7a-7c3e-9d55-1f0c3b6a2e11",
                 *       "error": "Still in progress",
                 *       "message": "Still in progress."
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "IN_PROGRESS";
                    /** @enum {integer} */
                    status?: 409;
                };
            };
        };
        /**
         * @description `INGESTION_RUNNING`: An ingestion is running.
         *
         *     `IN_PROGRESS`: Still in progress.
         */
        "409.INGESTION_RUNNING.IN_PROGRESS": {
            headers: {
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                "X-Request-ID": components["headers"]["X-Request-ID"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/problems/ingestion-running",
                 *       "title": "An ingestion is running",
                 *       "status": 409,
                 *       "detail": "An ingestion is running.",
                 *       "code": "INGESTION_RUNNING",
                 *       "requestId": "0192f3c1-7e7a-7c3e-9d55-1f0c3b6a2e11",
                 *       "error": "An ingestion is running",
                 *       "message": "An ingestion is running."
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "INGESTION_RUNNING" | "IN_PROGRESS";
                    /** @enum {integer} */
                    status?: 409;
                };
            };
        };
        /** @description `LAST_OWNER`: The last owner stays. */
        "409.LAST_OWNER": {
            headers: {
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                "X-Request-ID": components["headers"]["X-Request-ID"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/problems/last-owner",
                 *       "title": "The last owner stays",
                 *       "status": 409,
                 *       "detail": "The last owner stays.",
                 *       "code": "LAST_OWNER",
                 *       "requestId": "0192f3c1-7e7a-7c3e-9d55-1f0c3b6a2e11",
                 *       "error": "The last owner stays",
                 *       "message": "The last owner stays."
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "LAST_OWNER";
                    /** @enum {integer} */
                    status?: 409;
                };
            };
        };
        /**
         * @description `NOT_FOR_SALE`: Not for sale.
         *
         *     `CONFLICT`: Conflict.
         */
        "409.NOT_FOR_SALE.CONFLICT": {
            headers: {
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                "X-Request-ID": components["headers"]["X-Request-ID"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/problems/not-for-sale",
                 *       "title": "Not for sale",
                 *       "status": 409,
                 *       "detail": "Not for sale.",
                 *       "code": "NOT_FOR_SALE",
                 *       "requestId": "0192f3c1-7e7a-7c3e-9d55-1f0c3b6a2e11",
                 *       "error": "Not for sale",
                 *       "message": "Not for sale."
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "NOT_FOR_SALE" | "CONFLICT";
                    /** @enum {integer} */
                    status?: 409;
                };
            };
        };
        /**
         * @description `NOT_FOR_SALE`: Not for sale.
         *
         *     `CREDIT_IN_USE`: The credit is in use.
         *
         *     `CONFLICT`: Conflict.
         *
         *     `IN_PROGRESS`: Still in progress.
         */
        "409.NOT_FOR_SALE.CREDIT_IN_USE.CONFLICT.IN_PROGRESS": {
            headers: {
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                "X-Request-ID": components["headers"]["X-Request-ID"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/problems/not-for-sale",
                 *       "title": "Not for sale",
                 *       "status": 409,
                 *       "detail": "Not for sale.",
                 *       "code": "NOT_FOR_SALE",
                 *       "requestId": "0192f3c1-7e7a-7c3e-9d55-1f0c3b6a2e11",
                 *       "error": "Not for sale",
                 *       "message": "Not for sale."
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "NOT_FOR_SALE" | "CREDIT_IN_USE" | "CONFLICT" | "IN_PROGRESS";
                    /** @enum {integer} */
                    status?: 409;
                };
            };
        };
        /**
         * @description `LINK_EXPIRED`: The link has expired.
         *
         *     `LINK_REVOKED`: The link was revoked.
         */
        "410.LINK_EXPIRED.LINK_REVOKED": {
            headers: {
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                "X-Request-ID": components["headers"]["X-Request-ID"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/problems/link-expired",
                 *       "title": "The link has expired",
                 *       "status": 410,
                 *       "detail": "The link has expired.",
                 *       "code": "LINK_EXPIRED",
                 *       "requestId": "0192f3c1-7e7a-7c3e-9d55-1f0c3b6a2e11",
                 *       "error": "The link has expired",
                 *       "message": "The link has expired."
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "LINK_EXPIRED" | "LINK_REVOKED";
                    /** @enum {integer} */
                    status?: 410;
                };
            };
        };
        /** @description `PRECONDITION_FAILED`: It changed in the meantime. */
        "412.PRECONDITION_FAILED": {
            headers: {
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                "X-Request-ID": components["headers"]["X-Request-ID"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/problems/precondition-failed",
                 *       "title": "It changed in the meantime",
                 *       "status": 412,
                 *       "detail": "It changed in the meantime.",
                 *       "code": "PRECONDITION_FAILED",
                 *       "requestId": "0192f3c1-7e7a-7c3e-9d55-1f0c3b6a2e11",
                 *       "error": "It changed in the meantime",
                 *       "message": "It changed in the meantime."
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "PRECONDITION_FAILED";
                    /** @enum {integer} */
                    status?: 412;
                };
            };
        };
        /** @description `BODY_TOO_LARGE`: The body is too large. */
        "413.BODY_TOO_LARGE": {
            headers: {
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                "X-Request-ID": components["headers"]["X-Request-ID"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/problems/body-too-large",
                 *       "title": "The body is too large",
                 *       "status": 413,
                 *       "detail": "The body is too large.",
                 *       "code": "BODY_TOO_LARGE",
                 *       "requestId": "0192f3c1-7e7a-7c3e-9d55-1f0c3b6a2e11",
                 *       "error": "The body is too large",
                 *       "message": "The body is too large."
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "BODY_TOO_LARGE";
                    /** @enum {integer} */
                    status?: 413;
                };
            };
        };
        /** @description `UNSUPPORTED_MEDIA_TYPE`: Unsupported media type. */
        "415.UNSUPPORTED_MEDIA_TYPE": {
            headers: {
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                "X-Request-ID": components["headers"]["X-Request-ID"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/problems/unsupported-media-type",
                 *       "title": "Unsupported media type",
                 *       "status": 415,
                 *       "detail": "Unsupported media type.",
                 *       "code": "UNSUPPORTED_MEDIA_TYPE",
                 *       "requestId": "0192f3c1-7e7a-7c3e-9d55-1f0c3b6a2e11",
                 *       "error": "Unsupported media type",
                 *       "message": "Unsupported media type."
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "UNSUPPORTED_MEDIA_TYPE";
                    /** @enum {integer} */
                    status?: 415;
                };
            };
        };
        /** @description `RANGE_NOT_SATISFIABLE`: Range not satisfiable. */
        "416.RANGE_NOT_SATISFIABLE": {
            headers: {
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                "X-Request-ID": components["headers"]["X-Request-ID"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/problems/range-not-satisfiable",
                 *       "title": "Range not satisfiable",
                 *       "status": 416,
                 *       "detail": "Range not satisfiable.",
                 *       "code": "RANGE_NOT_SATISFIABLE",
                 *       "requestId": "0192f3c1-7e7a-7c3e-9d55-1f0c3b6a2e11",
                 *       "error": "Range not satisfiable",
                 *       "message": "Range not satisfiable."
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "RANGE_NOT_SATISFIABLE";
                    /** @enum {integer} */
                    status?: 416;
                };
            };
        };
        /** @description `IDEMPOTENCY_KEY_REUSED`: The idempotency key was used for another request. */
        "422.IDEMPOTENCY_KEY_REUSED": {
            headers: {
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                "X-Request-ID": components["headers"]["X-Request-ID"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/problems/idempotency-key-reused",
                 *       "title": "The idempotency key was used for another request",
                 *       "status": 422,
                 *       "detail": "The idempotency key was used for another request.",
                 *       "code": "IDEMPOTENCY_KEY_REUSED",
                 *       "requestId": "0192f3c1-7e7a-7c3e-9d55-1f0c3b6a2e11",
                 *       "error": "The idempotency key was used for another request",
                 *       "message": "The idempotency key was used for another request."
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "IDEMPOTENCY_KEY_REUSED";
                    /** @enum {integer} */
                    status?: 422;
                };
            };
        };
        /** @description `RATE_LIMITED`: Too many requests. */
        "429.RATE_LIMITED": {
            headers: {
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                "Retry-After": components["headers"]["Retry-After"];
                "X-Request-ID": components["headers"]["X-Request-ID"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/problems/rate-limited",
                 *       "title": "Too many requests",
                 *       "status": 429,
                 *       "detail": "Too many requests.",
                 *       "code": "RATE_LIMITED",
                 *       "requestId": "0192f3c1-7e7a-7c3e-9d55-1f0c3b6a2e11",
                 *       "error": "Too many requests",
                 *       "message": "Too many requests."
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "RATE_LIMITED";
                    /** @enum {integer} */
                    status?: 429;
                };
            };
        };
        /** @description `INTERNAL`: Internal error. */
        "500.INTERNAL": {
            headers: {
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                "X-Request-ID": components["headers"]["X-Request-ID"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/problems/internal",
                 *       "title": "Internal error",
                 *       "status": 500,
                 *       "detail": "Internal error.",
                 *       "code": "INTERNAL",
                 *       "requestId": "0192f3c1-7e7a-7c3e-9d55-1f0c3b6a2e11",
                 *       "error": "Internal error",
                 *       "message": "Internal error."
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "INTERNAL";
                    /** @enum {integer} */
                    status?: 500;
                };
            };
        };
        /**
         * @description `STORAGE_UNAVAILABLE`: Storage is unavailable.
         *
         *     `ASSET_MISSING`: The file is missing.
         *
         *     `UNAVAILABLE`: Temporarily unavailable.
         */
        "503.STORAGE_UNAVAILABLE.ASSET_MISSING.UNAVAILABLE": {
            headers: {
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                "Retry-After": components["headers"]["Retry-After"];
                "X-Request-ID": components["headers"]["X-Request-ID"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/problems/storage-unavailable",
                 *       "title": "Storage is unavailable",
                 *       "status": 503,
                 *       "detail": "Storage is unavailable.",
                 *       "code": "STORAGE_UNAVAILABLE",
                 *       "requestId": "0192f3c1-7e7a-7c3e-9d55-1f0c3b6a2e11",
                 *       "error": "Storage is unavailable",
                 *       "message": "Storage is unavailable."
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "STORAGE_UNAVAILABLE" | "ASSET_MISSING" | "UNAVAILABLE";
                    /** @enum {integer} */
                    status?: 503;
                };
            };
        };
        /**
         * @description `STRIPE_UNAVAILABLE`: Payments are unavailable.
         *
         *     `UNAVAILABLE`: Temporarily unavailable.
         */
        "503.STRIPE_UNAVAILABLE.UNAVAILABLE": {
            headers: {
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                "Retry-After": components["headers"]["Retry-After"];
                "X-Request-ID": components["headers"]["X-Request-ID"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/problems/stripe-unavailable",
                 *       "title": "Payments are unavailable",
                 *       "status": 503,
                 *       "detail": "Payments are unavailable.",
                 *       "code": "STRIPE_UNAVAILABLE",
                 *       "requestId": "0192f3c1-7e7a-7c3e-9d55-1f0c3b6a2e11",
                 *       "error": "Payments are unavailable",
                 *       "message": "Payments are unavailable."
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "STRIPE_UNAVAILABLE" | "UNAVAILABLE";
                    /** @enum {integer} */
                    status?: 503;
                };
            };
        };
        /** @description `UNAVAILABLE`: Temporarily unavailable. */
        "503.UNAVAILABLE": {
            headers: {
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                "Retry-After": components["headers"]["Retry-After"];
                "X-Request-ID": components["headers"]["X-Request-ID"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/problems/unavailable",
                 *       "title": "Temporarily unavailable",
                 *       "status": 503,
                 *       "detail": "Temporarily unavailable.",
                 *       "code": "UNAVAILABLE",
                 *       "requestId": "0192f3c1-7e7a-7c3e-9d55-1f0c3b6a2e11",
                 *       "error": "Temporarily unavailable",
                 *       "message": "Temporarily unavailable."
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "UNAVAILABLE";
                    /** @enum {integer} */
                    status?: 503;
                };
            };
        };
        /**
         * @description `UNAVAILABLE`: Temporarily unavailable.
         *
         *     `WEBHOOK_DISABLED`: The webhook is disabled.
         */
        "503.UNAVAILABLE.WEBHOOK_DISABLED": {
            headers: {
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                "Retry-After": components["headers"]["Retry-After"];
                "X-Request-ID": components["headers"]["X-Request-ID"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/problems/unavailable",
                 *       "title": "Temporarily unavailable",
                 *       "status": 503,
                 *       "detail": "Temporarily unavailable.",
                 *       "code": "UNAVAILABLE",
                 *       "requestId": "0192f3c1-7e7a-7c3e-9d55-1f0c3b6a2e11",
                 *       "error": "Temporarily unavailable",
                 *       "message": "Temporarily unavailable."
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "UNAVAILABLE" | "WEBHOOK_DISABLED";
                    /** @enum {integer} */
                    status?: 503;
                };
            };
        };
        /** @description Refused before an operation was chosen, e.g. an address or header fields that are too long, or a request that took too long to arrive. */
        Problem: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: {
        /**
         * @description Parts can be asked for with Range.
         * @example bytes
         */
        "Accept-Ranges": string;
        /**
         * @description Suggests a file name.
         * @example attachment; filename="leased-job-queue-1.2.0.zip"
         */
        "Content-Disposition": string;
        /**
         * @description Which bytes these are, of how many.
         * @example bytes 0-9/1024
         */
        "Content-Range": string;
        /**
         * @description Entity tag of this answer, for If-None-Match or If-Match.
         * @example "k7.5f1d"
         */
        ETag: string;
        /**
         * @description true when an earlier request had the same Idempotency-Key and this is its answer; else absent.
         * @example true
         */
        "Idempotent-Replayed": string;
        /**
         * @description Where to go on, or to ask how far it has come.
         * @example https://keys.example/sign-in
         */
        Location: string;
        /**
         * @description What is left of each limit and when it is whole again. Only while limits are set.
         * @example "address";r=59;t=60
         */
        RateLimit: string;
        /**
         * @description The limits that apply. Only while limits are set.
         * @example "address";q=60;w=60
         */
        "RateLimit-Policy": string;
        /**
         * @description SHA-256 of the whole file (RFC 9530).
         * @example sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:
         */
        "Repr-Digest": string;
        /**
         * @description Seconds to wait before the next try.
         * @example 1
         */
        "Retry-After": number;
        /**
         * @description The session, in a cookie that scripts cannot read and other sites do not send.
         * @example keys_session=5f1d; Path=/auth; HttpOnly; SameSite=Strict
         */
        "Set-Cookie": string;
        /**
         * @description How to authenticate.
         * @example Bearer
         */
        "WWW-Authenticate": string;
        /**
         * @description Names this request in the server's log: the one sent, if it was well-formed, else a new one.
         * @example 0192f3c1-7e7a-7c3e-9d55-1f0c3b6a2e11
         */
        "X-Request-ID": string;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    "SignIn.ByOAuth": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "code": "9b0a3f1d"
                 *     }
                 */
                "application/json": {
                    /**
                     * @description Code from the address to which the provider sent the person back.
                     * @example 9b0a3f1d
                     */
                    code: string;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Set-Cookie": components["headers"]["Set-Cookie"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["gateway.SessionAnswer"];
                };
            };
            400: components["responses"]["400.INVALID_JSON.INVALID_ARGUMENT.UNKNOWN_FIELD"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            403: components["responses"]["403.FORBIDDEN"];
            404: components["responses"]["404.NOT_FOUND"];
            412: components["responses"]["412.PRECONDITION_FAILED"];
            413: components["responses"]["413.BODY_TOO_LARGE"];
            415: components["responses"]["415.UNSUPPORTED_MEDIA_TYPE"];
            429: components["responses"]["429.RATE_LIMITED"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.UNAVAILABLE"];
            default: components["responses"]["Problem"];
        };
    };
    "SignIn.AsPersona": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "persona": "buyer-ada"
                 *     }
                 */
                "application/json": {
                    /**
                     * @description One of the personas in /config.json.
                     * @example buyer-ada
                     */
                    persona: string;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Set-Cookie": components["headers"]["Set-Cookie"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["gateway.SessionAnswer"];
                };
            };
            400: components["responses"]["400.INVALID_JSON.INVALID_ARGUMENT.UNKNOWN_FIELD"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            403: components["responses"]["403.FORBIDDEN"];
            404: components["responses"]["404.NOT_FOUND"];
            412: components["responses"]["412.PRECONDITION_FAILED"];
            413: components["responses"]["413.BODY_TOO_LARGE"];
            415: components["responses"]["415.UNSUPPORTED_MEDIA_TYPE"];
            429: components["responses"]["429.RATE_LIMITED"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.UNAVAILABLE"];
            default: components["responses"]["Problem"];
        };
    };
    "SignIn.SendLink": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "email": "ada@shop.example"
                 *     }
                 */
                "application/json": {
                    /**
                     * @description E-mail address to which a link that signs in is sent.
                     * @example ada@shop.example
                     */
                    email: string;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Set-Cookie": components["headers"]["Set-Cookie"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["gateway.MagicLinkAnswer"];
                };
            };
            400: components["responses"]["400.INVALID_JSON.INVALID_ARGUMENT.UNKNOWN_FIELD"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            403: components["responses"]["403.FORBIDDEN"];
            404: components["responses"]["404.NOT_FOUND"];
            412: components["responses"]["412.PRECONDITION_FAILED"];
            413: components["responses"]["413.BODY_TOO_LARGE"];
            415: components["responses"]["415.UNSUPPORTED_MEDIA_TYPE"];
            429: components["responses"]["429.RATE_LIMITED"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.UNAVAILABLE"];
            default: components["responses"]["Problem"];
        };
    };
    "SignIn.BeginOAuth": {
        parameters: {
            query?: {
                /** @description Path of this shop to go to afterwards. */
                returnTo?: string;
            };
            header?: never;
            path: {
                /** @description One of the providers in /config.json. */
                provider: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Go on there */
            302: {
                headers: {
                    Location: components["headers"]["Location"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Set-Cookie": components["headers"]["Set-Cookie"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.INVALID_ARGUMENT.UNKNOWN_FIELD"];
            404: components["responses"]["404.NOT_FOUND"];
            412: components["responses"]["412.PRECONDITION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.UNAVAILABLE"];
            default: components["responses"]["Problem"];
        };
    };
    "SignIn.Refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                /** @example {} */
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Set-Cookie": components["headers"]["Set-Cookie"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["gateway.SessionAnswer"];
                };
            };
            400: components["responses"]["400.INVALID_JSON.INVALID_ARGUMENT.UNKNOWN_FIELD"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            403: components["responses"]["403.FORBIDDEN"];
            404: components["responses"]["404.NOT_FOUND"];
            412: components["responses"]["412.PRECONDITION_FAILED"];
            413: components["responses"]["413.BODY_TOO_LARGE"];
            415: components["responses"]["415.UNSUPPORTED_MEDIA_TYPE"];
            429: components["responses"]["429.RATE_LIMITED"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.UNAVAILABLE"];
            default: components["responses"]["Problem"];
        };
    };
    "SignIn.ByPassword": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "email": "ada@shop.example",
                 *       "password": "correct horse battery staple"
                 *     }
                 */
                "application/json": {
                    /**
                     * @description The person's e-mail address.
                     * @example ada@shop.example
                     */
                    email: string;
                    /**
                     * @description Their password.
                     * @example correct horse battery staple
                     */
                    password: string;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Set-Cookie": components["headers"]["Set-Cookie"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["gateway.SessionAnswer"];
                };
            };
            400: components["responses"]["400.INVALID_JSON.INVALID_ARGUMENT.UNKNOWN_FIELD"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            403: components["responses"]["403.FORBIDDEN"];
            404: components["responses"]["404.NOT_FOUND"];
            412: components["responses"]["412.PRECONDITION_FAILED"];
            413: components["responses"]["413.BODY_TOO_LARGE"];
            415: components["responses"]["415.UNSUPPORTED_MEDIA_TYPE"];
            429: components["responses"]["429.RATE_LIMITED"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.UNAVAILABLE"];
            default: components["responses"]["Problem"];
        };
    };
    "SignIn.SignOut": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                /** @example {} */
                "application/json": {
                    /**
                     * @description local: this browser. global: every session of the person. Absent: local.
                     * @example local
                     * @enum {string}
                     */
                    scope?: "local" | "global";
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Set-Cookie": components["headers"]["Set-Cookie"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["gateway.SignOutAnswer"];
                };
            };
            400: components["responses"]["400.INVALID_JSON.INVALID_ARGUMENT.UNKNOWN_FIELD"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            403: components["responses"]["403.FORBIDDEN"];
            404: components["responses"]["404.NOT_FOUND"];
            412: components["responses"]["412.PRECONDITION_FAILED"];
            413: components["responses"]["413.BODY_TOO_LARGE"];
            415: components["responses"]["415.UNSUPPORTED_MEDIA_TYPE"];
            429: components["responses"]["429.RATE_LIMITED"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.UNAVAILABLE"];
            default: components["responses"]["Problem"];
        };
    };
    "SignIn.ByLink": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "token_hash": "5f1d2c7ab0",
                 *       "type": "magiclink"
                 *     }
                 */
                "application/json": {
                    /**
                     * @description Token from the link that was sent by e-mail.
                     * @example 5f1d2c7ab0
                     */
                    token_hash: string;
                    /**
                     * @description Purpose of the link, e.g. magiclink.
                     * @example magiclink
                     */
                    type: string;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Set-Cookie": components["headers"]["Set-Cookie"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["gateway.SessionAnswer"];
                };
            };
            400: components["responses"]["400.INVALID_JSON.INVALID_ARGUMENT.UNKNOWN_FIELD"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            403: components["responses"]["403.FORBIDDEN"];
            404: components["responses"]["404.NOT_FOUND"];
            412: components["responses"]["412.PRECONDITION_FAILED"];
            413: components["responses"]["413.BODY_TOO_LARGE"];
            415: components["responses"]["415.UNSUPPORTED_MEDIA_TYPE"];
            429: components["responses"]["429.RATE_LIMITED"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.UNAVAILABLE"];
            default: components["responses"]["Problem"];
        };
    };
    "Billing.GetPortal": {
        parameters: {
            query?: {
                /** @description Address to which the portal's link back leads. Absent: /account/billing of the shop (FRONTEND_URL). */
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
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["billing.GetPortalResponse"];
                };
            };
            400: components["responses"]["400.INVALID_ARGUMENT.UNKNOWN_FIELD.URL_NOT_ALLOWED"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            409: components["responses"]["409.NOT_FOR_SALE.CONFLICT"];
            412: components["responses"]["412.PRECONDITION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.STRIPE_UNAVAILABLE.UNAVAILABLE"];
            default: components["responses"]["Problem"];
        };
    };
    "Billing.Webhook": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Stripe's signature over the raw bytes of the body.
                 * @example t=1767225600,v1=5f1d
                 */
                "Stripe-Signature"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "id": "evt_1PqXyZ2eZvKYlo2C"
                 *     }
                 */
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["gateway.WebhookReceipt"];
                };
            };
            400: components["responses"]["400.INVALID_JSON.INVALID_ARGUMENT.UNKNOWN_FIELD.INVALID_SIGNATURE"];
            412: components["responses"]["412.PRECONDITION_FAILED"];
            413: components["responses"]["413.BODY_TOO_LARGE"];
            429: components["responses"]["429.RATE_LIMITED"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.UNAVAILABLE.WEBHOOK_DISABLED"];
            default: components["responses"]["Problem"];
        };
    };
    "Gateway.Config": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Entity tag of the answer that the client has. 304 when it is still current.
                 * @example "k7.5f1d"
                 */
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
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["gateway.ShopConfig"];
                };
            };
            /** @description What the client has is current */
            304: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.INVALID_ARGUMENT.UNKNOWN_FIELD"];
            412: components["responses"]["412.PRECONDITION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.UNAVAILABLE"];
            default: components["responses"]["Problem"];
        };
    };
    "Gateway.Docs": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Entity tag of the answer that the client has. 304 when it is still current.
                 * @example "k7.5f1d"
                 */
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
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            /** @description What the client has is current */
            304: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.INVALID_ARGUMENT.UNKNOWN_FIELD"];
            404: components["responses"]["404.NOT_FOUND"];
            412: components["responses"]["412.PRECONDITION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.UNAVAILABLE"];
            default: components["responses"]["Problem"];
        };
    };
    "Gateway.Live": {
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
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["gateway.HealthAnswer"];
                };
            };
            400: components["responses"]["400.INVALID_ARGUMENT.UNKNOWN_FIELD"];
            412: components["responses"]["412.PRECONDITION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.UNAVAILABLE"];
            default: components["responses"]["Problem"];
        };
    };
    "EntitlementAdmin.ListAudit": {
        parameters: {
            query?: {
                /** @description Only actions of this user or service. */
                actor?: string;
                /** @description The `next_cursor` of the page before, with the same filters; opaque. */
                cursor?: string;
                /** @description Entries a page has at most. Absent: 20. */
                limit?: number;
                /** @description Only entries of this service. */
                service?: string;
                /** @description Only actions on this thing. */
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
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["entitlement.ListAuditResponse"];
                };
            };
            400: components["responses"]["400.INVALID_ARGUMENT.UNKNOWN_FIELD.INVALID_CURSOR"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            403: components["responses"]["403.NOT_ADMIN"];
            412: components["responses"]["412.PRECONDITION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.UNAVAILABLE"];
            default: components["responses"]["Problem"];
        };
    };
    "CatalogAdmin.PutBundle": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Entity tag of what the request means to change. PRECONDITION_FAILED when it has changed since.
                 * @example "k7.5f1d"
                 */
                "If-Match"?: string;
            };
            path: {
                /** @description Slug of the bundle to make or replace. */
                slug: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "title": "Production Pro",
                 *       "bundle_type": "starter",
                 *       "price_cents": 5900,
                 *       "key_slugs": [
                 *         "leased-job-queue"
                 *       ]
                 *     }
                 */
                "application/json": {
                    /**
                     * @description Size of the bundle.
                     * @example starter
                     * @enum {string}
                     */
                    bundle_type: "starter" | "operator" | "pro";
                    /**
                     * @description ISO 4217 code in lower case. Absent: usd.
                     * @example usd
                     */
                    currency?: string;
                    /**
                     * @description Description in plain text.
                     * @example Background jobs that survive a crash of the worker.
                     */
                    description?: string;
                    /** @description Slugs of its KEYS. */
                    key_slugs?: string[];
                    /**
                     * Format: int64
                     * @description Price in the smallest unit of `currency` that Stripe charges. It must be less than its KEYS cost singly.
                     * @example 5900
                     */
                    price_cents: number;
                    /** @description Every published KEY that fits is added to key_slugs: now, and as more are published. */
                    rule?: components["schemas"]["catalog.BundleRule"];
                    /**
                     * @description Title, 1 to 200 characters.
                     * @example Production Pro
                     */
                    title: string;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["catalog.PutBundleResponse"];
                };
            };
            400: components["responses"]["400.INVALID_JSON.INVALID_ARGUMENT.UNKNOWN_FIELD.SLUG_RESERVED.BUNDLE_PRICE.PRICE_BELOW_MINIMUM.CURRENCY_MISMATCH"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            403: components["responses"]["403.NOT_ADMIN"];
            404: components["responses"]["404.NOT_FOUND"];
            412: components["responses"]["412.PRECONDITION_FAILED"];
            413: components["responses"]["413.BODY_TOO_LARGE"];
            415: components["responses"]["415.UNSUPPORTED_MEDIA_TYPE"];
            429: components["responses"]["429.RATE_LIMITED"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.UNAVAILABLE"];
            default: components["responses"]["Problem"];
        };
    };
    "CatalogAdmin.DeleteBundle": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Entity tag of what the request means to change. PRECONDITION_FAILED when it has changed since.
                 * @example "k7.5f1d"
                 */
                "If-Match"?: string;
            };
            path: {
                /** @description Slug or id of the bundle. */
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["catalog.DeleteBundleResponse"];
                };
            };
            400: components["responses"]["400.INVALID_ARGUMENT.UNKNOWN_FIELD"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            403: components["responses"]["403.NOT_ADMIN"];
            404: components["responses"]["404.NOT_FOUND"];
            412: components["responses"]["412.PRECONDITION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.UNAVAILABLE"];
            default: components["responses"]["Problem"];
        };
    };
    "EntitlementAdmin.GrantEntitlement": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Your name for this effect, 1 to 255 visible ASCII characters. The same name with the same input again answers what the first one did and does nothing; with other input it is IDEMPOTENCY_KEY_REUSED. Kept for at least 24 h.
                 * @example 7f0c2f1e-5a43-4c1e-9b0a-3f1d2c6b8e55
                 */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "user_id": "0192f3c1-7e7a-7c3e-9d55-1f0c3b6a2e11",
                 *       "key": "leased-job-queue",
                 *       "source": "manual",
                 *       "reason": "Bought twice by mistake"
                 *     }
                 */
                "application/json": {
                    /**
                     * Format: date-time
                     * @description First moment without access. Absent: without end.
                     * @example 2026-01-31T12:00:00Z
                     */
                    ends_at?: string;
                    /**
                     * @description Slug or id of the KEY.
                     * @example leased-job-queue
                     */
                    key: string;
                    /**
                     * @description Organisation that gets the grant; exactly one of `user_id` and `org_id`.
                     * @example 0192f3c1-7e7a-7c3e-9d55-1f0c3b6a2e11
                     */
                    org_id?: string;
                    /**
                     * @description Reason, for the audit log.
                     * @example Bought twice by mistake
                     */
                    reason: string;
                    /**
                     * @description Kind of the grant.
                     * @example manual
                     * @enum {string}
                     */
                    source: "manual" | "gift";
                    /**
                     * Format: date-time
                     * @description First moment with access. Absent: now.
                     * @example 2026-01-31T12:00:00Z
                     */
                    starts_at?: string;
                    /**
                     * @description User who gets the grant; exactly one of `user_id` and `org_id`.
                     * @example 0192f3c1-7e7a-7c3e-9d55-1f0c3b6a2e11
                     */
                    user_id?: string;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["entitlement.GrantEntitlementResponse"];
                };
            };
            400: components["responses"]["400.INVALID_JSON.INVALID_ARGUMENT.UNKNOWN_FIELD"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            403: components["responses"]["403.NOT_ADMIN"];
            404: components["responses"]["404.NOT_FOUND"];
            409: components["responses"]["409.IN_PROGRESS"];
            412: components["responses"]["412.PRECONDITION_FAILED"];
            413: components["responses"]["413.BODY_TOO_LARGE"];
            415: components["responses"]["415.UNSUPPORTED_MEDIA_TYPE"];
            422: components["responses"]["422.IDEMPOTENCY_KEY_REUSED"];
            429: components["responses"]["429.RATE_LIMITED"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.UNAVAILABLE"];
            default: components["responses"]["Problem"];
        };
    };
    "EntitlementAdmin.RevokeEntitlement": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Your name for this effect, 1 to 255 visible ASCII characters. The same name with the same input again answers what the first one did and does nothing; with other input it is IDEMPOTENCY_KEY_REUSED. Kept for at least 24 h.
                 * @example 7f0c2f1e-5a43-4c1e-9b0a-3f1d2c6b8e55
                 */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description UUID of the grant. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "reason": "Bought twice by mistake"
                 *     }
                 */
                "application/json": {
                    /**
                     * @description Reason, for the audit log.
                     * @example Bought twice by mistake
                     */
                    reason: string;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["entitlement.RevokeEntitlementResponse"];
                };
            };
            400: components["responses"]["400.INVALID_JSON.INVALID_ARGUMENT.UNKNOWN_FIELD"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            403: components["responses"]["403.NOT_ADMIN"];
            404: components["responses"]["404.NOT_FOUND"];
            409: components["responses"]["409.CONFLICT.IN_PROGRESS"];
            412: components["responses"]["412.PRECONDITION_FAILED"];
            413: components["responses"]["413.BODY_TOO_LARGE"];
            415: components["responses"]["415.UNSUPPORTED_MEDIA_TYPE"];
            422: components["responses"]["422.IDEMPOTENCY_KEY_REUSED"];
            429: components["responses"]["429.RATE_LIMITED"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.UNAVAILABLE"];
            default: components["responses"]["Problem"];
        };
    };
    "EntitlementAdmin.TransferEntitlement": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Your name for this effect, 1 to 255 visible ASCII characters. The same name with the same input again answers what the first one did and does nothing; with other input it is IDEMPOTENCY_KEY_REUSED. Kept for at least 24 h.
                 * @example 7f0c2f1e-5a43-4c1e-9b0a-3f1d2c6b8e55
                 */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description UUID of the grant. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "user_id": "0192f3c1-7e7a-7c3e-9d55-1f0c3b6a2e11",
                 *       "reason": "Bought twice by mistake"
                 *     }
                 */
                "application/json": {
                    /**
                     * @description Organisation that receives the grant; exactly one of `user_id` and `org_id`.
                     * @example 0192f3c1-7e7a-7c3e-9d55-1f0c3b6a2e11
                     */
                    org_id?: string;
                    /**
                     * @description Reason, for the audit log.
                     * @example Bought twice by mistake
                     */
                    reason: string;
                    /**
                     * @description User who receives the grant; exactly one of `user_id` and `org_id`.
                     * @example 0192f3c1-7e7a-7c3e-9d55-1f0c3b6a2e11
                     */
                    user_id?: string;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["entitlement.TransferEntitlementResponse"];
                };
            };
            400: components["responses"]["400.INVALID_JSON.INVALID_ARGUMENT.UNKNOWN_FIELD"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            403: components["responses"]["403.NOT_ADMIN"];
            404: components["responses"]["404.NOT_FOUND"];
            409: components["responses"]["409.CREDIT_IN_USE.CONFLICT.IN_PROGRESS"];
            412: components["responses"]["412.PRECONDITION_FAILED"];
            413: components["responses"]["413.BODY_TOO_LARGE"];
            415: components["responses"]["415.UNSUPPORTED_MEDIA_TYPE"];
            422: components["responses"]["422.IDEMPOTENCY_KEY_REUSED"];
            429: components["responses"]["429.RATE_LIMITED"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.UNAVAILABLE"];
            default: components["responses"]["Problem"];
        };
    };
    "IngestionAdmin.Ingest": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Your name for this effect, 1 to 255 visible ASCII characters. The same name with the same input again answers what the first one did and does nothing; with other input it is IDEMPOTENCY_KEY_REUSED. Kept for at least 24 h.
                 * @example 7f0c2f1e-5a43-4c1e-9b0a-3f1d2c6b8e55
                 */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                /** @example {} */
                "application/json": {
                    /** @description True to check and report only; nothing is changed. */
                    dry_run?: boolean;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ingestion.IngestResponse"];
                };
            };
            400: components["responses"]["400.INVALID_JSON.INVALID_ARGUMENT.UNKNOWN_FIELD"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            403: components["responses"]["403.NOT_ADMIN"];
            409: components["responses"]["409.INGESTION_RUNNING.IN_PROGRESS"];
            412: components["responses"]["412.PRECONDITION_FAILED"];
            413: components["responses"]["413.BODY_TOO_LARGE"];
            415: components["responses"]["415.UNSUPPORTED_MEDIA_TYPE"];
            422: components["responses"]["422.IDEMPOTENCY_KEY_REUSED"];
            429: components["responses"]["429.RATE_LIMITED"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.UNAVAILABLE"];
            default: components["responses"]["Problem"];
        };
    };
    "IngestionAdmin.IngestIndex": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Your name for this effect, 1 to 255 visible ASCII characters. The same name with the same input again answers what the first one did and does nothing; with other input it is IDEMPOTENCY_KEY_REUSED. Kept for at least 24 h.
                 * @example 7f0c2f1e-5a43-4c1e-9b0a-3f1d2c6b8e55
                 */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "assetsIndex": {
                 *         "version": "1",
                 *         "runbooks": []
                 *       }
                 *     }
                 */
                "application/json": {
                    /**
                     * @description The index: version, generated_at, and a list of entries for each family (runbooks, node_keys, stripe_keys, github_keys, supabase_keys, cursor_keys, jupyter_keys).
                     * @example {
                     *       "version": "1",
                     *       "runbooks": []
                     *     }
                     */
                    assetsIndex: unknown;
                    /** @description True to check and report only; nothing is changed. */
                    dry_run?: boolean;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ingestion.IngestResponse"];
                };
            };
            400: components["responses"]["400.INVALID_JSON.INVALID_ARGUMENT.UNKNOWN_FIELD"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            403: components["responses"]["403.NOT_ADMIN"];
            409: components["responses"]["409.INGESTION_RUNNING.IN_PROGRESS"];
            412: components["responses"]["412.PRECONDITION_FAILED"];
            413: components["responses"]["413.BODY_TOO_LARGE"];
            415: components["responses"]["415.UNSUPPORTED_MEDIA_TYPE"];
            422: components["responses"]["422.IDEMPOTENCY_KEY_REUSED"];
            429: components["responses"]["429.RATE_LIMITED"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.UNAVAILABLE"];
            default: components["responses"]["Problem"];
        };
    };
    "IngestionAdmin.ListIngestions": {
        parameters: {
            query?: {
                /** @description The `next_cursor` of the page before, with the same filters; opaque. */
                cursor?: string;
                /** @description Entries a page has at most. Absent: 20. */
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
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ingestion.ListIngestionsResponse"];
                };
            };
            400: components["responses"]["400.INVALID_ARGUMENT.UNKNOWN_FIELD.INVALID_CURSOR"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            403: components["responses"]["403.NOT_ADMIN"];
            412: components["responses"]["412.PRECONDITION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.UNAVAILABLE"];
            default: components["responses"]["Problem"];
        };
    };
    "IngestionAdmin.GetIngestion": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description UUID of the run. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ingestion.GetIngestionResponse"];
                };
            };
            400: components["responses"]["400.INVALID_ARGUMENT.UNKNOWN_FIELD"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            403: components["responses"]["403.NOT_ADMIN"];
            404: components["responses"]["404.NOT_FOUND"];
            412: components["responses"]["412.PRECONDITION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.UNAVAILABLE"];
            default: components["responses"]["Problem"];
        };
    };
    "CatalogAdmin.UpdateKey": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Entity tag of what the request means to change. PRECONDITION_FAILED when it has changed since.
                 * @example "k7.5f1d"
                 */
                "If-Match"?: string;
            };
            path: {
                /** @description Slug or id of the KEY. */
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "price_cents": 5900
                 *     }
                 */
                "application/json": {
                    /**
                     * @description ISO 4217 code in lower case.
                     * @example usd
                     */
                    currency?: string | null;
                    /**
                     * Format: int64
                     * @description New price. null: not sold singly. 0: free.
                     * @example 5900
                     */
                    price_cents?: number | null;
                    /**
                     * @description New status. Only published KEYS are listed and sold.
                     * @example draft
                     * @enum {string|null}
                     */
                    status?: "draft" | "published" | "archived" | null;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["catalog.UpdateKeyResponse"];
                };
            };
            400: components["responses"]["400.INVALID_JSON.INVALID_ARGUMENT.UNKNOWN_FIELD.BUNDLE_PRICE.PRICE_BELOW_MINIMUM.CURRENCY_MISMATCH"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            403: components["responses"]["403.NOT_ADMIN"];
            404: components["responses"]["404.NOT_FOUND"];
            412: components["responses"]["412.PRECONDITION_FAILED"];
            413: components["responses"]["413.BODY_TOO_LARGE"];
            415: components["responses"]["415.UNSUPPORTED_MEDIA_TYPE"];
            429: components["responses"]["429.RATE_LIMITED"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.UNAVAILABLE"];
            default: components["responses"]["Problem"];
        };
    };
    "CatalogAdmin.YankVersion": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Your name for this effect, 1 to 255 visible ASCII characters. The same name with the same input again answers what the first one did and does nothing; with other input it is IDEMPOTENCY_KEY_REUSED. Kept for at least 24 h.
                 * @example 7f0c2f1e-5a43-4c1e-9b0a-3f1d2c6b8e55
                 */
                "Idempotency-Key"?: string;
                /**
                 * @description Entity tag of what the request means to change. PRECONDITION_FAILED when it has changed since.
                 * @example "k7.5f1d"
                 */
                "If-Match"?: string;
            };
            path: {
                /** @description Slug or id of the KEY. */
                slug: string;
                /** @description Exact version. */
                version: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "reason": "Bought twice by mistake"
                 *     }
                 */
                "application/json": {
                    /**
                     * @description Reason, for the audit log.
                     * @example Bought twice by mistake
                     */
                    reason: string;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["catalog.YankVersionResponse"];
                };
            };
            400: components["responses"]["400.INVALID_JSON.INVALID_ARGUMENT.UNKNOWN_FIELD"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            403: components["responses"]["403.NOT_ADMIN"];
            404: components["responses"]["404.NOT_FOUND.VERSION_UNKNOWN"];
            409: components["responses"]["409.IN_PROGRESS"];
            412: components["responses"]["412.PRECONDITION_FAILED"];
            413: components["responses"]["413.BODY_TOO_LARGE"];
            415: components["responses"]["415.UNSUPPORTED_MEDIA_TYPE"];
            422: components["responses"]["422.IDEMPOTENCY_KEY_REUSED"];
            429: components["responses"]["429.RATE_LIMITED"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.UNAVAILABLE"];
            default: components["responses"]["Problem"];
        };
    };
    "BillingAdmin.ListAllOrders": {
        parameters: {
            query?: {
                /** @description The `next_cursor` of the page before, with the same filters; opaque. */
                cursor?: string;
                /** @description Entries a page has at most. Absent: 20. */
                limit?: number;
                /** @description Only orders in this state. */
                status?: "open" | "paid" | "fulfilled" | "refunded" | "partially_refunded" | "disputed" | "expired" | "failed";
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
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["billing.ListOrdersResponse"];
                };
            };
            400: components["responses"]["400.INVALID_ARGUMENT.UNKNOWN_FIELD.INVALID_CURSOR"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            403: components["responses"]["403.NOT_ADMIN"];
            412: components["responses"]["412.PRECONDITION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.UNAVAILABLE"];
            default: components["responses"]["Problem"];
        };
    };
    "BillingAdmin.GetAnyOrder": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description UUID of the order. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["billing.GetOrderResponse"];
                };
            };
            400: components["responses"]["400.INVALID_ARGUMENT.UNKNOWN_FIELD"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            403: components["responses"]["403.NOT_ADMIN"];
            404: components["responses"]["404.NOT_FOUND"];
            412: components["responses"]["412.PRECONDITION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.UNAVAILABLE"];
            default: components["responses"]["Problem"];
        };
    };
    "BillingAdmin.RefundOrder": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Your name for this effect, 1 to 255 visible ASCII characters. The same name with the same input again answers what the first one did and does nothing; with other input it is IDEMPOTENCY_KEY_REUSED. Kept for at least 24 h.
                 * @example 7f0c2f1e-5a43-4c1e-9b0a-3f1d2c6b8e55
                 */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description UUID of the order. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "reason": "Bought twice by mistake"
                 *     }
                 */
                "application/json": {
                    /**
                     * Format: int64
                     * @description Amount to refund. At most one of `amount_cents` and `line` may be sent; without either, all that is left is refunded.
                     * @example 5900
                     */
                    amount_cents?: number;
                    /** @description Slug or id of the KEY whose line is refunded. */
                    line?: string;
                    /**
                     * @description Reason, for the audit log.
                     * @example Bought twice by mistake
                     */
                    reason: string;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["billing.RefundOrderResponse"];
                };
            };
            400: components["responses"]["400.INVALID_JSON.INVALID_ARGUMENT.UNKNOWN_FIELD"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            403: components["responses"]["403.NOT_ADMIN"];
            404: components["responses"]["404.NOT_FOUND"];
            409: components["responses"]["409.NOT_FOR_SALE.CREDIT_IN_USE.CONFLICT.IN_PROGRESS"];
            412: components["responses"]["412.PRECONDITION_FAILED"];
            413: components["responses"]["413.BODY_TOO_LARGE"];
            415: components["responses"]["415.UNSUPPORTED_MEDIA_TYPE"];
            422: components["responses"]["422.IDEMPOTENCY_KEY_REUSED"];
            429: components["responses"]["429.RATE_LIMITED"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.STRIPE_UNAVAILABLE.UNAVAILABLE"];
            default: components["responses"]["Problem"];
        };
    };
    "BillingAdmin.WaiveShortfall": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Your name for this effect, 1 to 255 visible ASCII characters. The same name with the same input again answers what the first one did and does nothing; with other input it is IDEMPOTENCY_KEY_REUSED. Kept for at least 24 h.
                 * @example 7f0c2f1e-5a43-4c1e-9b0a-3f1d2c6b8e55
                 */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description UUID of the order. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "reason": "Bought twice by mistake"
                 *     }
                 */
                "application/json": {
                    /**
                     * @description Reason, for the audit log.
                     * @example Bought twice by mistake
                     */
                    reason: string;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["billing.WaiveShortfallResponse"];
                };
            };
            400: components["responses"]["400.INVALID_JSON.INVALID_ARGUMENT.UNKNOWN_FIELD"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            403: components["responses"]["403.NOT_ADMIN"];
            404: components["responses"]["404.NOT_FOUND"];
            409: components["responses"]["409.CONFLICT.IN_PROGRESS"];
            412: components["responses"]["412.PRECONDITION_FAILED"];
            413: components["responses"]["413.BODY_TOO_LARGE"];
            415: components["responses"]["415.UNSUPPORTED_MEDIA_TYPE"];
            422: components["responses"]["422.IDEMPOTENCY_KEY_REUSED"];
            429: components["responses"]["429.RATE_LIMITED"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.UNAVAILABLE"];
            default: components["responses"]["Problem"];
        };
    };
    "EntitlementAdmin.PutMember": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Entity tag of what the request means to change. PRECONDITION_FAILED when it has changed since.
                 * @example "k7.5f1d"
                 */
                "If-Match"?: string;
            };
            path: {
                /** @description UUID of the organisation. */
                id: string;
                /** @description UUID of the user. */
                user_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "role": "member"
                 *     }
                 */
                "application/json": {
                    /**
                     * @description Role. Members use the KEYS that the organisation holds; owners and admins also buy.
                     * @example member
                     * @enum {string}
                     */
                    role: "owner" | "admin" | "member";
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["entitlement.PutMemberResponse"];
                };
            };
            400: components["responses"]["400.INVALID_JSON.INVALID_ARGUMENT.UNKNOWN_FIELD"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            403: components["responses"]["403.NOT_ADMIN"];
            404: components["responses"]["404.NOT_FOUND"];
            409: components["responses"]["409.LAST_OWNER"];
            412: components["responses"]["412.PRECONDITION_FAILED"];
            413: components["responses"]["413.BODY_TOO_LARGE"];
            415: components["responses"]["415.UNSUPPORTED_MEDIA_TYPE"];
            429: components["responses"]["429.RATE_LIMITED"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.UNAVAILABLE"];
            default: components["responses"]["Problem"];
        };
    };
    "EntitlementAdmin.DeleteMember": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Entity tag of what the request means to change. PRECONDITION_FAILED when it has changed since.
                 * @example "k7.5f1d"
                 */
                "If-Match"?: string;
            };
            path: {
                /** @description UUID of the organisation. */
                id: string;
                /** @description UUID of the user. */
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["entitlement.DeleteMemberResponse"];
                };
            };
            400: components["responses"]["400.INVALID_ARGUMENT.UNKNOWN_FIELD"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            403: components["responses"]["403.NOT_ADMIN"];
            404: components["responses"]["404.NOT_FOUND"];
            409: components["responses"]["409.LAST_OWNER"];
            412: components["responses"]["412.PRECONDITION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.UNAVAILABLE"];
            default: components["responses"]["Problem"];
        };
    };
    "AnalyticsReports.GetCohorts": {
        parameters: {
            query?: {
                /** @description How the report is written. Absent: json. */
                format?: "json" | "csv";
                /** @description Start of the span, included: an RFC 3339 time, or a date, which begins when that day does in `tz`. Absent: 30 days before the end. */
                from?: string;
                /** @description Length of a period. Absent: week. */
                period?: "week" | "month";
                /** @description End of the span, not included: an RFC 3339 time or a date. Absent: the end of today in `tz`. At most 366 days after `from`. */
                to?: string;
                /** @description IANA time zone whose days are counted, e.g. Europe/Berlin. Absent: UTC. */
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
                    "Content-Disposition": components["headers"]["Content-Disposition"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["analytics.GetCohortsResponse"];
                    "text/csv": string;
                };
            };
            400: components["responses"]["400.INVALID_ARGUMENT.UNKNOWN_FIELD"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            403: components["responses"]["403.NOT_ADMIN"];
            412: components["responses"]["412.PRECONDITION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.UNAVAILABLE"];
            default: components["responses"]["Problem"];
        };
    };
    "AnalyticsReports.GetFunnel": {
        parameters: {
            query?: {
                /** @description How the report is written. Absent: json. */
                format?: "json" | "csv";
                /** @description Start of the span, included: an RFC 3339 time, or a date, which begins when that day does in `tz`. Absent: 30 days before the end. */
                from?: string;
                /** @description End of the span, not included: an RFC 3339 time or a date. Absent: the end of today in `tz`. At most 366 days after `from`. */
                to?: string;
                /** @description IANA time zone whose days are counted, e.g. Europe/Berlin. Absent: UTC. */
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
                    "Content-Disposition": components["headers"]["Content-Disposition"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["analytics.GetFunnelResponse"];
                    "text/csv": string;
                };
            };
            400: components["responses"]["400.INVALID_ARGUMENT.UNKNOWN_FIELD"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            403: components["responses"]["403.NOT_ADMIN"];
            412: components["responses"]["412.PRECONDITION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.UNAVAILABLE"];
            default: components["responses"]["Problem"];
        };
    };
    "BillingReports.GetRevenue": {
        parameters: {
            query?: {
                /** @description How the report is written. Absent: json. */
                format?: "json" | "csv";
                /** @description Start of the span, included: an RFC 3339 time, or a date, which begins when that day does in `tz`. Absent: 30 days before the end. */
                from?: string;
                /** @description End of the span, not included: an RFC 3339 time or a date. Absent: the end of today in `tz`. At most 366 days after `from`. */
                to?: string;
                /** @description IANA time zone whose days are counted, e.g. Europe/Berlin. Absent: UTC. */
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
                    "Content-Disposition": components["headers"]["Content-Disposition"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["billing.GetRevenueResponse"];
                    "text/csv": string;
                };
            };
            400: components["responses"]["400.INVALID_ARGUMENT.UNKNOWN_FIELD"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            403: components["responses"]["403.NOT_ADMIN"];
            412: components["responses"]["412.PRECONDITION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.UNAVAILABLE"];
            default: components["responses"]["Problem"];
        };
    };
    "DiscoveryReports.GetTopKeys": {
        parameters: {
            query?: {
                /** @description How the report is written. Absent: json. */
                format?: "json" | "csv";
                /** @description Start of the span, included: an RFC 3339 time, or a date, which begins when that day does in `tz`. Absent: 30 days before the end. */
                from?: string;
                /** @description Most rows. Absent: 100. */
                limit?: number;
                /** @description End of the span, not included: an RFC 3339 time or a date. Absent: the end of today in `tz`. At most 366 days after `from`. */
                to?: string;
                /** @description IANA time zone whose days are counted, e.g. Europe/Berlin. Absent: UTC. */
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
                    "Content-Disposition": components["headers"]["Content-Disposition"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["discovery.GetTopKeysResponse"];
                    "text/csv": string;
                };
            };
            400: components["responses"]["400.INVALID_ARGUMENT.UNKNOWN_FIELD"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            403: components["responses"]["403.NOT_ADMIN"];
            412: components["responses"]["412.PRECONDITION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.UNAVAILABLE"];
            default: components["responses"]["Problem"];
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
                /** @example {} */
                "application/json": {
                    /**
                     * Format: int32
                     * @description Most changes that one call makes. Absent: 50.
                     * @example 20
                     */
                    limit?: number;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["billing.SyncStripeResponse"];
                };
            };
            400: components["responses"]["400.INVALID_JSON.INVALID_ARGUMENT.UNKNOWN_FIELD"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            403: components["responses"]["403.NOT_ADMIN"];
            412: components["responses"]["412.PRECONDITION_FAILED"];
            413: components["responses"]["413.BODY_TOO_LARGE"];
            415: components["responses"]["415.UNSUPPORTED_MEDIA_TYPE"];
            429: components["responses"]["429.RATE_LIMITED"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.STRIPE_UNAVAILABLE.UNAVAILABLE"];
            default: components["responses"]["Problem"];
        };
    };
    "PersonErasure.GetUserErasure": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description UUID of the user. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["person.GetUserErasureResponse"];
                };
            };
            400: components["responses"]["400.INVALID_ARGUMENT.UNKNOWN_FIELD"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            403: components["responses"]["403.NOT_ADMIN"];
            404: components["responses"]["404.NOT_FOUND"];
            412: components["responses"]["412.PRECONDITION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.UNAVAILABLE"];
            default: components["responses"]["Problem"];
        };
    };
    "PersonErasure.EraseUser": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description UUID of the user. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "reason": "Bought twice by mistake"
                 *     }
                 */
                "application/json": {
                    /**
                     * @description Reason, for the audit log.
                     * @example Bought twice by mistake
                     */
                    reason: string;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["person.EraseUserResponse"];
                };
            };
            /** @description It goes on by itself; its state is at Location */
            202: {
                headers: {
                    Location: components["headers"]["Location"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["person.EraseUserResponse"];
                };
            };
            400: components["responses"]["400.INVALID_JSON.INVALID_ARGUMENT.UNKNOWN_FIELD"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            403: components["responses"]["403.NOT_ADMIN"];
            404: components["responses"]["404.NOT_FOUND"];
            412: components["responses"]["412.PRECONDITION_FAILED"];
            413: components["responses"]["413.BODY_TOO_LARGE"];
            415: components["responses"]["415.UNSUPPORTED_MEDIA_TYPE"];
            429: components["responses"]["429.RATE_LIMITED"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.UNAVAILABLE"];
            default: components["responses"]["Problem"];
        };
    };
    "PersonExport.ExportUser": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description UUID of the user. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["gateway.PersonData"];
                };
            };
            400: components["responses"]["400.INVALID_ARGUMENT.UNKNOWN_FIELD"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            403: components["responses"]["403.NOT_ADMIN"];
            404: components["responses"]["404.NOT_FOUND"];
            412: components["responses"]["412.PRECONDITION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.UNAVAILABLE"];
            default: components["responses"]["Problem"];
        };
    };
    "BillingAdmin.ListWebhooks": {
        parameters: {
            query?: {
                /** @description The `next_cursor` of the page before, with the same filters; opaque. */
                cursor?: string;
                /** @description Entries a page has at most. Absent: 50. */
                limit?: number;
                /** @description Only events in this state; absent: all. */
                status?: "pending" | "handled" | "dead";
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
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["billing.ListWebhooksResponse"];
                };
            };
            400: components["responses"]["400.INVALID_ARGUMENT.UNKNOWN_FIELD.INVALID_CURSOR"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            403: components["responses"]["403.NOT_ADMIN"];
            412: components["responses"]["412.PRECONDITION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.UNAVAILABLE"];
            default: components["responses"]["Problem"];
        };
    };
    "BillingAdmin.ReplayWebhook": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Stripe's id of the event. */
                event_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /** @example {} */
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["billing.ReplayWebhookResponse"];
                };
            };
            400: components["responses"]["400.INVALID_JSON.INVALID_ARGUMENT.UNKNOWN_FIELD"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            403: components["responses"]["403.NOT_ADMIN"];
            404: components["responses"]["404.NOT_FOUND"];
            409: components["responses"]["409.CONFLICT"];
            412: components["responses"]["412.PRECONDITION_FAILED"];
            413: components["responses"]["413.BODY_TOO_LARGE"];
            415: components["responses"]["415.UNSUPPORTED_MEDIA_TYPE"];
            429: components["responses"]["429.RATE_LIMITED"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.UNAVAILABLE"];
            default: components["responses"]["Problem"];
        };
    };
    "Analytics.RecordEvent": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "event_type": "view"
                 *     }
                 */
                "application/json": {
                    /**
                     * @description Id or slug of a bundle.
                     * @example 0192f3c1-7e7a-7c3e-9d55-1f0c3b6a2e11
                     */
                    bundle_id?: string;
                    /** @description The reason that was shown with the recommendation that was clicked. */
                    discovery_reason?: string;
                    /**
                     * @description UUID made by the client. The same id sent again is the same event.
                     * @example evt_1PqXyZ2eZvKYlo2C
                     */
                    event_id?: string;
                    /**
                     * @description The type of the event. Anybody may send view, a signed-in caller also discovery_click. The server records the others itself and answers SERVER_EVENT.
                     * @example view
                     * @enum {string}
                     */
                    event_type: "view" | "discovery_click" | "purchase" | "download" | "bundle_upgrade";
                    /**
                     * @description Id or slug of a KEY.
                     * @example 0192f3c1-7e7a-7c3e-9d55-1f0c3b6a2e11
                     */
                    key_id?: string;
                    /** @description JSON object, at most 4 KiB. */
                    metadata?: unknown;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["analytics.RecordEventResponse"];
                };
            };
            400: components["responses"]["400.INVALID_JSON.INVALID_ARGUMENT.UNKNOWN_FIELD"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            403: components["responses"]["403.SERVER_EVENT"];
            412: components["responses"]["412.PRECONDITION_FAILED"];
            413: components["responses"]["413.BODY_TOO_LARGE"];
            415: components["responses"]["415.UNSUPPORTED_MEDIA_TYPE"];
            429: components["responses"]["429.RATE_LIMITED"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.UNAVAILABLE"];
            default: components["responses"]["Problem"];
        };
    };
    "Catalog.ListBundles": {
        parameters: {
            query?: {
                /** @description Only bundles of this size. */
                bundle_type?: "starter" | "operator" | "pro";
            };
            header?: {
                /**
                 * @description Entity tag of the answer that the client has. 304 when it is still current.
                 * @example "k7.5f1d"
                 */
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
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["catalog.ListBundlesResponse"];
                };
            };
            /** @description What the client has is current */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.INVALID_ARGUMENT.UNKNOWN_FIELD"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            412: components["responses"]["412.PRECONDITION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.UNAVAILABLE"];
            default: components["responses"]["Problem"];
        };
    };
    "Catalog.GetBundle": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Entity tag of the answer that the client has. 304 when it is still current.
                 * @example "k7.5f1d"
                 */
                "If-None-Match"?: string;
            };
            path: {
                /** @description Slug or id of the bundle. */
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["catalog.GetBundleResponse"];
                };
            };
            /** @description What the client has is current */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.INVALID_ARGUMENT.UNKNOWN_FIELD"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            404: components["responses"]["404.NOT_FOUND"];
            412: components["responses"]["412.PRECONDITION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.UNAVAILABLE"];
            default: components["responses"]["Problem"];
        };
    };
    "Billing.CheckoutBundle": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Your name for this effect, 1 to 255 visible ASCII characters. The same name with the same input again answers what the first one did and does nothing; with other input it is IDEMPOTENCY_KEY_REUSED. Kept for at least 24 h.
                 * @example 7f0c2f1e-5a43-4c1e-9b0a-3f1d2c6b8e55
                 */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Slug or id of the bundle. */
                slug: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "successUrl": "https://shop.example/thanks",
                 *       "cancelUrl": "https://shop.example/marketplace/leased-job-queue"
                 *     }
                 */
                "application/json": {
                    /**
                     * @description Address to which the person returns without paying. Its origin must be allowed.
                     * @example https://shop.example/marketplace/leased-job-queue
                     */
                    cancelUrl: string;
                    /**
                     * @description Organisation for which the bundle is bought. The caller must be its owner or admin.
                     * @example 0192f3c1-7e7a-7c3e-9d55-1f0c3b6a2e11
                     */
                    org_id?: string;
                    /**
                     * @description Address to which the person returns after paying. Its origin must be allowed (FRONTEND_URL, RETURN_ORIGINS). `{CHECKOUT_SESSION_ID}` is replaced.
                     * @example https://shop.example/thanks
                     */
                    successUrl: string;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["billing.CheckoutResponse"];
                };
            };
            400: components["responses"]["400.INVALID_JSON.INVALID_ARGUMENT.UNKNOWN_FIELD.URL_NOT_ALLOWED"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            403: components["responses"]["403.NOT_ADMIN"];
            404: components["responses"]["404.NOT_FOUND"];
            409: components["responses"]["409.ALREADY_OWNED.NOT_FOR_SALE.KEY_UNAVAILABLE.CONFLICT.IN_PROGRESS"];
            412: components["responses"]["412.PRECONDITION_FAILED"];
            413: components["responses"]["413.BODY_TOO_LARGE"];
            415: components["responses"]["415.UNSUPPORTED_MEDIA_TYPE"];
            422: components["responses"]["422.IDEMPOTENCY_KEY_REUSED"];
            429: components["responses"]["429.RATE_LIMITED"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.STRIPE_UNAVAILABLE.UNAVAILABLE"];
            default: components["responses"]["Problem"];
        };
    };
    "Billing.GetDiscount": {
        parameters: {
            query?: {
                /** @description Organisation for which the quote is made. The caller must be its member. Absent: the quote is for the caller personally. */
                org_id?: string;
            };
            header?: never;
            path: {
                /** @description Slug or id of the bundle. */
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["billing.GetDiscountResponse"];
                };
            };
            400: components["responses"]["400.INVALID_ARGUMENT.UNKNOWN_FIELD"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            404: components["responses"]["404.NOT_FOUND"];
            412: components["responses"]["412.PRECONDITION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.UNAVAILABLE"];
            default: components["responses"]["Problem"];
        };
    };
    "Discovery.Discover": {
        parameters: {
            query?: {
                /** @description Only KEYS of this kind. */
                key_type?: string;
                /** @description Most recommendations. Absent: 10. */
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
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["discovery.DiscoverResponse"];
                };
            };
            400: components["responses"]["400.INVALID_ARGUMENT.UNKNOWN_FIELD"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            412: components["responses"]["412.PRECONDITION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.UNAVAILABLE"];
            default: components["responses"]["Problem"];
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
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["discovery.ListDismissalsResponse"];
                };
            };
            400: components["responses"]["400.INVALID_ARGUMENT.UNKNOWN_FIELD"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            412: components["responses"]["412.PRECONDITION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.UNAVAILABLE"];
            default: components["responses"]["Problem"];
        };
    };
    "Discovery.DismissKey": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Entity tag of what the request means to change. PRECONDITION_FAILED when it has changed since.
                 * @example "k7.5f1d"
                 */
                "If-Match"?: string;
            };
            path: {
                /** @description Slug or id of the KEY. */
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["discovery.DismissKeyResponse"];
                };
            };
            400: components["responses"]["400.INVALID_ARGUMENT.UNKNOWN_FIELD"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            404: components["responses"]["404.NOT_FOUND"];
            409: components["responses"]["409.CONFLICT"];
            412: components["responses"]["412.PRECONDITION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.UNAVAILABLE"];
            default: components["responses"]["Problem"];
        };
    };
    "Discovery.TakeBackDismissal": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Entity tag of what the request means to change. PRECONDITION_FAILED when it has changed since.
                 * @example "k7.5f1d"
                 */
                "If-Match"?: string;
            };
            path: {
                /** @description Slug or id of the KEY. */
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["discovery.TakeBackDismissalResponse"];
                };
            };
            400: components["responses"]["400.INVALID_ARGUMENT.UNKNOWN_FIELD"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            404: components["responses"]["404.NOT_FOUND"];
            412: components["responses"]["412.PRECONDITION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.UNAVAILABLE"];
            default: components["responses"]["Problem"];
        };
    };
    "Discovery.ExplainRecommendation": {
        parameters: {
            query: {
                /** @description Slug or id of the KEY. */
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
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["discovery.ExplainRecommendationResponse"];
                };
            };
            400: components["responses"]["400.INVALID_ARGUMENT.UNKNOWN_FIELD"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            404: components["responses"]["404.NOT_FOUND"];
            412: components["responses"]["412.PRECONDITION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.UNAVAILABLE"];
            default: components["responses"]["Problem"];
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
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["discovery.ListOptOutsResponse"];
                };
            };
            400: components["responses"]["400.INVALID_ARGUMENT.UNKNOWN_FIELD"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            412: components["responses"]["412.PRECONDITION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.UNAVAILABLE"];
            default: components["responses"]["Problem"];
        };
    };
    "Discovery.LiftOptOuts": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Entity tag of what the request means to change. PRECONDITION_FAILED when it has changed since.
                 * @example "k7.5f1d"
                 */
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
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["discovery.LiftOptOutsResponse"];
                };
            };
            400: components["responses"]["400.INVALID_ARGUMENT.UNKNOWN_FIELD"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            412: components["responses"]["412.PRECONDITION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.UNAVAILABLE"];
            default: components["responses"]["Problem"];
        };
    };
    "Discovery.SetOptOut": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Entity tag of what the request means to change. PRECONDITION_FAILED when it has changed since.
                 * @example "k7.5f1d"
                 */
                "If-Match"?: string;
            };
            path: {
                /** @description Signal type not to keep, or everything. */
                signal_type: "role" | "tool_intent" | "problem_category" | "view" | "purchase" | "everything";
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["discovery.SetOptOutResponse"];
                };
            };
            400: components["responses"]["400.INVALID_ARGUMENT.UNKNOWN_FIELD"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            404: components["responses"]["404.NOT_FOUND"];
            412: components["responses"]["412.PRECONDITION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.UNAVAILABLE"];
            default: components["responses"]["Problem"];
        };
    };
    "Discovery.LiftOptOut": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Entity tag of what the request means to change. PRECONDITION_FAILED when it has changed since.
                 * @example "k7.5f1d"
                 */
                "If-Match"?: string;
            };
            path: {
                /** @description Signal type to allow again, or everything. */
                signal_type: "role" | "tool_intent" | "problem_category" | "view" | "purchase" | "everything";
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["discovery.LiftOptOutResponse"];
                };
            };
            400: components["responses"]["400.INVALID_ARGUMENT.UNKNOWN_FIELD"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            404: components["responses"]["404.NOT_FOUND"];
            412: components["responses"]["412.PRECONDITION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.UNAVAILABLE"];
            default: components["responses"]["Problem"];
        };
    };
    "Discovery.RecordSignal": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Your name for this effect, 1 to 255 visible ASCII characters. The same name with the same input again answers what the first one did and does nothing; with other input it is IDEMPOTENCY_KEY_REUSED. Kept for at least 24 h.
                 * @example 7f0c2f1e-5a43-4c1e-9b0a-3f1d2c6b8e55
                 */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "signal_type": "role",
                 *       "signal_value": "sre"
                 *     }
                 */
                "application/json": {
                    /** @description JSON object of your own, at most 4 KiB. */
                    metadata?: unknown;
                    /**
                     * @description Type of the signal. The shop itself records purchase as well.
                     * @example role
                     * @enum {string}
                     */
                    signal_type: "role" | "tool_intent" | "problem_category" | "view" | "purchase";
                    /**
                     * @description Value in your words, e.g. sre, or cursor.
                     * @example sre
                     */
                    signal_value: string;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["discovery.RecordSignalResponse"];
                };
            };
            400: components["responses"]["400.INVALID_JSON.INVALID_ARGUMENT.UNKNOWN_FIELD"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            409: components["responses"]["409.CONFLICT.IN_PROGRESS"];
            412: components["responses"]["412.PRECONDITION_FAILED"];
            413: components["responses"]["413.BODY_TOO_LARGE"];
            415: components["responses"]["415.UNSUPPORTED_MEDIA_TYPE"];
            422: components["responses"]["422.IDEMPOTENCY_KEY_REUSED"];
            429: components["responses"]["429.RATE_LIMITED"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.UNAVAILABLE"];
            default: components["responses"]["Problem"];
        };
    };
    "Discovery.ListSignals": {
        parameters: {
            query?: {
                /** @description The `next_cursor` of the page before, with the same filters; opaque. */
                cursor?: string;
                /** @description Entries that a page has at most. Absent: 1000. */
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
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["discovery.ListSignalsResponse"];
                };
            };
            400: components["responses"]["400.INVALID_ARGUMENT.UNKNOWN_FIELD.INVALID_CURSOR"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            412: components["responses"]["412.PRECONDITION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.UNAVAILABLE"];
            default: components["responses"]["Problem"];
        };
    };
    "Discovery.DeleteSignals": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Entity tag of what the request means to change. PRECONDITION_FAILED when it has changed since.
                 * @example "k7.5f1d"
                 */
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
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["discovery.DeleteSignalsResponse"];
                };
            };
            400: components["responses"]["400.INVALID_ARGUMENT.UNKNOWN_FIELD"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            412: components["responses"]["412.PRECONDITION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.UNAVAILABLE"];
            default: components["responses"]["Problem"];
        };
    };
    "Discovery.GetSignal": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description UUID of the signal. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["discovery.GetSignalResponse"];
                };
            };
            400: components["responses"]["400.INVALID_ARGUMENT.UNKNOWN_FIELD"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            404: components["responses"]["404.NOT_FOUND"];
            412: components["responses"]["412.PRECONDITION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.UNAVAILABLE"];
            default: components["responses"]["Problem"];
        };
    };
    "Discovery.DeleteSignal": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Entity tag of what the request means to change. PRECONDITION_FAILED when it has changed since.
                 * @example "k7.5f1d"
                 */
                "If-Match"?: string;
            };
            path: {
                /** @description UUID of the signal. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["discovery.DeleteSignalResponse"];
                };
            };
            400: components["responses"]["400.INVALID_ARGUMENT.UNKNOWN_FIELD"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            404: components["responses"]["404.NOT_FOUND"];
            412: components["responses"]["412.PRECONDITION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.UNAVAILABLE"];
            default: components["responses"]["Problem"];
        };
    };
    "Entitlement.DownloadBytes": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Entity tag of what the request means to change. PRECONDITION_FAILED when it has changed since.
                 * @example "k7.5f1d"
                 */
                "If-Match"?: string;
                /**
                 * @description Entity tag of the answer that the client has. 304 when it is still current.
                 * @example "k7.5f1d"
                 */
                "If-None-Match"?: string;
                /**
                 * @description With Range: send the part only while the entity tag is this one.
                 * @example "5f1d"
                 */
                "If-Range"?: string;
                /**
                 * @description The bytes wanted, e.g. to go on where a transfer broke. One range.
                 * @example bytes=1024-
                 */
                Range?: string;
            };
            path: {
                /** @description The last segment of a `downloadUrl`. */
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "Accept-Ranges": components["headers"]["Accept-Ranges"];
                    "Content-Disposition": components["headers"]["Content-Disposition"];
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Repr-Digest": components["headers"]["Repr-Digest"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/zip": string;
                };
            };
            /** @description The part asked for */
            206: {
                headers: {
                    "Content-Range": components["headers"]["Content-Range"];
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/zip": string;
                };
            };
            /** @description What the client has is current */
            304: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.INVALID_ARGUMENT.UNKNOWN_FIELD"];
            403: components["responses"]["403.LINK_INVALID"];
            410: components["responses"]["410.LINK_EXPIRED.LINK_REVOKED"];
            412: components["responses"]["412.PRECONDITION_FAILED"];
            416: components["responses"]["416.RANGE_NOT_SATISFIABLE"];
            429: components["responses"]["429.RATE_LIMITED"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.STORAGE_UNAVAILABLE.ASSET_MISSING.UNAVAILABLE"];
            default: components["responses"]["Problem"];
        };
    };
    "Entitlement.ListEntitlements": {
        parameters: {
            query?: {
                /** @description Moment for which to answer. Absent: now. */
                as_of?: string;
                /** @description active: grants that give access now. all: also those that no longer or not yet do. Absent: active. */
                status?: "active" | "all";
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
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["entitlement.ListEntitlementsResponse"];
                };
            };
            400: components["responses"]["400.INVALID_ARGUMENT.UNKNOWN_FIELD"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            412: components["responses"]["412.PRECONDITION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.UNAVAILABLE"];
            default: components["responses"]["Problem"];
        };
    };
    "Entitlement.ExplainAccess": {
        parameters: {
            query?: {
                /** @description Moment for which to answer. Absent: now. */
                as_of?: string;
            };
            header?: never;
            path: {
                /** @description Slug or id of the KEY. */
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["entitlement.ExplainAccessResponse"];
                };
            };
            400: components["responses"]["400.INVALID_ARGUMENT.UNKNOWN_FIELD"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            404: components["responses"]["404.NOT_FOUND"];
            412: components["responses"]["412.PRECONDITION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.UNAVAILABLE"];
            default: components["responses"]["Problem"];
        };
    };
    "Catalog.ListKeys": {
        parameters: {
            query?: {
                /** @description true: only KEYS that have bytes to download. false: only KEYS that have none yet. */
                available?: boolean;
                /** @description Only this category. */
                category?: string;
                /** @description The `next_cursor` of the page before, with the same filters and sort. */
                cursor?: string;
                /** @description Only this difficulty: beginner, intermediate, advanced or expert. */
                difficulty?: string;
                /** @description true: count the values of every filter among everything that matches. */
                facets?: boolean;
                /** @description Only this kind: the one word of key_type, or one of key_types. */
                key_type?: string;
                /** @description Only this SPDX licence expression, as shown. */
                license?: string;
                /** @description Entries that a page has at most. Absent: 100. */
                limit?: number;
                /** @description Only this maturity: starter, operator, scale or enterprise. */
                maturity?: string;
                /** @description Only this outcome. `_` and `-` count as the same. */
                outcome?: string;
                /** @description true: only KEYS that the caller has access to; needs a token. */
                owned?: boolean;
                /** @description Highest price, included. */
                price_max?: number;
                /** @description Lowest price, included, in the smallest unit that Stripe charges. */
                price_min?: number;
                /** @description Words that must occur in title, description, tags or README. */
                search?: string;
                /** @description Only runbooks of this severity: p0 to p4. */
                severity_level?: string;
                /** @description Order of the list. Absent: newest, with `search` relevance. */
                sort?: "newest" | "title" | "price" | "relevance";
                /** @description Only KEYS with this tag. */
                tag?: string;
                /** @description Only this family: node, next, runbook, jupyter, stripe, github, supabase, cursor. */
                tool?: string;
            };
            header?: {
                /**
                 * @description Entity tag of the answer that the client has. 304 when it is still current.
                 * @example "k7.5f1d"
                 */
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
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["catalog.ListKeysResponse"];
                };
            };
            /** @description What the client has is current */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.INVALID_ARGUMENT.UNKNOWN_FIELD.INVALID_CURSOR"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            412: components["responses"]["412.PRECONDITION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.UNAVAILABLE"];
            default: components["responses"]["Problem"];
        };
    };
    "Catalog.GetKey": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Entity tag of the answer that the client has. 304 when it is still current.
                 * @example "k7.5f1d"
                 */
                "If-None-Match"?: string;
            };
            path: {
                /** @description Slug or id of the KEY. */
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["catalog.GetKeyResponse"];
                };
            };
            /** @description What the client has is current */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.INVALID_ARGUMENT.UNKNOWN_FIELD"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            404: components["responses"]["404.NOT_FOUND"];
            412: components["responses"]["412.PRECONDITION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.UNAVAILABLE"];
            default: components["responses"]["Problem"];
        };
    };
    "Billing.CheckoutKey": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Your name for this effect, 1 to 255 visible ASCII characters. The same name with the same input again answers what the first one did and does nothing; with other input it is IDEMPOTENCY_KEY_REUSED. Kept for at least 24 h.
                 * @example 7f0c2f1e-5a43-4c1e-9b0a-3f1d2c6b8e55
                 */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Slug or id of the KEY. */
                slug: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "successUrl": "https://shop.example/thanks",
                 *       "cancelUrl": "https://shop.example/marketplace/leased-job-queue"
                 *     }
                 */
                "application/json": {
                    /**
                     * @description Address to which the person returns without paying. Its origin must be allowed.
                     * @example https://shop.example/marketplace/leased-job-queue
                     */
                    cancelUrl: string;
                    /**
                     * @description Organisation for which the KEY is bought. The caller must be its owner or admin.
                     * @example 0192f3c1-7e7a-7c3e-9d55-1f0c3b6a2e11
                     */
                    org_id?: string;
                    /**
                     * @description Address to which the person returns after paying. Its origin must be allowed (FRONTEND_URL, RETURN_ORIGINS). `{CHECKOUT_SESSION_ID}` is replaced.
                     * @example https://shop.example/thanks
                     */
                    successUrl: string;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["billing.CheckoutResponse"];
                };
            };
            400: components["responses"]["400.INVALID_JSON.INVALID_ARGUMENT.UNKNOWN_FIELD.URL_NOT_ALLOWED"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            403: components["responses"]["403.NOT_ADMIN"];
            404: components["responses"]["404.NOT_FOUND"];
            409: components["responses"]["409.ALREADY_OWNED.NOT_FOR_SALE.KEY_UNAVAILABLE.CONFLICT.IN_PROGRESS"];
            412: components["responses"]["412.PRECONDITION_FAILED"];
            413: components["responses"]["413.BODY_TOO_LARGE"];
            415: components["responses"]["415.UNSUPPORTED_MEDIA_TYPE"];
            422: components["responses"]["422.IDEMPOTENCY_KEY_REUSED"];
            429: components["responses"]["429.RATE_LIMITED"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.STRIPE_UNAVAILABLE.UNAVAILABLE"];
            default: components["responses"]["Problem"];
        };
    };
    "Catalog.DiffVersions": {
        parameters: {
            query: {
                /** @description Exact version to compare from. */
                from: string;
                /** @description Exact version to compare with. Absent: the latest. */
                to?: string;
            };
            header?: {
                /**
                 * @description Entity tag of the answer that the client has. 304 when it is still current.
                 * @example "k7.5f1d"
                 */
                "If-None-Match"?: string;
            };
            path: {
                /** @description Slug or id of the KEY. */
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["catalog.DiffVersionsResponse"];
                };
            };
            /** @description What the client has is current */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.INVALID_ARGUMENT.UNKNOWN_FIELD"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            404: components["responses"]["404.NOT_FOUND.VERSION_UNKNOWN"];
            412: components["responses"]["412.PRECONDITION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.UNAVAILABLE"];
            default: components["responses"]["Problem"];
        };
    };
    "Entitlement.Download": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Your name for this effect, 1 to 255 visible ASCII characters. The same name with the same input again answers what the first one did and does nothing; with other input it is IDEMPOTENCY_KEY_REUSED. Kept for at least 24 h.
                 * @example 7f0c2f1e-5a43-4c1e-9b0a-3f1d2c6b8e55
                 */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Slug or id of the KEY. */
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /** @example {} */
                "application/json": {
                    /**
                     * @description Exact version or tag. Absent: latest.
                     * @example 1.2.0
                     */
                    version?: string;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["entitlement.DownloadResponse"];
                };
            };
            400: components["responses"]["400.INVALID_JSON.INVALID_ARGUMENT.UNKNOWN_FIELD"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            403: components["responses"]["403.NOT_ENTITLED.EXPIRED.NOT_STARTED.SUSPENDED_DISPUTE.SUSPENDED_CREDIT.REVOKED_REFUND.REVOKED_MANUAL"];
            404: components["responses"]["404.NOT_FOUND.VERSION_UNKNOWN.ASSET_NOT_PUBLISHED"];
            409: components["responses"]["409.IN_PROGRESS"];
            412: components["responses"]["412.PRECONDITION_FAILED"];
            413: components["responses"]["413.BODY_TOO_LARGE"];
            415: components["responses"]["415.UNSUPPORTED_MEDIA_TYPE"];
            422: components["responses"]["422.IDEMPOTENCY_KEY_REUSED"];
            429: components["responses"]["429.RATE_LIMITED"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.UNAVAILABLE"];
            default: components["responses"]["Problem"];
        };
    };
    "Catalog.GetPreview": {
        parameters: {
            query?: {
                /** @description Exact version; absent: the latest. */
                version?: string;
            };
            header?: {
                /**
                 * @description Entity tag of the answer that the client has. 304 when it is still current.
                 * @example "k7.5f1d"
                 */
                "If-None-Match"?: string;
            };
            path: {
                /** @description Slug or id of the KEY. */
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            /** @description What the client has is current */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.INVALID_ARGUMENT.UNKNOWN_FIELD"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            404: components["responses"]["404.NOT_FOUND.VERSION_UNKNOWN"];
            412: components["responses"]["412.PRECONDITION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.UNAVAILABLE"];
            default: components["responses"]["Problem"];
        };
    };
    "Catalog.ListVersions": {
        parameters: {
            query?: {
                /** @description Only versions in this npm range, e.g. ^1.2. Absent: all. */
                range?: string;
            };
            header?: {
                /**
                 * @description Entity tag of the answer that the client has. 304 when it is still current.
                 * @example "k7.5f1d"
                 */
                "If-None-Match"?: string;
            };
            path: {
                /** @description Slug or id of the KEY. */
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["catalog.ListVersionsResponse"];
                };
            };
            /** @description What the client has is current */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.INVALID_ARGUMENT.UNKNOWN_FIELD"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            404: components["responses"]["404.NOT_FOUND"];
            412: components["responses"]["412.PRECONDITION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.UNAVAILABLE"];
            default: components["responses"]["Problem"];
        };
    };
    "Catalog.GetVersion": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Entity tag of the answer that the client has. 304 when it is still current.
                 * @example "k7.5f1d"
                 */
                "If-None-Match"?: string;
            };
            path: {
                /** @description Slug or id of the KEY. */
                slug: string;
                /** @description Exact version. */
                version: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["catalog.GetVersionResponse"];
                };
            };
            /** @description What the client has is current */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.INVALID_ARGUMENT.UNKNOWN_FIELD"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            404: components["responses"]["404.NOT_FOUND.VERSION_UNKNOWN"];
            412: components["responses"]["412.PRECONDITION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.UNAVAILABLE"];
            default: components["responses"]["Problem"];
        };
    };
    "Catalog.ListFiles": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Entity tag of the answer that the client has. 304 when it is still current.
                 * @example "k7.5f1d"
                 */
                "If-None-Match"?: string;
            };
            path: {
                /** @description Slug or id of the KEY. */
                slug: string;
                /** @description Exact version. */
                version: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["catalog.ListFilesResponse"];
                };
            };
            /** @description What the client has is current */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.INVALID_ARGUMENT.UNKNOWN_FIELD"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            404: components["responses"]["404.NOT_FOUND.VERSION_UNKNOWN"];
            412: components["responses"]["412.PRECONDITION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.UNAVAILABLE"];
            default: components["responses"]["Problem"];
        };
    };
    "OwnPerson.GetOwnErasure": {
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
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["person.GetOwnErasureResponse"];
                };
            };
            400: components["responses"]["400.INVALID_ARGUMENT.UNKNOWN_FIELD"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            404: components["responses"]["404.NOT_FOUND"];
            412: components["responses"]["412.PRECONDITION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.UNAVAILABLE"];
            default: components["responses"]["Problem"];
        };
    };
    "OwnPerson.EraseMe": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "confirm": "erase my account"
                 *     }
                 */
                "application/json": {
                    /**
                     * @description The words: erase my account
                     * @example erase my account
                     */
                    confirm: string;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["person.EraseMeResponse"];
                };
            };
            /** @description It goes on by itself; its state is at Location */
            202: {
                headers: {
                    Location: components["headers"]["Location"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["person.EraseMeResponse"];
                };
            };
            400: components["responses"]["400.INVALID_JSON.INVALID_ARGUMENT.UNKNOWN_FIELD"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            412: components["responses"]["412.PRECONDITION_FAILED"];
            413: components["responses"]["413.BODY_TOO_LARGE"];
            415: components["responses"]["415.UNSUPPORTED_MEDIA_TYPE"];
            429: components["responses"]["429.RATE_LIMITED"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.UNAVAILABLE"];
            default: components["responses"]["Problem"];
        };
    };
    "PersonExport.ExportMe": {
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
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["gateway.PersonData"];
                };
            };
            400: components["responses"]["400.INVALID_ARGUMENT.UNKNOWN_FIELD"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            412: components["responses"]["412.PRECONDITION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.UNAVAILABLE"];
            default: components["responses"]["Problem"];
        };
    };
    "Billing.ListOrders": {
        parameters: {
            query?: {
                /** @description The `next_cursor` of the page before, with the same filters; opaque. */
                cursor?: string;
                /** @description Entries a page has at most. Absent: 20. */
                limit?: number;
                /** @description Only orders of this organisation; NOT_ADMIN for a member who is neither owner nor admin. Absent: the caller's own orders, those that the caller placed for others, and those of every organisation whose owner or admin the caller is. */
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
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["billing.ListOrdersResponse"];
                };
            };
            400: components["responses"]["400.INVALID_ARGUMENT.UNKNOWN_FIELD.INVALID_CURSOR"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            403: components["responses"]["403.NOT_ADMIN"];
            404: components["responses"]["404.NOT_FOUND"];
            412: components["responses"]["412.PRECONDITION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.UNAVAILABLE"];
            default: components["responses"]["Problem"];
        };
    };
    "Billing.GetOrder": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description UUID of the order. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["billing.GetOrderResponse"];
                };
            };
            400: components["responses"]["400.INVALID_ARGUMENT.UNKNOWN_FIELD"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            404: components["responses"]["404.NOT_FOUND"];
            412: components["responses"]["412.PRECONDITION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.UNAVAILABLE"];
            default: components["responses"]["Problem"];
        };
    };
    "Billing.CheckoutShortfall": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Your name for this effect, 1 to 255 visible ASCII characters. The same name with the same input again answers what the first one did and does nothing; with other input it is IDEMPOTENCY_KEY_REUSED. Kept for at least 24 h.
                 * @example 7f0c2f1e-5a43-4c1e-9b0a-3f1d2c6b8e55
                 */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description UUID of the order. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "successUrl": "https://shop.example/thanks",
                 *       "cancelUrl": "https://shop.example/marketplace/leased-job-queue"
                 *     }
                 */
                "application/json": {
                    /**
                     * @description Address to which the person returns without paying. Its origin must be allowed.
                     * @example https://shop.example/marketplace/leased-job-queue
                     */
                    cancelUrl: string;
                    /**
                     * @description Address to which the person returns after paying. Its origin must be allowed (FRONTEND_URL, RETURN_ORIGINS). `{CHECKOUT_SESSION_ID}` is replaced.
                     * @example https://shop.example/thanks
                     */
                    successUrl: string;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["billing.CheckoutResponse"];
                };
            };
            400: components["responses"]["400.INVALID_JSON.INVALID_ARGUMENT.UNKNOWN_FIELD.URL_NOT_ALLOWED"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            403: components["responses"]["403.NOT_ADMIN"];
            404: components["responses"]["404.NOT_FOUND"];
            409: components["responses"]["409.ALREADY_OWNED.NOT_FOR_SALE.KEY_UNAVAILABLE.CONFLICT.IN_PROGRESS"];
            412: components["responses"]["412.PRECONDITION_FAILED"];
            413: components["responses"]["413.BODY_TOO_LARGE"];
            415: components["responses"]["415.UNSUPPORTED_MEDIA_TYPE"];
            422: components["responses"]["422.IDEMPOTENCY_KEY_REUSED"];
            429: components["responses"]["429.RATE_LIMITED"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.STRIPE_UNAVAILABLE.UNAVAILABLE"];
            default: components["responses"]["Problem"];
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
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["entitlement.ListOrganisationsResponse"];
                };
            };
            400: components["responses"]["400.INVALID_ARGUMENT.UNKNOWN_FIELD"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            412: components["responses"]["412.PRECONDITION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.UNAVAILABLE"];
            default: components["responses"]["Problem"];
        };
    };
    "Organisations.RenameOrganisation": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Entity tag of what the request means to change. PRECONDITION_FAILED when it has changed since.
                 * @example "k7.5f1d"
                 */
                "If-Match"?: string;
            };
            path: {
                /** @description UUID of the organisation. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Ada's workshop"
                 *     }
                 */
                "application/json": {
                    /**
                     * @description New name to show.
                     * @example Ada's workshop
                     */
                    name: string | null;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["entitlement.RenameOrganisationResponse"];
                };
            };
            400: components["responses"]["400.INVALID_JSON.INVALID_ARGUMENT.UNKNOWN_FIELD"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            403: components["responses"]["403.NOT_ADMIN"];
            404: components["responses"]["404.NOT_FOUND"];
            412: components["responses"]["412.PRECONDITION_FAILED"];
            413: components["responses"]["413.BODY_TOO_LARGE"];
            415: components["responses"]["415.UNSUPPORTED_MEDIA_TYPE"];
            429: components["responses"]["429.RATE_LIMITED"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.UNAVAILABLE"];
            default: components["responses"]["Problem"];
        };
    };
    "Organisations.ListMembers": {
        parameters: {
            query?: {
                /** @description The `next_cursor` of the page before, with the same filters; opaque. */
                cursor?: string;
                /** @description Entries that a page has at most. Absent: 100. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description UUID of the organisation. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["entitlement.ListMembersResponse"];
                };
            };
            400: components["responses"]["400.INVALID_ARGUMENT.UNKNOWN_FIELD.INVALID_CURSOR"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            404: components["responses"]["404.NOT_FOUND"];
            412: components["responses"]["412.PRECONDITION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.UNAVAILABLE"];
            default: components["responses"]["Problem"];
        };
    };
    "Organisations.AddMember": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Your name for this effect, 1 to 255 visible ASCII characters. The same name with the same input again answers what the first one did and does nothing; with other input it is IDEMPOTENCY_KEY_REUSED. Kept for at least 24 h.
                 * @example 7f0c2f1e-5a43-4c1e-9b0a-3f1d2c6b8e55
                 */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description UUID of the organisation. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "email": "ada@shop.example",
                 *       "role": "member"
                 *     }
                 */
                "application/json": {
                    /**
                     * @description E-mail address of somebody who has signed in here; exactly one of `user_id` and `email`.
                     * @example ada@shop.example
                     */
                    email?: string;
                    /**
                     * @description Role: owner, admin or member.
                     * @example member
                     * @enum {string}
                     */
                    role: "owner" | "admin" | "member";
                    /**
                     * @description UUID of the user to add; exactly one of `user_id` and `email`.
                     * @example 0192f3c1-7e7a-7c3e-9d55-1f0c3b6a2e11
                     */
                    user_id?: string;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["entitlement.AddMemberResponse"];
                };
            };
            400: components["responses"]["400.INVALID_JSON.INVALID_ARGUMENT.UNKNOWN_FIELD"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            403: components["responses"]["403.NOT_ADMIN"];
            404: components["responses"]["404.NOT_FOUND"];
            409: components["responses"]["409.CONFLICT.IN_PROGRESS"];
            412: components["responses"]["412.PRECONDITION_FAILED"];
            413: components["responses"]["413.BODY_TOO_LARGE"];
            415: components["responses"]["415.UNSUPPORTED_MEDIA_TYPE"];
            422: components["responses"]["422.IDEMPOTENCY_KEY_REUSED"];
            429: components["responses"]["429.RATE_LIMITED"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.UNAVAILABLE"];
            default: components["responses"]["Problem"];
        };
    };
    "Organisations.ChangeRole": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Entity tag of what the request means to change. PRECONDITION_FAILED when it has changed since.
                 * @example "k7.5f1d"
                 */
                "If-Match"?: string;
            };
            path: {
                /** @description UUID of the organisation. */
                id: string;
                /** @description UUID of the user. */
                user_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "role": "member"
                 *     }
                 */
                "application/json": {
                    /**
                     * @description Role: owner, admin or member.
                     * @example member
                     * @enum {string}
                     */
                    role: "owner" | "admin" | "member";
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["entitlement.ChangeRoleResponse"];
                };
            };
            400: components["responses"]["400.INVALID_JSON.INVALID_ARGUMENT.UNKNOWN_FIELD"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            403: components["responses"]["403.NOT_ADMIN"];
            404: components["responses"]["404.NOT_FOUND"];
            409: components["responses"]["409.LAST_OWNER"];
            412: components["responses"]["412.PRECONDITION_FAILED"];
            413: components["responses"]["413.BODY_TOO_LARGE"];
            415: components["responses"]["415.UNSUPPORTED_MEDIA_TYPE"];
            429: components["responses"]["429.RATE_LIMITED"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.UNAVAILABLE"];
            default: components["responses"]["Problem"];
        };
    };
    "Organisations.RemoveMember": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Entity tag of what the request means to change. PRECONDITION_FAILED when it has changed since.
                 * @example "k7.5f1d"
                 */
                "If-Match"?: string;
            };
            path: {
                /** @description UUID of the organisation. */
                id: string;
                /** @description UUID of the user. */
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["entitlement.RemoveMemberResponse"];
                };
            };
            400: components["responses"]["400.INVALID_ARGUMENT.UNKNOWN_FIELD"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            403: components["responses"]["403.NOT_ADMIN"];
            404: components["responses"]["404.NOT_FOUND"];
            409: components["responses"]["409.LAST_OWNER"];
            412: components["responses"]["412.PRECONDITION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.UNAVAILABLE"];
            default: components["responses"]["Problem"];
        };
    };
    "Catalog.Screenshot": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Entity tag of the answer that the client has. 304 when it is still current.
                 * @example "k7.5f1d"
                 */
                "If-None-Match"?: string;
            };
            path: {
                /** @description The last segment of a screenshot's `path`. */
                file: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "image/*": string;
                };
            };
            /** @description What the client has is current */
            304: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.INVALID_ARGUMENT.UNKNOWN_FIELD"];
            404: components["responses"]["404.NOT_FOUND"];
            412: components["responses"]["412.PRECONDITION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.STORAGE_UNAVAILABLE.ASSET_MISSING.UNAVAILABLE"];
            default: components["responses"]["Problem"];
        };
    };
    "Discovery.ListSituations": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Entity tag of the answer that the client has. 304 when it is still current.
                 * @example "k7.5f1d"
                 */
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
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["discovery.ListSituationsResponse"];
                };
            };
            /** @description What the client has is current */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.INVALID_ARGUMENT.UNKNOWN_FIELD"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            412: components["responses"]["412.PRECONDITION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.UNAVAILABLE"];
            default: components["responses"]["Problem"];
        };
    };
    "Gateway.OpenApi": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Entity tag of the answer that the client has. 304 when it is still current.
                 * @example "k7.5f1d"
                 */
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
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            /** @description What the client has is current */
            304: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.INVALID_ARGUMENT.UNKNOWN_FIELD"];
            412: components["responses"]["412.PRECONDITION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.UNAVAILABLE"];
            default: components["responses"]["Problem"];
        };
    };
    "Gateway.Ready": {
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
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["gateway.ReadinessAnswer"];
                };
            };
            400: components["responses"]["400.INVALID_ARGUMENT.UNKNOWN_FIELD"];
            412: components["responses"]["412.PRECONDITION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            500: components["responses"]["500.INTERNAL"];
            /** @description Not now */
            503: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["gateway.ReadinessAnswer"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
}
