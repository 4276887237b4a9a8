-- What a variant on sale costs in further currencies. A currency without a row is sold at its normal price. While the
-- sale runs, `variant_prices` has the lower price and the usual one waits here, as in `variant_sales`.
CREATE TABLE variant_sale_prices (
    merchant_id BIGINT NOT NULL,
    variant_id BIGINT NOT NULL,
    currency TEXT NOT NULL,
    price BIGINT NOT NULL CHECK (price >= 0),
    usual_price BIGINT NOT NULL CHECK (usual_price > price),
    usual_compare_at BIGINT,
    PRIMARY KEY (merchant_id, variant_id, currency),
    @fk(variant_id, variants)
) @keyed_table;
