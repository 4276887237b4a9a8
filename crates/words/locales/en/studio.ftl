### The studio: where a merchant works.

## Navigation

studio-title = Studio
studio-today = Today
studio-orders = Orders
studio-products = Products
studio-posts = Posts
studio-messages = Messages
studio-customers = Customers
studio-channels = Channels
studio-figures = Figures
studio-settings = Settings
studio-import = Import
studio-clock = Times are by the clock of { $zone }.
studio-log = Activity log
studio-switch-shop = Another shop
studio-view-shop = View your shop
studio-shortcuts = Keyboard shortcuts
studio-shortcuts-hint = Press ? for the keyboard shortcuts.

## Today

today-in-step = Everything is in step with your { $channel } shop · checked { $ago }
today-nothing = Nothing waits for you.
today-to-ship = { $count } to ship
today-to-ship-due = { $count } to ship, { $due } due today
today-returns = { $count ->
    [one] { $count } return to decide
   *[other] { $count } returns to decide
}
today-sold-out = { $count ->
    [one] { $count } variant sold out
   *[other] { $count } variants sold out
}
today-low-stock = { $count ->
    [one] { $count } variant running low
   *[other] { $count } variants running low
}
today-errors = { $count ->
    [one] { $count } order that could not be passed on
   *[other] { $count } orders that could not be passed on
}
today-requests = { $count ->
    [one] { $count } request waiting
   *[other] { $count } requests waiting
}
todo-to-ship = to ship
todo-returns = { $count ->
    [one] return to decide
   *[other] returns to decide
}
todo-sold-out = { $count ->
    [one] variant sold out
   *[other] variants sold out
}
todo-errors = { $count ->
    [one] order that could not be passed on
   *[other] orders that could not be passed on
}
today-sales = Sales today
today-best-post = Your best post this week

## First steps

start-title = Sell your first thing
start-verify = Get verified
start-verify-text = Only verified shops may show a Buy card. It needs your address, your contact and your policies.
start-verify-waiting = Waiting for the operator’s check
start-verify-not-yet = Your shop is not verified yet
start-meanwhile = Until the operator has checked your shop, only you and your people can buy from it. Meanwhile, bring your products, say where you ship and what tax you collect, and invite those who work with you.
start-verified = Your shop is verified.
start-import = Bring your products
start-import-text = Upload the file your shop exports: Shopify CSV, or a Google or Meta feed.
start-shipping = Say where you ship
start-shipping-text = A price per zone is enough to begin.
start-post = Write your first post
start-post-text = A sentence, a picture and a product. That is all.
start-post-later = As soon as your shop is verified: a sentence, a picture and a product.
start-try = Place a test order
start-try-text = Buy something of your own: until your shop is verified only you and your people can, up to five times a day. It is paid like any order and counts once its undo time has passed; then give the money back from its page.
start-try-link = Try it
start-done = Done

## Orders

