### Sign-up, sign-in and what people keep with us.

## Sign in

sign-in-title = Sign in
sign-in-button = Sign in
sign-in-login = Email or handle
sign-in-forgot = Forgot your password?
sign-in-new = New here?
sign-in-create = Create an account
sign-in-find-order = Bought without an account? Find your order
sign-in-failed = Email or password is wrong.
sign-in-too-many = Too many tries. Please wait { $duration }.
sign-in-needed = Please sign in to go on. What you typed is kept.
held-title = Go on where you were
held-text = You are signed in again. What you typed is kept, and nothing has been sent yet.
held-button = Send it now
sign-in-session-expired = You were signed out for safety. Sign in to go on where you were.
sign-out-done = You are signed out.
sign-in-welcome = Welcome back, { $name }.

## Sign up

sign-up-title = Create an account
sign-up-button = Create account
sign-up-person = I want to read and buy
sign-up-merchant = I want to sell
sign-up-handle = Handle
sign-up-handle-hint = Letters, digits and hyphens; it becomes your address here
sign-up-display-name = Name others see
sign-up-password-hint = At least 12 characters; a few words are best
sign-up-shop-name = Name of your shop
sign-up-have-account = Already have an account?
sign-up-terms = By creating an account you accept the terms of this server.
sign-up-closed = This server takes no new accounts at the moment. Buying works without one.

## Confirm

confirm-title = Confirm your email
confirm-text = We sent a code of 6 digits to { $email }.
confirm-code = Code
confirm-button = Confirm
confirm-resend = Send a new code
confirm-resent = A new code is on its way.
confirm-wrong = This code is wrong or too old.
confirm-done = Your email is confirmed.

## Password

forgot-title = Forgot your password?
forgot-text = We send you a link to choose a new one.
forgot-button = Send the link
forgot-done = If there is such an account, the link is on its way.
reset-title = Choose a new password
reset-button = Save the password
reset-done = Your password is changed. You are signed in, everywhere else you are signed out.
reset-invalid = This link is used or too old. Ask for a new one.

## Account page

account-title = Account
account-profile = Profile
account-bio = About you
account-avatar = Picture
account-security = Sign-in and security
account-change-password = Change password
account-current-password = Current password
account-new-password = New password
account-sessions = Where you are signed in
account-session-this = this device
session-unknown = An unknown device
account-session-end = Sign out there
account-session-last = last seen { $ago }
account-addresses = Addresses
account-address-add = Add an address
account-address-delete = Delete this address
account-address-default = Usual address
account-addresses-empty = No saved addresses.
account-cards = Cards
account-card-delete = Delete this card
account-card-deleted = The card is deleted.
account-cards-empty = No saved cards.
account-card-default = Usual card
account-card-expires = valid until { $date }
account-address-edit = Change this address
account-address-deleted = The address is deleted.
account-notices = Messages to you
account-language = Language
account-blocks = Blocked and muted
account-blocks-empty = You blocked nobody.
account-export = Download your data
account-delete = Delete account
account-delete-ask = Delete your account? Your posts go; orders are kept as the law asks.
account-saved = Saved.

account-security-short = Security
account-prefer = Make it the usual one
account-blocked = Blocked
account-muted = Muted

## Opening a shop

sign-up-shop-title = Open a shop
account-sell-text = A shop of your own: add products, post them with a Buy button, and ship what is ordered.
sign-up-shop-text = Bring your products, write a post, and sell in minutes. You stay the seller: the money goes straight to you.
sign-up-shop-button = Open the shop
sign-up-shop-too-many = You have as many shops as one person may have.
sign-up-shop-not-open = This server takes no new shops for now. Nothing was lost: please come back later, or write to its operator.

## Everything to take away, and the end

account-data = Your data
archive-title = Archive
archive-new = Take everything away
archive-make = Make an archive
archive-text-person = Everything that is yours here, in one file: your profile, posts, pictures, orders, gifts and addresses, as tables and in a form that other programs read.
archive-text-shop = Everything of the shop in one file: goods, orders with their buyers, money, posts and pictures, as tables and in a form that other programs read. It holds your customers’ names and addresses, so keep it safe.
archive-text-nonprofit = Everything of the nonprofit in one file: campaigns, gifts with their donors, receipts, money, posts and pictures, as tables and in a form that other programs read. It holds your donors’ names and addresses, so keep it safe.
archive-kept = { $count ->
    [one] It can be downloaded for { $count } day, by you alone.
   *[other] It can be downloaded for { $count } days, by you alone.
}
archive-asked = Your archive is being made. It appears here when it is ready.
archive-making-already = An archive is being made already. Please wait until it is ready.
archive-too-many = That was asked for often today. Please try again in { $duration }.
archive-making = Being made
archive-ready = Ready
archive-failed = Could not be made
archive-gone = Gone
archive-download = Download
archive-asked-at = Asked for
archive-size = Size
archive-size-kb = { $count } kB
archive-size-mb = { $count } MB
archive-until = Goes away on
archive-past = From another server
archive-past-gift = Gift
archive-past-back = Given back
erase-title = Delete your account
erase-text = Your profile, posts, pictures, addresses and messages go for good. Orders, invoices and receipts stay in the books with their amounts, without your name.
erase-begin = Delete your account…
erase-form-text = This cannot be taken back. Everything that names you here goes, and nobody can sign in to this account any more. What you paid and gave stays in the books of shops and nonprofits with its amount and number, as the law asks, without your name and address.
erase-have-all = I took what I need, or I need nothing of it
erase-confirm-needed = Tick this first. You can take everything away under “Your data”.
erase-button = Delete for good
erase-refused = This must end before your account can be deleted:
erase-open-orders = { $count ->
    [one] { $count } order is not paid or not shipped yet. Cancel it, or wait until it is shipped.
   *[other] { $count } orders are not paid or not shipped yet. Cancel them, or wait until they are shipped.
}
erase-open-requests = { $count ->
    [one] { $count } request to cancel or return is not answered yet.
   *[other] { $count } requests to cancel or return are not answered yet.
}
erase-money = { $count ->
    [one] { $count } payment is still on its way.
   *[other] { $count } payments are still on their way.
}
erase-pledges = { $count ->
    [one] { $count } regular gift goes on. End it first.
   *[other] { $count } regular gifts go on. End them first.
}
erase-shop = { $count ->
    [one] { $count } shop has no other owner. Make somebody else an owner first.
   *[other] { $count } shops have no other owner. Make somebody else an owner first.
}
erase-nonprofit = { $count ->
    [one] { $count } nonprofit has no other owner. Make somebody else an owner first.
   *[other] { $count } nonprofits have no other owner. Make somebody else an owner first.
}
erase-operator = This account runs the server. Another operator must take that away first.
certificate-title = Certificate of erasure
certificate-underway = Your account is closed, and its data is being erased. Keep the address of this page: the certificate appears here.
certificate-done = Erased and searched for on { $date }. Keep this page, or its address.
certificate-number = Number
certificate-erased = Records erased
certificate-kept = Records kept without your name, as the law asks
certificate-values = Values searched for
certificate-found = Places where they still stand
certificate-others = Records of others that use the same words
certificate-digests = Keyed hashes of the values
