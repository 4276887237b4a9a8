//! What leaves with an export, table by table, and what stays: every column stands in one of the two.
//!
//! A column is written as its name and, after a colon, how its value is written: `time` (RFC 3339), `flag` (true or
//! false), `json` (the object it holds), a prefix (an id in its text form), or `source` (an id of what the movement in
//! `kind` happened to), or `subject` (an id of what `kind` says that it is). Without one it is a number or a text as stored; amounts are in minor units of the currency beside them. A minus sign keeps a column at home.

/// One file: a table whose rows are objects, each carrying the rows of others that belong to it.
pub(crate) struct Family {
    pub(crate) file: &'static str,
    pub(crate) table: &'static str,
    pub(crate) columns: &'static str,
    pub(crate) children: &'static [Child],
}

/// Rows that belong to a parent's row.
pub(crate) struct Child {
    /// Their name in the parent's object.
    pub(crate) name: &'static str,
    pub(crate) table: &'static str,
    /// Which column names the parent.
    pub(crate) parent: &'static str,
    pub(crate) columns: &'static str,
}

/// Every file of an export.
pub(crate) const FAMILIES: &[Family] = &[
    Family {
        file: "accounts.jsonl",
        table: "accounts",
        columns: "id:acc handle display_name bio kind email email_confirmed_at:time -password_hash locale \
                  avatar_id:img banner_id:img is_operator:flag suspended_at:time created_at:time erased_at:time",
        children: &[
            Child {
                name: "follows",
                table: "follows",
                parent: "follower_id",
                columns: "-follower_id followee_id:acc created_at:time",
            },
            Child {
                name: "blocks",
                table: "blocks",
                parent: "account_id",
                columns: "-account_id target_id:acc created_at:time",
            },
            Child {
                name: "mutes",
                table: "mutes",
                parent: "account_id",
                columns: "-account_id target_id:acc created_at:time",
            },
            Child {
                name: "likes",
                table: "likes",
                parent: "account_id",
                columns: "-account_id post_id:pst created_at:time",
            },
            Child {
                name: "addresses",
                table: "addresses",
                parent: "account_id",
                columns: "id:adr -account_id destination:json is_default:flag created_at:time",
            },
            Child {
                name: "cards",
                table: "payment_methods",
                parent: "account_id",
                columns: "id:mth -account_id provider -token brand last4 expires is_default:flag created_at:time",
            },
        ],
    },
    Family {
        file: "merchants.jsonl",
        table: "merchants",
        columns: "id:mer account_id:acc kind state state_reason legal_name contact_email phone postal_address \
                  register_number vat_number country currency accent returns_days returns_text shipping_text terms_url \
                  privacy_url prices_include_tax:flag -pricing_version -payee_takes payee low_stock_at orders_per_day_max \
                  time_zone more_currencies \
                  verified_at:time created_at:time",
        children: &[
            Child {
                name: "staff",
                table: "staff",
                parent: "merchant_id",
                columns: "-merchant_id account_id:acc role created_at:time",
            },
            Child {
                name: "shipping_zones",
                table: "shipping_zones",
                parent: "merchant_id",
                columns: "id:zon -merchant_id name countries regions",
            },
            Child {
                name: "shipping_rates",
                table: "shipping_rates",
                parent: "merchant_id",
                columns: "id:rat -merchant_id zone_id:zon name kind price threshold bands days_min days_max position \
                          currency",
            },
            Child {
                name: "tax_rates",
                table: "tax_rates",
                parent: "merchant_id",
                columns: "-merchant_id country region class rate_basis_points included:flag on_shipping:flag",
            },
            // What their programs were told stays at home: it says nothing that the orders do not.
            Child {
                name: "webhooks",
                table: "webhooks",
                parent: "merchant_id",
                columns: "id:whk -merchant_id url events state -secret -old_secret -old_until created_at:time \
                          last_success_at:time last_failure_at:time last_failure",
            },
            Child {
                name: "quote_callback",
                table: "quote_callbacks",
                parent: "merchant_id",
                columns: "-merchant_id url topics deadline_ms on_failure is_on:flag -secret -old_secret -old_until \
                          created_at:time last_failure_at:time last_failure",
            },
            // What was read of them stands with the products, what went there with the orders.
            Child {
                name: "connected_shops",
                table: "connections",
                parent: "merchant_id",
                columns: "id:con -merchant_id platform account name currency state -keys -keys_end_at -renewing_until \
                          takes margin -sync_job -pass -run -cursor -pass_as_of -pass_seen -pass_total \
                          -pass_repaired -goods_as_of -orders_as_of loaded_at:time swept_at:time compared_at:time \
                          drift -shrunk_at -listening_at heard_at:time -next_sweep_at -next_compare_at -not_before \
                          -fails trouble trouble_at:time created_at:time closed_at:time",
            },
            Child {
                name: "offers",
                table: "offers",
                parent: "merchant_id",
                columns: "id:off -merchant_id product_id:prd state starts_at:time ends_at:time limit_per_buyer \
                          created_at:time",
            },
            Child {
                name: "rounds_up_for",
                table: "round_ups",
                parent: "merchant_id",
                columns: "-merchant_id campaign_id:cpn chosen_by:acc chosen_at:time",
            },
            Child {
                name: "nonprofit",
                table: "nonprofits",
                parent: "merchant_id",
                columns: "-merchant_id state state_reason registry registry_number mission -consent_key consent_name \
                          consent_at:time standing_at:time standing receipt_note gift_aid_ref -statements_year logo_id:img applied_at:time decided_by:acc \
                          decided_at:time",
            },
            Child {
                name: "gift_aid_claims",
                table: "gift_aid_claims",
                parent: "merchant_id",
                columns: "-merchant_id number is_test:flag gifts currency amount created_by:acc created_at:time",
            },
            Child {
                name: "nonprofit_staff",
                table: "nonprofit_staff",
                parent: "merchant_id",
                columns: "-merchant_id account_id:acc role created_at:time",
            },
            Child {
                name: "nonprofit_notes",
                table: "nonprofit_notes",
                parent: "merchant_id",
                columns: "-id -merchant_id by_operator:flag account_id:acc body created_at:time",
            },
            Child {
                name: "campaigns",
                table: "campaigns",
                parent: "merchant_id",
                columns: "id:cpn -merchant_id title story state currency goal presets designations image_id:img \
                          starts_at:time ends_at:time raised gifts created_at:time",
            },
            Child {
                name: "campaign_currencies",
                table: "campaign_currencies",
                parent: "merchant_id",
                columns: "-merchant_id campaign_id:cpn currency presets raised",
            },
        ],
    },
    Family {
        file: "donations.jsonl",
        table: "donations",
        columns: "id:don merchant_id:mer campaign_id:cpn -link_seed state currency amount cover refunded designation \
                  account_id:acc email donor_name donor_address locale hide_name:flag hide_amount:flag \
                  contact_opt_in:flag tribute_kind tribute tribute_email tribute_to tribute_message \
                  tribute_amount:flag tribute_told answers:json post_id:pst -method_id -method_token -remember_method \
                  -attempt is_test:flag -back created_at:time -expires_at settled_at:time pledge_id:plg pledge_no \
                  gift_aid_by:don is_promised:flag",
        children: &[
            Child {
                name: "payments",
                table: "donation_payments",
                parent: "donation_id",
                columns: "id:pay -merchant_id -donation_id -attempt_key provider -method state currency amount captured \
                          refunded provider_ref -action_url decline payee created_at:time updated_at:time",
            },
            Child {
                name: "refunds",
                table: "donation_refunds",
                parent: "donation_id",
                columns: "id:rfd -merchant_id -donation_id payment_id:pay -refund_key state amount currency reason \
                          provider_ref created_by:acc created_at:time settled_at:time",
            },
            Child {
                name: "disputes",
                table: "donation_disputes",
                parent: "donation_id",
                columns: "id:dsp -merchant_id -donation_id payment_id:pay -payee provider_ref state is_inquiry:flag reason \
                          currency amount due_at:time answer answered_at:time opened_at:time closed_at:time",
            },
            Child {
                name: "gift_aid",
                table: "gift_aid_declarations",
                parent: "donation_id",
                columns: "-merchant_id -donation_id account_id:acc email scope title first_name last_name house address \
                          postcode statement declared_at:time withdrawn_at:time",
            },
            Child {
                name: "statements",
                table: "gift_statements",
                parent: "donation_id",
                columns: "-merchant_id year email -donation_id issued_at:time",
            },
            Child {
                name: "gift_aid_claimed",
                table: "gift_aid_claimed",
                parent: "donation_id",
                columns: "-merchant_id -donation_id number declared_with:don amount",
            },
            Child {
                name: "receipts",
                table: "receipts",
                parent: "donation_id",
                columns: "-merchant_id -donation_id kind revision is_test:flag year number currency amount parties:json \
                          issued_at:time",
            },
        ],
    },
    Family {
        file: "pledges.jsonl",
        table: "pledges",
        columns: "id:plg merchant_id:mer campaign_id:cpn donation_id:don account_id:acc -link_seed state \
                  is_held:flag currency amount cover designation every ends_on ends_count anchor shift time_zone next_on \
                  number owed_id:don tried_on retry_at:time missed -told next_at:time provider -method_token \
                  method_brand method_last4 method_expires created_at:time starts_on -asked_token -asked_key -asked_url",
        children: &[],
    },
    Family {
        file: "matches.jsonl",
        table: "matches",
        columns: "id:mch merchant_id:mer campaign_id:cpn sponsor link is_test:flag currency ratio cap gift_cap matched \
                  starts_at:time ends_at:time ended_at:time created_at:time",
        children: &[Child {
            name: "entries",
            table: "match_entries",
            parent: "match_id",
            columns: "-merchant_id -match_id number kind donation_id:don amount left_after entered_by:acc happened_at:time",
        }],
    },
    Family {
        file: "products.jsonl",
        table: "products",
        columns: "id:prd merchant_id:mer external_id title description_html brand product_type tags link \
                  option1_name option2_name option3_name status -import_hash -import_id connection_id:con created_at:time \
                  updated_at:time",
        children: &[
            Child {
                name: "variants",
                table: "variants",
                parent: "product_id",
                columns: "id:var -merchant_id -product_id external_id position option1 option2 option3 sku barcode \
                          currency price compare_at tax_class weight_grams requires_shipping:flag image_position \
                          status -import_hash -import_id -low_since tracked:flag on_hand reserved -stock_at \
                          -price_at",
            },
            Child {
                name: "images",
                table: "product_images",
                parent: "product_id",
                columns: "-merchant_id -product_id position image_id:img source_url alt -tries",
            },
            Child {
                name: "pinned",
                table: "pinned_products",
                parent: "product_id",
                columns: "-merchant_id -product_id position",
            },
        ],
    },
    Family {
        file: "variant_prices.jsonl",
        table: "variant_prices",
        columns: "merchant_id:mer variant_id:var currency price compare_at",
        children: &[],
    },
    Family {
        file: "orders.jsonl",
        table: "orders",
        columns: "id:ord merchant_id:mer number reference purchase_id:pur checkout_id:chk account_id:acc state cancel_reason cancel_note \
                  -cancel_wish currency subtotal shipping tax tax_included:flag total refunded email buyer_name \
                  destination:json country locale rate_name days_min days_max post_id:pst marketing_opt_in:flag \
                  is_test:flag undo_until:time created_at:time placed_at:time confirmed_at:time canceled_at:time \
                  fulfilled_at:time delivered_at:time",
        children: &[
            Child {
                name: "lines",
                table: "order_lines",
                parent: "order_id",
                columns: "id:oln -merchant_id -order_id product_id:prd variant_id:var post_id:pst title variant_title \
                          sku image_id:img quantity unit_price subtotal tax tracked:flag requires_shipping:flag \
                          shipped refunded restocked discount discount_title",
            },
            Child {
                name: "payments",
                table: "payments",
                parent: "order_id",
                columns: "id:pay -merchant_id -order_id -attempt_key provider -method state currency amount captured \
                          refunded provider_ref -action_url decline payee created_at:time updated_at:time",
            },
            Child {
                name: "refunds",
                table: "refunds",
                parent: "order_id",
                columns: "id:rfd -merchant_id -order_id payment_id:pay -refund_key state amount currency reason \
                          provider_ref created_by:acc created_at:time settled_at:time",
            },
            Child {
                name: "disputes",
                table: "disputes",
                parent: "order_id",
                columns: "id:dsp -merchant_id -order_id payment_id:pay -payee provider_ref state is_inquiry:flag reason \
                          currency amount due_at:time answer answered_at:time opened_at:time closed_at:time",
            },
            Child {
                name: "rounded_up_by",
                table: "rounded_orders",
                parent: "order_id",
                columns: "-order_id -merchant_id donation_id:don",
            },
            Child {
                name: "invoices",
                table: "invoices",
                parent: "order_id",
                columns: "-merchant_id -order_id is_test:flag number currency legal_name postal_address contact_email \
                          vat_number register_number rates:json issued_at:time",
            },
            Child {
                name: "fulfillments",
                table: "fulfillments",
                parent: "order_id",
                columns: "id:ful -merchant_id -order_id carrier tracking_number tracking_url created_by:acc \
                          created_at:time delivered_at:time",
            },
            Child {
                name: "sent_to_shops",
                table: "connection_sends",
                parent: "order_id",
                columns: "id:snd -merchant_id connection_id:con -order_id kind -about state since:time -run_at \
                          -is_sending tries -asked_at done_at:time reference number total -remark -ended_there",
            },
            Child {
                name: "requests",
                table: "buyer_requests",
                parent: "order_id",
                columns: "id:req -merchant_id -order_id kind state reason answer created_at:time decided_by:acc \
                          decided_at:time",
            },
        ],
    },
    Family {
        file: "fulfillment_lines.jsonl",
        table: "fulfillment_lines",
        columns: "merchant_id:mer fulfillment_id:ful order_line_id:oln quantity",
        children: &[],
    },
    Family {
        file: "refund_lines.jsonl",
        table: "refund_lines",
        columns: "merchant_id:mer refund_id:rfd order_line_id:oln quantity restocked",
        children: &[],
    },
    Family {
        file: "payouts.jsonl",
        table: "payouts",
        columns: "id:pot merchant_id:mer payee provider_ref state currency total amount itemized:flag failure \
                  created_at:time arrives_at:time",
        children: &[
            Child {
                name: "lines",
                table: "payout_lines",
                parent: "payout_id",
                columns: "-merchant_id -payout_id provider_ref kind order_id:ord told booked source happened_at:time",
            },
            Child {
                name: "others",
                table: "payout_others",
                parent: "payout_id",
                columns: "id:pot -merchant_id -payout_id amount found_at:time",
            },
        ],
    },
    Family {
        file: "ledger.jsonl",
        table: "ledger",
        columns: "merchant_id:mer order_id:ord kind source_id:source debit credit currency amount happened_at:time",
        children: &[],
    },
    Family {
        file: "posts.jsonl",
        table: "posts",
        columns: "id:pst author_id:acc body content_warning reply_to:pst root_id:pst boost_of:pst offer_id:off \
                  offer_merchant_id:mer campaign_id:cpn campaign_merchant_id:mer like_count boost_count reply_count created_at:time deleted_at:time",
        children: &[
            Child {
                name: "images",
                table: "post_images",
                parent: "post_id",
                columns: "-post_id position image_id:img alt",
            },
            Child { name: "tags", table: "post_tags", parent: "post_id", columns: "tag -post_id" },
        ],
    },
    Family {
        file: "gates.jsonl",
        table: "gates",
        columns: "feature is_open:flag rules:json auto_stop:json version changed_at:time",
        children: &[],
    },
    Family {
        file: "sunset_plans.jsonl",
        table: "sunset_plans",
        columns: "id:sun kind subject:subject state revision zone notice_on no_onboarding_on no_sales_on read_only_on \
                  export_ends_on erasure_on successor_name successor_url audience reason created_at:time \
                  changed_at:time erased_at:time",
        children: &[
            Child {
                name: "changes",
                table: "sunset_changes",
                parent: "plan_id",
                columns: "-plan_id revision action days reason changed_by:acc created_at:time",
            },
            Child {
                name: "rounds",
                table: "sunset_rounds",
                parent: "plan_id",
                columns: "-plan_id revision round -reached told began_at:time ended_at:time",
            },
            Child {
                name: "notices",
                table: "sunset_notices",
                parent: "plan_id",
                columns: "-plan_id account_id:acc revision notice created_at:time",
            },
        ],
    },
    Family {
        file: "history.jsonl",
        table: "history",
        columns: "id:his kind account_id:acc merchant_id:mer body:json imported_at:time",
        children: &[],
    },
    Family {
        file: "images.jsonl",
        table: "images",
        columns: "id:img account_id:acc file_key width height created_at:time bytes -merchant_id",
        children: &[],
    },
];