sorders-title = Orders
sorders-empty-title = No orders yet
sorders-empty-text = When somebody buys from one of your posts, the order appears here.
sorders-search = Number, name, email or SKU
sorders-filter-all = All
sorders-filter-to-ship = To ship
sorders-filter-returns = Returns
sorders-filter-errors = With errors
sorders-newest-first = newest first
col-order = Order
col-customer = Customer
col-from-post = From post
col-total = Total
col-state = State
col-date = Date
col-since = Since
col-items = Items
col-product = Product
col-sku = SKU
col-price = Price
col-stock = Stock
col-status = Status
col-sold = Sold
col-actions = Actions
col-name = Name
col-email = Email
col-orders = Orders
col-spent = Spent
col-who = Who
col-what = What
col-when = When
tag-undo = undo { $clock }
tag-paid = paid
tag-paid-in = paid, in { $channel } { $number }
tag-shipped = shipped
tag-shipped-number = shipped, { $number }
tag-return-asked = return asked
tag-cancel-asked = cancel asked
sorder-fulfill = Ship
sorder-fulfill-title = Ship order { $number }
sorder-fulfill-all = Ship everything
sorder-fulfill-some = Ship a part
sorder-fulfill-quantity = Ship how many of { $left }
sorder-fulfill-carrier = Carrier
sorder-fulfill-tracking = Tracking number
sorder-fulfill-url = Tracking link
sorder-fulfill-mail = Tell the customer by mail
sorder-fulfill-done = Shipped. The customer gets the tracking by mail.
sorder-undo-running = The customer can still undo this order; it is yours in { $duration }.
sorder-cancel = Cancel order
sorder-cancel-ask = Cancel this order? The customer gets { $amount } back and a mail.
sorder-cancel-reason = Reason for the customer
sorder-cancel-restock = Put the goods back in stock
sorder-cancel-done = The order is canceled and refunded.
sorder-refund = Refund
sorder-refund-title = Refund order { $number }
sorder-refund-amount = Amount
sorder-refund-left = At most { $amount }
sorder-refund-all = Refund everything
sorder-refund-reason = Reason
sorder-refund-done = { $amount } is on its way back to the customer.
sorder-refund-button = Refund { $amount }
sorder-packing-slip = Print packing slip
sorder-invoice = Print invoice
sorder-customer = Customer
sorder-note = Note for your staff
sorder-note-add = Add a note
sorder-earned = This order earned { $amount } after fees.
sorder-payment = Payment
sorder-reference = Your own number
sorder-ship-to = Ship to
sorder-request-cancel = { $name } asks to cancel.
sorder-request-return = { $name } asks to return { $items }.
sorder-request-refund = { $name } asks for a refund.
sorder-request-withdraw = { $name } withdrew from the contract. You refund within 14 days.
sorder-request-accept = Accept
sorder-request-refuse = Refuse
sorder-request-answer = Your answer
sorder-push-failed = This order could not be passed on to { $channel }: { $reason }
sorder-push-retry = Fix and resend

## Products

products-title = Products
products-empty-title = No products yet
products-empty-text = Import a file, or add one by hand.
products-add = Add a product
products-search = Title, SKU or barcode
product-title-new = New product
product-title-edit = Edit { $product }
product-options = Options
product-option-name = Option name
product-option-values = Values
product-variants = Variants
product-variants-count = { $count ->
    [one] { $count } variant
   *[other] { $count } variants
}
product-sku = SKU
product-barcode = Barcode
product-weight = Weight in grams
product-compare-at = Price before
product-compare-at-hint = Shown struck through; must be higher than the price
product-stock = Stock
product-stock-untracked = Not counted
product-stock-track = Count the stock
product-tax-class = Tax class
product-tax-standard = Standard
product-tax-reduced = Reduced
product-tax-exempt = Exempt
product-status-active = For sale
product-status-draft = Draft
product-status-archived = Archived
product-status-closed = Closed
product-archive = Archive
product-archive-ask = Archive { $product }? Its Buy cards show “No longer sold here”.
product-saved = { $product } is saved.
product-limit-per-buyer = At most per person
product-offer-ends = Offer ends
product-post-it = Write a post about it
product-pin = Pin to the shop
product-ready = Ready to sell
product-not-ready = Not ready to sell: { $reasons }

## Import

import-title = Import products
import-drop = Drop a file here, or choose one
import-url = or give the address of a feed
import-formats = Shopify CSV, Google or Meta CSV and TSV, Google RSS and Atom. The format is recognised by itself.
import-check = Check the file
import-checking = Checking…
import-format = Recognised as { $format }
import-preview-title = What will happen
import-will-create = { $count ->
    [one] { $count } product will be created
   *[other] { $count } products will be created
}
import-will-change = { $count ->
    [one] { $count } product will be changed
   *[other] { $count } products will be changed
}
import-will-remove = { $count ->
    [one] { $count } product is no longer in the file
   *[other] { $count } products are no longer in the file
}
import-unchanged = { $count ->
    [one] { $count } product stays as it is
   *[other] { $count } products stay as they are
}
import-refused = { $count ->
    [one] { $count } row is refused
   *[other] { $count } rows are refused
}
import-refused-line = Line { $line }, column { $column }
import-refused-value = Value “{ $value }”
import-refused-download = Download the refused rows
import-start = Import
import-progress = { $done } of { $total } rows
import-done = Import finished
import-done-text = { $created } created, { $changed } changed, { $refused } refused.
import-shrinks-title = This file would remove much of your catalog
import-shrinks-text = { $percent } of your products are not in it. Is this the right file?
import-shrinks-confirm = Yes, remove them
import-failed = The import stopped: { $reason } Nothing is lost; you can run it again.
import-history = Earlier imports

