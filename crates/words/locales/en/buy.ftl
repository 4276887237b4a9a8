### From the tap on Buy to “order placed”.

## The sheet

buy-title = Buy
buy-step = Step { $step } of { $steps }
buy-step-contact = Contact
buy-step-address = Address
buy-step-delivery = Delivery
buy-step-payment = Payment
buy-step-review = Review
buy-close = Close; nothing is ordered yet
buy-leave-ask = Leave the checkout? What you typed is kept.
buy-expired-title = This checkout has expired
buy-expired-text = Nothing was charged and the goods are free again. You can start over.
buy-start-over = Start over
buy-reserved-for = Held for you for { $duration }
buy-test-card-hint = Test mode: use card 4242 4242 4242 4242, any future date, any code.

## Product step

buy-choose-variant = Choose a variant
buy-quantity = Quantity
buy-quantity-max = Only { $count } left

## Contact step

buy-email-hint = For the confirmation and news about this order, nothing else
buy-guest = Buy without an account
buy-have-account = Already have an account?
buy-sign-in = Sign in
buy-marketing = { $merchant } may send me news by email
buy-marketing-hint = You can stop it at any time.

## Address step

buy-address-title = Where should it go?
buy-address-saved = Saved addresses
buy-address-new = Another address
buy-address-gone = This address is no longer saved. Choose another one.
buy-address-save = Save to my account
buy-address-billing-same = The invoice goes to the same address
buy-address-billing = Invoice address
buy-address-not-served = { $merchant } does not ship to { $country }.

## Delivery step

buy-delivery-title = How should it come?
buy-delivery-standard = Standard
buy-delivery-express = Express
buy-delivery-pickup = Pick up at the shop
buy-delivery-tracked = tracked
buy-delivery-arrives = Arrives { $when }
buy-delivery-free-above = Free above { $amount }
buy-delivery-none = Nothing ships to this address.
buy-delivery-digital = By email, at once

## Payment step

buy-payment-title = How would you like to pay?
buy-payment-card = Card
buy-payment-saved = Saved cards
buy-payment-new = Another card
buy-payment-save = Keep this card for next time
buy-payment-remove = Remove this card
buy-payment-card-ending = { $brand } ending in { $last4 }
buy-payment-card-masked = { $brand } •••• { $last4 }
buy-payment-expires = expires { $month }/{ $year }
buy-payment-expired = expired
buy-card-number = Card number
buy-card-expiry = Expiry date
buy-card-expiry-hint = MM/YY
buy-card-code = Security code
buy-card-code-hint = 3 or 4 digits, on the card
buy-card-name = Name on the card
buy-payment-form = Card or another way to pay
buy-payment-other = Another way to pay
buy-payment-typed = What you have just typed
buy-payment-incomplete = Fill in the payment details.
buy-payment-form-failed = The payment form could not be loaded. Check your connection and try again; nothing was charged.
buy-payment-needs-script = A new card is typed into the payment provider's own form, which needs JavaScript. Switch it on for this page, or choose a saved card.
buy-payment-secure = Your card goes straight to the payment provider; nobody here sees it.

## Review

review-title = Review and pay
review-delivery-to = Delivery to
review-arrives = Arrives
review-payment = Payment
review-currency = You pay in
review-contact = Contact
review-seller = Seller
challenge-payee = Paid to
review-line = { $options } · { $quantity } · sold by { $merchant }
review-returns = Returns
review-returns-days = { $count ->
    [0] This shop takes nothing back beyond what the law asks.
    [one] Returns within { $count } day
   *[other] Returns within { $count } days
}
review-returns-free = Free returns for { $days } days.
review-undo = You can undo for { $duration } after paying.
review-policies = Terms of { $merchant }
review-returns-of = Returns at { $merchant }
review-privacy = Privacy at { $merchant }
review-withdrawal = Right of withdrawal: { $days } days from delivery, without giving a reason.
review-price-changed-title = The total has changed
review-price-changed = It was { $old }, it is now { $new }. Nothing has been charged. Please look again before you pay.
review-quantity-changed = { $count ->
    [one] Only one is left; your order is adjusted.
   *[other] Only { $count } are left; your order is adjusted.
}
review-multi-merchant = { $count ->
    [one] One seller, one order, one payment.
   *[other] { $count } sellers: each gets its own order and is paid separately.
}

## The paying button. Source: Directive 2011/83/EU article 8(2): its words say that an order obliges to pay.

pay-button = Pay { $total }
pay-button-eu = Order with obligation to pay – { $total }
buy-plus-shipping = { $total } plus shipping
pay-button-free = Place the order
pay-button-again = Pay { $total } again
pay-obligation = Ordering means an obligation to pay.
pay-working = Paying…
pay-working-long = This takes longer than usual. Please keep this page open; you will not be charged twice.
pay-checking = We are asking your bank whether the payment went through. You will not be charged twice.
pay-safe = A second tap or a reload never pays twice.

## Challenge

