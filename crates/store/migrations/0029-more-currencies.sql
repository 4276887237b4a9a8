-- Other currencies that a campaign takes, or took: amounts to choose from in minor units (none: not taken any more), and
-- what was given in it. The campaign's own currency stands with the campaign.
CREATE TABLE campaign_currencies (
    merchant_id BIGINT NOT NULL REFERENCES merchants (id),
    campaign_id BIGINT NOT NULL,
    currency TEXT NOT NULL,
    presets TEXT NOT NULL DEFAULT '',
    raised BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (merchant_id, campaign_id, currency),
    @fk(campaign_id, campaigns)
) @keyed_table;