## Posts

sposts-title = Posts
sposts-empty-title = No posts yet
sposts-empty-text = Show what you make; attach a product and people can buy it right there.
sposts-earned = in sales, refunds deducted
sposts-posted = posted { $time }

## Figures

figures-title = Figures
figures-seen = Seen
figures-tapped = Card tapped
figures-checkout = Checkout
figures-paid = Paid
figures-delivered = Delivered
figures-kept = Kept
figures-gross = Gross
figures-net = Net
figures-refunds = Refunds
figures-fees = Fees
figures-by-post = By post
figures-by-product = By product
figures-by-day = By day
figures-period = Period
figures-last-7 = Last 7 days
figures-last-30 = Last 30 days
figures-last-90 = Last 90 days
figures-empty = Figures appear with your first post that carries a product.
figures-table = Show as a table
figures-per-currency = In { $currency }
figures-zone = Counted { $range }, in days of the shop’s clock ({ $zone }).

## Customers

product-stock-gaps = { $stock }, { $count ->
    [one] { $count } variant sold out
   *[other] { $count } variants sold out
}
customers-title = Customers
customers-empty-text = Everyone who buys from you appears here.
customers-marketing-yes = Wants news
customers-marketing-no = Wants no news
customers-export = Export those who want news
customers-since = Customer since { $date }

## Settings

settings-title = Settings
settings-shop = Shop
settings-shop-name = Name of the shop
settings-shop-handle = Address of the profile
settings-legal-name = Seller of record
settings-legal-name-hint = The name that stands on invoices
settings-contact-email = Contact for customers
settings-support-hours = When you answer
settings-accent = Accent colour
settings-currency = Currency of your prices
settings-zone = Time zone
settings-shipping = Shipping
settings-zones = Shipping zones
settings-zone-add = Add a zone
settings-zone-countries = Countries
settings-rate-add = Add a rate
settings-rate-flat = Flat
settings-rate-free-above = Free above
settings-rate-by-weight = By weight
settings-rate-days = Days until delivery
settings-handling-days = Days to pack
settings-tax = Taxes
settings-tax-included = Prices include tax
settings-tax-added = Tax is added at checkout
settings-tax-rate = Rate
settings-register-number = Trade register number
settings-tax-number-hint = Stands on invoices
settings-tax-number = VAT number
settings-policies = Policies
settings-policy-returns = Returns
settings-policy-returns-days = Days to return
settings-policy-privacy = Address of your privacy notice
settings-policy-terms = Address of your terms of sale
settings-staff = Staff
settings-staff-invite = Invite somebody
settings-staff-role = Role
settings-staff-remove = Remove { $name }
settings-staff-you = you
settings-keys = API keys
settings-key-new = New key
settings-key-once = This key is shown only now. Keep it safe.
settings-key-revoke = Revoke
settings-key-scopes = What it may do
settings-key-test = Test key
settings-saved = Your settings are saved.
settings-low-stock = Warn when fewer units are left than

## Roles

role-owner-text = May do everything
role-manager-text = Products, posts, orders, refunds, settings
role-support-text = Orders and messages
role-analyst-text = Figures only

## Log

log-title = Activity log
log-empty = Nothing has been done yet.
log-by = { $name } · { $when }