challenge-title = Your bank asks you to confirm
challenge-text = Confirm the payment of { $total } to { $merchant }, then you come back here.
challenge-first-text = { $count ->
    [one] Your bank asks once for this card, then { $count } shop is paid.
   *[other] Your bank asks once for this card, then { $count } shops are paid, each with its own total.
}
challenge-bank = Your bank (played by the sandbox)
challenge-leave = Continue to your bank
challenge-answered = I have answered my bank
challenge-confirm = Confirm
challenge-refuse = Refuse
challenge-failed = Your bank did not confirm the payment. Nothing was charged.

## Declined: what happened, and what to try

declined-title = The payment did not go through
declined-nothing-charged = Nothing was charged and nothing is ordered. What you typed is kept.
declined-generic = Your bank declined the card. Try another card, or ask your bank.
declined-insufficient-funds = There is not enough money on this card. Try another card, or a smaller amount.
declined-expired-card = This card has expired. Use another card.
declined-incorrect-details = The card number, the date or the security code is wrong. Check the card and try again.
declined-blocked = The payment was stopped for safety before it reached your bank. Wait a few minutes, or try another card.
declined-authentication-failed = Your bank could not confirm that it is you. Try again, or use another card.
declined-provider-down = The payment provider does not answer. Nothing was charged. Try again in a few minutes.
declined-timeout = The payment provider took too long. We check whether it went through; you will not be charged twice.
declined-try-other = Use another card
declined-try-again = Try again

## Placed

placed-title = Order placed
placed-line = Order { $number } · { $total } · { $merchant }
placed-summary = { $merchant } has your order. You pay { $total }.
placed-undo-left = Can be undone for { $duration }
placed-undo-until = until { $time }
placed-undo = Undo
placed-undo-over = The time to undo is over. We are passing the order on.
placed-passed = { $merchant } has the order.
placed-ending = This order is being canceled. As soon as the payment provider has let go of the money, it is over; we write to you.
placed-undo-ask = Undo order { $number }? Nothing will be charged.
placed-undone-title = Order undone
placed-undone = Nothing is charged and { $merchant } was not told. The reservation on your card disappears within a few days.
placed-next = What happens next
placed-next-mail = Confirmation sent to { $email }
placed-next-mail-detail = with the link to follow and to cancel
placed-next-pack = { $merchant } packs your order
placed-next-arrives = Arrives { $when }
placed-next-question = A question? Write to the shop
placed-next-reply-time = Usually answers within { $duration }
placed-keep-reading = Keep reading
placed-view-order = View order
placed-already = This order was already placed. You paid once.
placed-save-details = Keep my details for next time
placed-create-account = Set a password and find your orders again

## Basket

basket-title = Your basket
basket-empty-title = Your basket is empty
basket-empty-text = Tap “Add to basket” on anything you like; it stays here.
basket-empty-action = Look around
basket-checkout = Check out
basket-from = From { $merchant }
basket-remove = Remove { $product }
basket-removed = { $product } is removed.
basket-line-sold-out = Sold out meanwhile
basket-line-changed = The price changed from { $old } to { $new }
basket-line-fewer = { $count ->
    [one] Only one left
   *[other] Only { $count } left
}
basket-fix-first = Some lines cannot be bought as they are. Change or remove them first.
basket-line-meta = { $options } · { $price } each
basket-total = Total of all sellers
basket-update = Update
basket-full = Your basket is full: at most { $count } lines. Take something out first.
basket-too-many-shops = At most { $count } shops at once. Buy from some of them first.
basket-some-placed-title = Some orders are placed, some are not
basket-some-placed = Placed: { $placed }. Not placed: { $failed }. You pay only for what is placed.
basket-result-placed = Placed
basket-result-failed = Not placed, nothing charged
basket-retry-failed = Try the rest again
basket-other-address = Send to another address
basket-remove-rest = Remove from the basket
basket-remove-seller = Remove what { $merchant } sells from the basket

## The steps

buy-details-title = Your details
buy-secure = Secure checkout
buy-to-review = Continue to review
buy-nothing-ordered-yet = Nothing is ordered yet.
pay-pending-leave = You can leave this page. We write to you as soon as we know.
basket-shipping-next = Shipping and tax come next; nothing is ordered yet.

## Test cards: what each does

test-card-ok = Works
test-card-at-once = Charged at once, and not only held
test-card-declined = Declined
test-card-insufficient-funds = Declined: not enough money
test-card-expired = Declined: expired card
test-card-challenge = Your bank asks first
test-card-lost-answer = Works, but the answer is lost on the way
test-card-slow = Works, slowly
test-card-down = The provider does not answer
test-card-fail-capture = Held now, cannot be collected later
pay-keep-open = Please keep this page open.
buy-error-too-small = This is less than { $amount }, the least that can be paid by card.
buy-error-too-large = This is more than { $amount }, the most that can be paid at once.
buy-error-step = This total cannot be paid by card: only multiples of { $amount } can. Please tell the shop.
buy-error-currency = { $currency } cannot be paid by card here.

round-up-title = Round up to { $whole }?
round-up-text = The difference goes to { $nonprofit }, for “{ $campaign }”, as a gift with a receipt of its own.
round-up-give = Give { $gift }
