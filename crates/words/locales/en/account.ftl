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