figures-definitions = How these numbers are counted
studio-sold-out = Sold out
act-merchant-open = Opened the shop
act-merchant-verify = Verified the merchant
act-merchant-limit = Limited the merchant
act-merchant-suspend = Suspended the merchant
act-profile-change = Changed the shop’s settings
act-shipping-change = Changed shipping
act-tax-change = Changed taxes
act-staff-invite = Invited somebody
act-staff-withdraw = Withdrew an invitation
act-staff-join = Joined the staff
act-staff-role = Changed a role
act-staff-remove = Removed somebody from the staff
act-key-make = Made an API key
act-key-revoke = Revoked an API key
act-product-create = Added a product
act-product-edit = Changed a product
act-product-status = Changed a product’s status
act-product-pin = Pinned a product
act-product-unpin = Unpinned a product
act-prices-set = Set prices
act-stock-set = Set stock
act-picture-add = Added a picture
act-picture-alt = Described a picture
act-picture-remove = Removed a picture
act-sale-set = Put a product on sale
act-sale-end = Ended a sale
act-offer-make = Made an offer
act-offer-open = Opened an offer
act-offer-close = Closed an offer
act-import-bring = Brought a product file
act-import-file = Imported a file
act-import-confirm = Confirmed an import
act-import-discard = Discarded an import
act-import-done = Import finished
act-order-ship = Shipped
act-order-delivered = Noted the arrival
act-order-cancel = Canceled an order
act-order-refund = Gave money back
act-order-note = Left a note
act-request-answer = Answered a request
act-customers-export = Exported customers
act-job-resend = Sent a job again
act-switch-throw = Closed buying
act-switch-lift = Opened buying again
act-gate-open = Opened a feature to all
act-gate-restrict = Opened a feature by rules only
act-gate-rule = Added a rule to a feature
act-gate-drop-rule = Took a rule from a feature
act-gate-auto-stop = Said when a feature stops by itself
act-settings-change = Changed a setting
act-account-create = Made an account
act-archive-ask = Asked for an archive
act-archive-bring = Took an archive in
act-account-erase = Erased an account
log-system = Buyline
log-key = API key “{ $name }”
log-key-gone = an API key
log-server = the whole server
log-not-counted = not counted
log-picture = picture { $number }
log-units = { $count ->
    [one] { $count } unit
   *[other] { $count } units
}
log-zones = { $count ->
    [one] { $count } zone
   *[other] { $count } zones
}
log-rates = { $count ->
    [one] { $count } rate
   *[other] { $count } rates
}
log-customers = { $count ->
    [one] { $count } customer
   *[other] { $count } customers
}
log-accepted = accepted
log-refused = refused
job-drive-order = Bring an order forward
job-refund = Give money back
job-look-at-payment = Look at a payment
job-look-at-refund = Look at a refund
job-order-mail = Mail about an order
job-code-mail = Mail with a code
job-new-orders-mail = Mail about new orders
job-import-preview = Check a product file
job-import-run = Write a product file
job-fetch-images = Fetch pictures
job-low-stock-mail = Mail about low stock
job-links-mail = Mail with links to orders
job-invitation-mail = Invitation mail
job-standing-mail = Mail about a decision
job-forget-method = Forget a way to pay
job-restock-mail = Mail about what is back
log-about = About
product-ships = It is shipped to the buyer
product-tags = Keywords
product-tags-hint = Separated by commas
product-option-values-hint = Separated by commas: Oak, Ash. Every combination becomes a variant.
product-stock-hint = For each variant. Leave empty to not count
product-variant-only = The only variant
product-variant-first = Price and stock
product-publish = Put on sale
product-unpin = Unpin
product-error-options = Give each option a name and values; at least one variant is needed, at most 100.
import-state-waiting = Waiting for you
import-state-held = Held
import-state-running = Importing
import-state-failed = The import stopped
import-state-discarded = Discarded
import-rows-read = { $count ->
    [one] { $count } row read
   *[other] { $count } rows read
}
import-format-shopify = Shopify CSV
import-format-google = Google or Meta feed
import-format-xml = RSS or Atom feed
import-count-created = new
import-count-changed = changed
import-count-same = unchanged
import-count-missing = no longer in the file
import-count-refused = { $count ->
    [one] row refused
   *[other] rows refused
}
import-missing-stays = Rows were refused, so products that are not in the file stay on sale.
import-notes = Good to know
import-currency = Where the format lets prices stand without a currency, they are in { $currency }, the currency of this shop.
files-size = { $count } MiB
files-room = Pictures of products and product files take { $used } of { $limit }.
files-full = There is no room for this file: pictures of products and product files take { $used }, and the limit is { $limit }. Ask the operator for more room.
import-created = New products
import-changed = Changed products
import-refused-rows = Refused rows
import-more = { $count ->
    [one] and one more
   *[other] and { $count } more
}
import-more-details = { $count ->
    [one] and one detail more
   *[other] and { $count } details more
}
import-refused-first = { $count ->
    [one] The file has the first of them.
   *[other] The file has the first { $count } of them.
}
import-col-variant = Variant
import-col-before = Before
import-col-after = After
import-price-instead = { $price } instead of { $before }
import-what-variant = New variant
import-what-variant-of = New variant { $variant }
import-what-variant-text = { $price }, stock: { $stock }
import-what-title = Title
import-what-status = Status
import-what-price = Price
import-what-price-of = Price of { $variant }
import-what-stock = Stock
import-what-stock-of = Stock of { $variant }
import-what-gone = Variant
import-what-gone-of = Variant { $variant }
import-what-gone-text = Not in the file: no longer sold
import-what-other = Other details
import-what-other-text = As in the file: description, pictures, SKU or the like
import-col-line = Line
import-col-column = Column
import-col-value = Value
start-verify-missing = Still missing: { $things }.
missing-legal-name = the seller of record
missing-postal-address = the postal address
missing-contact-email = a contact for customers
missing-contact-confirmed = the code from your confirmation mail
missing-shipping = a shipping rate
missing-returns-policy = the returns policy
settings-postal-address = Postal address
settings-accent-invalid = Write the colour as #2b6cb0.
settings-currency-in-use = The currency cannot change once there are products.
settings-too-long = A text is too long.
settings-too-many = That is more than is kept here. Remove some first.
settings-shipping-text = One block per rate. Rates of the same countries belong together; an asterisk stands for the rest of the world.
settings-rate-new = New rate
settings-rate-name = Name for customers
settings-rate-kind = Kind
settings-zone-countries-hint = Codes such as FR BE DE, or * for the rest of the world
settings-zone-regions = Only these regions
settings-rate-bands = Grams and prices
settings-rate-bands-hint = Up to so many grams, so much: 1000: 4.90; 5000: 8.90
settings-rate-days-min = Days, at the earliest
settings-rate-days-max = Days, at the latest
settings-rate-days-reversed = The earliest day must not be after the latest.
settings-tax-text = One block per country, region and class. A region wins over its country.
settings-tax-add = Add a rate
settings-tax-on-shipping = Shipping is taxed, too
settings-tax-rate-invalid = Give a percentage from 0 to 100, such as 20 or 5.5.
settings-tax-twice = Two rates are for the same place and class.
settings-tax-mixed = In one place, tax is either included everywhere or added everywhere.
settings-staff-invited = Invited
settings-staff-until = Valid until
settings-staff-make = Make { $role }
settings-staff-link = A mail with this link is on its way to { $email }. It works once; it is shown here only now.
settings-staff-last-owner = A shop needs at least one owner.
join-title = Join { $merchant }
join-button = Join
join-other-title = This invitation is for somebody else
join-other-text = It was sent to { $invited }, and you are signed in with { $email }. Nothing was changed. Sign in with that address, or create an account with it, to join.
join-other-button = Sign out and use the other address
settings-keys-text = Programs use keys to work with your shop. Each may do only what you choose.
settings-key-revoked = Revoked
settings-key-live = In force
settings-key-no-scope = Choose at least one thing it may do.
scope-catalog-read = Read products and stock
scope-catalog-write = Change products and stock
scope-orders-read = Read orders and buyers
scope-orders-write = Ship, cancel and refund
scope-posts-write = Write posts
scope-reports-read = Read figures

