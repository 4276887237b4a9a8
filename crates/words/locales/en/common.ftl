### Words that every page may use.

-brand = Buyline
brand = { -brand }
page-title = { $page } · { -brand }
tagline = A Buy button in any post

## Navigation

nav-label = Main navigation
nav-skip = Skip to content
nav-home = Home
nav-explore = Explore
nav-search = Search
nav-basket = Basket
nav-basket-count = { $count ->
    [0] Basket
    [one] Basket, { $count } item
   *[other] Basket, { $count } items
}
nav-messages = Messages
nav-orders = Orders
nav-profile = Profile
nav-account = Account
nav-settings = Settings
nav-studio = Studio
nav-console = Console
nav-sign-in = Sign in
nav-sign-up = Create an account
nav-sign-out = Sign out
nav-compose = New post
nav-more = More
nav-menu = Menu
nav-language = Language
nav-help = Help

## Actions

action-save = Save
action-saved = Saved
action-cancel = Cancel
action-close = Close
action-back = Back
action-continue = Continue
action-change = Change
action-edit = Edit
action-delete = Delete
action-remove = Remove
action-add = Add
action-create = Create
action-apply = Apply
action-confirm = Confirm
action-send = Send
action-search = Search
action-filter = Filter
action-clear = Clear
action-show-more = Show more
action-show-less = Show less
action-retry = Try again
action-refresh = Refresh
action-copy = Copy
action-copied = Copied
action-download = Download
action-download-csv = Download as CSV
action-upload = Upload
action-print = Print
action-open = Open
action-view = View
action-undo = Undo
action-yes = Yes
action-no = No
action-ok = OK
action-dismiss = Dismiss
action-learn-more = Learn more

## States of a page

state-loading = Loading…
state-working = Working…
state-offline = You are offline. What you see may be out of date.
state-back-online = You are back online.
state-updated = Updated
state-empty = Nothing here yet
state-no-results = Nothing matches “{ $query }”.
state-optional = optional
state-required = required
state-new = New
state-test-mode = Test mode
state-test-mode-explained = Payments are not real here: no card is charged and nothing is shipped.
state-demo = Demo
state-demo-role = You are here as { $role }.
state-demo-switch = See it as
state-js-needed = This works without scripts, too: every button is a form.

## Paging

page-newer = Newer
page-older = Older
page-next = Next
page-previous = Previous
page-of = Page { $page } of { $pages }
page-end = You have reached the end.

## Things counted

items = { $count ->
    [one] { $count } item
   *[other] { $count } items
}
pieces = { $count ->
    [one] { $count } piece
   *[other] { $count } pieces
}
results = { $count ->
    [0] No results
    [one] { $count } result
   *[other] { $count } results
}
days = { $count ->
    [one] { $count } day
   *[other] { $count } days
}
hours = { $count ->
    [one] { $count } hour
   *[other] { $count } hours
}
minutes = { $count ->
    [one] { $count } minute
   *[other] { $count } minutes
}
seconds = { $count ->
    [one] { $count } second
   *[other] { $count } seconds
}
orders-count = { $count ->
    [0] No orders
    [one] { $count } order
   *[other] { $count } orders
}
products-count = { $count ->
    [0] No products
    [one] { $count } product
   *[other] { $count } products
}
times = × { $count }

## Fields that many forms have

field-name = Full name
field-email = Email
field-phone = Phone
field-phone-hint = Only for questions about the delivery
field-company = Company
field-address = Address
field-address-line1 = Street and number
field-address-line2 = Flat, floor, building
field-postal-code = Postal code
field-city = City
field-region = State or region
field-country = Country
field-country-choose = Choose a country
field-quantity = Quantity
field-quantity-fewer = One fewer
field-quantity-more = One more
field-price = Price
field-currency = Currency
field-date = Date
field-note = Note
field-message = Message
field-reason = Reason
field-password = Password
field-password-show = Show password
field-password-hide = Hide password
field-title = Title
field-description = Description
field-image = Picture
field-images = Pictures
field-image-alt = What the picture shows
field-image-alt-hint = Read aloud to people who cannot see it
field-file = File
field-status = Status
field-theme = Appearance
theme-system = Same as the device
theme-light = Light
theme-dark = Dark
language-en = English
language-fr = Français

## Totals

sum-subtotal = Subtotal
sum-shipping = Shipping
sum-shipping-free = Free
sum-discount = Discount
sum-tax-included = including { $rate } VAT
sum-tax-added = { $rate } tax
sum-including-tax = of which VAT
sum-tax = Tax
sum-total = Total
sum-from = from { $price }
sum-fees = Fees
sum-net = Net
sum-gross = Gross
sum-refunded = Refunded
sum-paid = Paid

## Roles

role-buyer = a buyer
role-guest = a guest
role-merchant = a merchant
role-owner = Owner
role-manager = Manager
role-support = Support
role-analyst = Analyst
role-operator = Operator
role-short-buyer = Buyer
role-short-merchant = Shop
role-short-operator = Operator
opposite-explained = What your purchase does at the shop.
opposite-none = No order yet. Buy something: it appears here at once.
opposite-undo = can be undone for { $duration }
opposite-taking = the payment is being taken
opposite-earned = This post earned { $amount } after fees.

## Foot

foot-about = About this server
foot-privacy = Privacy
foot-terms = Terms
foot-legal = Legal notice
foot-source = Source code
foot-api = API
foot-status = Status

## Landmarks, named for screen readers

page-label = Pages
foot-label = About this server
side-label = Beside the page

## When the network fails

net-lost = The connection was lost.
net-lost-help = Nothing has changed. What you typed is kept.
net-pay-lost = We did not hear back.
net-pay-lost-help = Your payment may have gone through. Try again: the same order is found, and you never pay twice.
crumbs-label = Where you are
