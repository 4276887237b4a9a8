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
role-nonprofit = a charity
role-owner = Owner
role-manager = Manager
role-support = Support
role-analyst = Analyst
role-operator = Operator
role-short-buyer = Buyer
role-short-merchant = Shop
role-short-nonprofit = Charity
role-short-operator = Operator
opposite-explained = What your purchase does at the shop.
opposite-none = No order yet. Buy something: it appears here at once.
opposite-undo = can be undone for { $duration }
opposite-taking = the payment is being taken
opposite-earned = This post earned { $amount }.

## Foot

foot-about = About this server
foot-privacy = Privacy
foot-terms = Terms
foot-legal = Legal notice
foot-source = Source code
foot-sell = Open a shop
sure = Are you sure?
colon = :
foot-api = API
foot-status = Status

## About, privacy, terms

about-what = People and shops write posts here, and a post can carry a Buy button. A tap becomes an order with the shop; nothing else stands in between.
about-sellers = Each shop is the seller of what it sells: its name, its contact and its rules stand on every checkout and every order. Money goes straight to the shop.
about-open = The software is Buyline. It is free and open, and anybody may run it.
about-operator = Who runs this server
about-contact = { $server } can be reached here:
about-no-contact = { $server } has not said yet how its operator can be reached. About an order, write to the shop: its contact stands on the order.
privacy-lead = What this server keeps of you, and why. It sends nothing to advertisers and loads nothing from elsewhere.
privacy-orders-title = Orders
privacy-orders = Name, address, mail address and what you bought are kept with the order, for you and for the shop that sells. The law asks shops to keep them for years. Other shops do not see them.
privacy-account-title = Your account
privacy-account = Handle, name, mail address, posts, whom you follow, block or mute, and where you are signed in. The password is kept only as a hash that cannot be read back. Saved addresses are deleted the moment you delete them.
privacy-cards-title = Cards
privacy-cards = Card numbers are never kept here. A saved card is a token of the payment provider, with its brand and last four digits. When you delete it, the provider is told to forget it too.
privacy-counted-title = What is counted
privacy-counted = How often a post is seen and its card is tapped is counted for the shop, without names. An order remembers the post it came from.
privacy-cookies-title = Cookies
privacy-cookies = Only those that are needed: for your visit and basket, for being signed in, for the language, and for one sentence after a form. None follows you elsewhere.
privacy-notify-title = Reminders
privacy-notify = When you ask to be told that something is back, your mail address is kept for that one mail and forgotten with it.
terms-lead = The rules of this place, in short. The law of your country goes before them.
terms-contract-title = Buying
terms-contract = You buy from the shop that is named on the checkout. Its rules on returns, shipping and warranty apply; they stand beside the button with which you pay. The price on that button is the whole price.
terms-undo-title = Changing your mind
terms-undo = For a short while after paying you can undo the order yourself, and no money is taken. After that you can ask to cancel, return or be refunded on the order’s page. The right to withdraw that the law gives you stays as it is.
terms-posts-title = Posting
terms-posts = What you write is yours and your responsibility. Posts against the law are taken down when they are reported; shops that deceive are suspended.

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