## After the sale

sorder-delivered = Mark as arrived
sorder-fulfill-not-ready = This order cannot be shipped now.
sorder-fulfill-nothing = There is nothing left to ship, or nothing was chosen.
sorder-fulfill-url-wrong = The tracking link must begin with https:// and hold no spaces.
sorder-cancel-shipped = A part of the order has been shipped. Refund it when it is back.
sorder-refund-text = Choose what you give back for, or type an amount.
sorder-refund-shipping = The shipping too
sorder-refund-amount-zero = Give an amount above zero.
sorder-refund-nothing = Choose something to refund, or type an amount.
sorder-refund-either = Choose units and shipping, or type an amount: not both.
sorder-refund-amount-wrong = This is not an amount. Write it like 24.90.
sorder-refund-too-much = Too much. At most { $amount } can still be refunded.
sorder-refund-step = Only multiples of { $step } can be refunded in this currency.
sorder-out-of-reach = The account that this order was paid on is out of reach. Its money is moved on the payment provider’s own pages only.
sorder-refund-again = This form was sent before, or is too old to be sure. Look at what the order says was refunded; if something is missing, send the form once more.
sorder-refund-underway = The refund is on its way.
sorder-refund-failed = The refund of { $amount } did not reach the buyer
sorder-refund-failed-text = The buyer’s bank or the payment provider did not take it: the money is with you. Try again, or ask the buyer for another way to pay it back.
sorder-refund-retry = Give { $amount } back again
figures-outside-posts = Outside of posts
figures-seen-text = How often a Buy card was on a page that was shown.
figures-checkout-text = Checkouts that held the product.
figures-paid-text = Orders that hold the product and whose payment was taken, counted on that day.
figures-kept-text = Orders that hold the product, arrived, and of which nothing was refunded.
figures-unit = Each step counts cards: a checkout or an order that holds several products counts once for each of them.
figures-gross-text = What customers paid for the goods with tax, without shipping.
figures-net-text = Gross less what was refunded of it.
sorder-fulfill-too-many = { $count ->
    [0] Nothing of it is left to ship.
    [one] Only { $count } of it is left to ship.
   *[other] Only { $count } of it are left to ship.
}
sorder-refund-too-many = { $count ->
    [0] All of it was refunded already.
    [one] Only { $count } of it can still be refunded.
   *[other] Only { $count } of it can still be refunded.
}
todo-requests = { $count ->
    [one] request waiting
   *[other] requests waiting
}
todo-failed = { $count ->
    [one] job given up
   *[other] jobs given up
}
product-pictures-max = { $count ->
    [one] A product has one picture at most. Remove it to add another.
   *[other] A product has at most { $count } pictures. Remove one to add another.
}
product-error-pinned = Enough products are pinned already.

## Offers for a time, or so many each

sale-title = Sale
sale-text = Lower prices for a time. They begin and end by themselves, and the card crosses out the normal price.
sale-make = Put the product on sale
sale-make-button = Save the sale
sale-starts = Starts
sale-ends = Ends
sale-percent = Percent off
sale-percent-hint = Either a percentage off all prices below, or a price for each.
sale-percent-wrong = Give a whole number from 1 to { $count }.
sale-price-in = Price on sale ({ $currency })
sale-usual = Normally { $price }. Left empty, it stays at that.
sale-usual-price = Normal price
sale-price = Price on sale
sale-not-lowered = Normal price
sale-end = End the sale
sale-empty = Give a percentage, or at least one price that is lower than the normal one.
sale-price-wrong = This must be lower than the normal price.
sale-times-wrong = The sale must end after it begins, and not in the past.
sale-own-missing = A sale needs a price in the shop’s own currency.
offers-title = Offers
offers-text = A limited time or a limited number per person. The card counts down, and checkout holds to it. The offer without limits goes on beside it until you close it.
offers-make = Make a limited offer
offers-make-button = Make the offer
offers-starts = Offer starts
offers-starts-hint = Leave empty to start at once
offers-clock = By your shop’s clock: { $zone }
offers-limit-hint = Units in all, from 1 to 999
offers-limit-wrong = Give a whole number from 1 to 999.
offers-limited-time = For a limited time
offers-plain = Without limits
offers-runs = Running
offers-waits = Not begun
offers-close = Close
offers-open = Open again
offers-times-wrong = The offer must end after it starts, and not in the past.
offers-not-on-sale = This product is not on sale. Put it on sale first.
offers-terms-missing = Say an end, a start or a number per person. Without any, just write a post about the product.
field-time-invalid = Give a day and a time, like 2026-12-24 18:00.
product-more-price-wrong = The price must not be below zero, and the price before must be higher.
settings-time-zone = Time zone
settings-time-zone-hint = As in Europe/Paris or America/New_York
settings-more-currencies = Further currencies
settings-more-currencies-hint = Codes like USD, JPY. Each product then has a price field for each; so has each shipping rate.
settings-more-currencies-wrong = At most eight further currencies, each once, and not your main one.
settings-rate-currency-hint = A further currency is offered to buyers once every zone has a rate in it.
settings-staff-withdraw = Take back

## What moved for an order, as the ledger has it
money-title = Money
money-none = Nothing has moved yet: money is taken when the time to undo is over.
money-left = Left for you
money-charge = Paid by the buyer
money-refund = Given back
money-refund-failed = A refund came back
money-provider-fee = Fee of the payment provider
money-application-fee = Fee of this server
money-application-fee-refund = Fee of this server, given back
money-dispute = Taken back by the buyer’s bank
money-dispute-fee = Fee for the dispute
money-dispute-won = Dispute won: the money is back
money-payout = Paid out to the bank
money-payout-failed = A payout came back

## What stops a shop

studio-stopped-server = The operator has closed buying on the whole server. Open orders go on; your cards open by themselves when buying does.
studio-stopped-shop = The operator has closed buying from your shop. Open orders go on.
studio-limited-means = { $count ->
    [one] Your shop takes { $count } order a day at most and adds no new Buy cards; what is posted goes on selling.
   *[other] Your shop takes { $count } orders a day at most and adds no new Buy cards; what is posted goes on selling.
}
studio-suspended-means = Nothing of your shop can be bought; open orders are still shipped and paid back.

## Where the money of a shop goes

settings-payments = Payments
payments-text = Buyers pay your shop directly: the money of your sales goes to your own account at the payment provider, and from there to your bank.
payments-text-operator = On this server the operator’s account takes the money of all sales. There is nothing to set up here.
payments-none = Nobody can pay you yet
payments-none-text = Connect an account at the payment provider. You are asked who you are and where payouts go; what you say there stays there.
payments-ask-owner = An owner of the shop has to connect an account.
payments-off = Buyers cannot pay you at the moment
payments-off-text = Your cards open by themselves when this is settled. Orders that are placed stay: they are still paid out and paid back.
payments-unreached-text = As long as it cannot be reached, what was paid on the account can be neither taken nor paid back from here; a hold that is not taken lapses at the provider.
payments-no-payouts = Buyers can pay you, but nothing reaches your bank yet
payments-due = Buyers can pay you, and the provider asks for something
payments-due-text = Please answer in time, so that it stays so.
payments-on = Buyers can pay you
payments-wanted = The provider asks for
payments-deadline = It is wanted by { $date }.
payments-account = Account
payments-charges = Can be paid
payments-payouts = Paid out to a bank
payments-looked-at = Asked last
payments-fee = Kept by the operator
payments-fee-none = Nothing
payments-fee-rate = { $rate } of each payment
payments-connect = Connect an account
payments-go-on = Go on at the provider
payments-look = Ask again
payments-looked = The provider was asked; this is how the account stands.
payments-disconnect = Disconnect
payments-disconnect-ask = Nothing of your shop can be bought then, until an account is connected again. What was paid stays on the account.
payments-disconnect-again = Connecting again later takes the same account up.
payments-disconnect-ask-gone = This server cannot reach the account any more, whether you disconnect it or not: what was paid on it can be neither taken, paid back nor canceled from here, on the provider’s own pages only. Disconnect it to be paid on another account.
payments-left-held = { $count ->
    [one] { $count } order on it is not taken yet: the hold lapses at the provider by itself.
   *[other] { $count } orders on it are not taken yet: the holds lapse at the provider by themselves.
}
payments-left-refundable = { $count ->
    [one] { $count } order was paid on it and could still be paid back.
   *[other] { $count } orders were paid on it and could still be paid back.
}
payments-left-disputes = { $count ->
    [one] { $count } dispute on it is open.
   *[other] { $count } disputes on it are open.
}
payments-left-refunds = { $count ->
    [one] { $count } refund on it was promised and is not given yet.
   *[other] { $count } refunds on it were promised and are not given yet.
}
payments-leave = This key is of another account than { $account }, on which your shop is paid now.
payments-leave-connected = What was paid there can still be paid back from here. To go back later, disconnect the key and connect again: the same account is taken up.
payments-leave-lost = What was paid there can then be neither paid back nor defended in a dispute from here, on the provider’s own pages only.
payments-leave-again = To go on, tick the box and paste the restricted key once more.
payments-leave-sure = Leave the account { $account }
payments-key-anothers = Another shop on this server is or was paid on this Stripe account. Each shop needs an account of its own: open another one at Stripe, and paste a key of that.
payments-disconnected = The account is disconnected.
payments-on-the-way = { $count ->
    [one] { $count } order is still being paid. Please wait until its money is taken.
   *[other] { $count } orders are still being paid. Please wait until their money is taken.
}
payments-provider-down = The payment provider did not take this just now. Nothing has changed; please try again in a moment.
payments-why-gone = This server may not ask about the account any more: its owner took the access away. Disconnect it, and connect one again.
payments-why-review = The provider is looking at the account.
payments-why-rejected = The provider refused the account.
payments-why-paused = The operator paused the account at the provider.
payments-key-title = A key of your own
payments-key-replace = Replace the key
payments-key-text = You have a Stripe account already: make a restricted key there (Developers → API keys) with the permissions below, and paste it with your publishable key. It is checked at once, kept sealed, and never shown again.
payments-key-means = Your shop is paid on its own then: its goods are not bought in one purchase with those of other shops, and the operator keeps nothing of its sales.
payments-key-publishable = Publishable key
payments-key-secret = Restricted key
payments-key-button = Check and use it
payments-key = Key
payments-key-done = The key is in use. Buyers pay on your own account.
payments-key-mighty = This is a secret key: whoever has it may do everything on your account. Make a restricted key (rk_…) with the permissions below, and roll this one at Stripe if it is in use.
payments-key-none = This is no restricted key. One begins with rk_.
payments-key-no-publishable = This is no publishable key. One begins with pk_.
payments-key-mode-test = Payments are not real here: both keys must be test keys (pk_test_…, rk_test_…).
payments-key-mode-live = Payments are real here: both keys must be live keys (pk_live_…, rk_live_…).
payments-key-two-accounts = The two keys are of different Stripe accounts.
payments-key-unknown = Stripe does not know this key. It was revoked or rolled, or it is not whole.
payments-key-lacks = The key lacks permissions; the table says which. Add them at Stripe and paste the key again.
payments-key-refused = Stripe did not take it: { $reason }
payments-why-key-gone = Stripe does not take your key any more: it was revoked, rolled, or has expired. Paste a new one.
payments-why-key-lacks = Your key lacks permissions. Add them at Stripe and ask again, or paste another key.
payments-fee-own-key = Nothing, with a key of your own
payments-disconnect-ask-key = Nothing of your shop can be bought then, until an account is connected again. The key is forgotten, and what was paid with it can be given back on Stripe’s own pages only.
permission-title = What the key must be allowed
permission-col = Permission
permission-col-for = What for
permission-named = { $name }, { $right }
permission-read = read
permission-write = write
permission-there = There
permission-missing = Missing
permission-account = Seeing whether buyers can pay you, and what Stripe asks for
permission-payments = Holding, taking and letting go of a payment
permission-refunds = Giving money back
permission-customers = Saving a card for the next purchase
permission-methods = Forgetting a saved card
permission-disputes = Answering and accepting a dispute
permission-payouts = Listing what reached your bank
permission-movements = Comparing Stripe’s books with ours
permission-events = Looking through what was never told
permission-webhooks = Being told what happens
wanted-bank = A bank account for payouts
wanted-terms = Your agreement to the provider’s terms
wanted-shop-page = The address of your shop’s page
wanted-trade = What the business sells
wanted-business = Details of the business
wanted-business-type = The kind of business
wanted-business-proof = A proof that the business exists
wanted-business-address = The address of the business
wanted-statement = The name on your buyers’ bank statements
wanted-tax-number = A tax number
wanted-register-number = The number in the trade register
wanted-owners = Who owns and runs the business
wanted-identity = A proof of identity
wanted-birth = A date of birth
wanted-address = A home address
wanted-name = A first and last name
wanted-id-number = A personal identity number
wanted-contact = A mail address and a phone number
todo-payee = wanted by the payment provider
studio-unpaid = Nobody can pay your shop
studio-unpaid-means = Your products are shown and cannot be bought.

settings-giving = Rounding up
round-up-settings = Rounding up for a campaign
round-up-settings-text = Who has just bought from you may round up what was paid. The difference is a gift: it goes straight to the nonprofit, which sends the receipt. None of it passes through you.
round-up-campaign = Campaign
round-up-campaign-hint = The address of a campaign on this server, such as /donate/cpn_…. Leave it empty to ask for nothing.
round-up-chosen = Your buyers are asked for “{ $campaign }” by { $nonprofit }.
round-up-given = So far they gave { $amount } in { $count ->
    [one] one gift
   *[other] { $count } gifts
}.
round-up-unknown = This names no campaign. Open the campaign’s page and copy its address.
round-up-not-taking = There is no such campaign here that takes gifts now.
round-up-currency = This campaign takes { $currency }, in which your shop does not sell.
act-round-up-choose = Chose for what buyers may round up
