### Mails. A subject, a sentence that says it all, then the details.

mail-hello = Hello { $name },
mail-hello-plain = Hello,
mail-sign-off = { -brand }, for { $merchant }
mail-sign-off-server = { -brand }
mail-why = You get this mail because of order { $number }.
mail-why-account = You get this mail because of your account at { $host }.
mail-reply-to-shop = Reply to this mail to write to { $merchant }.
mail-seller = Seller: { $merchant }, { $address }
mail-button-order = View order
mail-button-undo = Undo the order
mail-button-track = Follow the parcel
mail-button-studio = Open in the studio
mail-test-mode = Test mode: nothing was charged.

## To buyers

mail-placed-subject = Order { $number } placed at { $merchant }
mail-placed-lead = Thank you. You ordered from { $merchant } for { $total }: order { $number }.
mail-placed-undo = You can undo it until { $time }: nothing will be charged. { $merchant } gets your order after that.
mail-placed-undo-paid = You can undo it until { $time }: what you paid comes back. { $merchant } gets your order after that.
mail-placed-passed = { $merchant } has your order.
mail-placed-withdraw-title = Right of withdrawal
mail-placed-withdraw = You may withdraw from this contract within { $days } days of delivery, without giving a reason.
mail-placed-withdraw-order = You may withdraw from this contract within { $days } days of your order, without giving a reason.
mail-placed-withdraw-how = Choose “Withdraw from the contract here” on the page of your order, or write to { $email }: “{ $statement }”
mail-placed-withdraw-write = Write to { $email }: “{ $statement }”
mail-placed-next = You get another mail when it ships.
mail-placed-arrives = Arrives { $when }
mail-shipped-subject = Order { $number } is on its way
mail-shipped-lead = { $merchant } has shipped your order { $number }.
mail-shipped-part-lead = { $merchant } has shipped a part of your order { $number }.
mail-shipped-tracking = { $carrier }, number { $tracking }
mail-canceled-subject = Order { $number } is canceled
mail-canceled-lead = Your order { $number } at { $merchant } is canceled.
mail-canceled-by-you = You canceled it.
mail-canceled-by-merchant = { $merchant } had to cancel it: { $reason }
mail-canceled-payment = The payment could not be collected, so the order is canceled.
mail-canceled-nothing-charged = Nothing was charged.
mail-canceled-refund = { $amount } goes back to your card within 5 to 10 days.
mail-undone-subject = Order { $number } is undone
mail-undone-paid-lead = You undid your order { $number }. { $merchant } was not told.
mail-undone-lead = You undid your order { $number }. Nothing is charged and { $merchant } was not told.
mail-refunded-subject = { $amount } refunded for order { $number }
mail-refunded-lead = { $merchant } refunded { $amount } for your order { $number }.
mail-refunded-when = Banks take 5 to 10 days to show it.
mail-refund-failed-subject = The refund of { $amount } for order { $number } did not reach you
mail-refund-failed-lead = { $merchant } gave back { $amount } for your order { $number }, but your bank did not take it.
mail-refund-failed-next = { $merchant } was told and can try again. If your card was replaced, write to { $merchant } how to reach you.
mail-request-received-subject = Your request about order { $number }
mail-request-received-lead = { $merchant } has your request and answers by mail.
mail-request-accepted-subject = Your request about order { $number } is accepted
mail-request-accepted-lead = { $merchant } accepted your request.
mail-request-refused-subject = Your request about order { $number }
mail-request-refused-lead = { $merchant } did not accept your request: { $reason }
mail-withdrawal-subject = Receipt of your withdrawal, order { $number }
mail-withdrawal-lead = We received your withdrawal from order { $number } on { $at }.
mail-withdrawal-next = { $merchant } refunds you within 14 days.
mail-payment-failed-subject = Order { $number } was not placed
mail-payment-failed-lead = The payment of { $total } did not go through. Nothing was charged.
mail-guest-link-subject = Your link to order { $number }
mail-guest-link-lead = This link opens your order without an account. Keep it to yourself.
mail-back-in-stock-subject = { $product } is back
mail-back-in-stock-lead = { $product } by { $merchant } can be bought again.
mail-back-in-stock-once = You asked us to tell you. This is the only mail about it: your wish is forgotten now.
mail-back-in-stock-stop = No mail about other goods either: { $link }

## To merchants

mail-new-order-subject = New order { $number }, { $total }
mail-new-orders-subject = { $count } new orders, the first { $number }
mail-new-order-lead = { $name } ordered for { $total }.
mail-new-order-from-post = From your post of { $date }
mail-low-stock-subject = { $product } is running low
mail-low-stock-lead = { $count ->
    [0] { $product } is sold out.
    [one] Only one { $product } is left.
   *[other] Only { $count } of { $product } are left.
}
mail-request-subject = A request about order { $number } waits for you
mail-request-lead = { $name } asks: { $request }
mail-order-canceled-subject = Order { $number } is canceled
mail-order-canceled-lead = Do not ship order { $number }: { $reason }
mail-refund-came-back-subject = The refund of { $amount } for order { $number } came back
mail-refund-came-back-lead = The bank of { $name } did not take the refund of { $amount } for order { $number }. The money is with you again.
mail-refund-came-back-next = Open the order to try again. If it fails once more, ask the buyer for another way.
mail-inquiry-subject = A bank asks about { $amount } of order { $number }
mail-inquiry-lead = The bank of { $name } asks about the payment of { $amount } for order { $number }. No money was taken back.
mail-disputed-subject = { $amount } of order { $number } taken back by the buyer’s bank
mail-disputed-lead = The bank of { $name } took back { $amount } for order { $number }.
mail-disputed-due = Answer in the studio until { $at }. Without an answer the money stays with the buyer.
mail-dispute-ended-subject = The dispute about order { $number } is over
mail-push-failed-subject = Order { $number } could not be passed on
mail-push-failed-lead = Order { $number } is paid but did not reach { $channel }: { $reason }
mail-verified-subject = Your shop is verified
mail-verified-lead = { $merchant } may now show Buy cards in its posts.
mail-reopened-subject = { $merchant } can sell again
mail-reopened-lead = The operator reopened { $merchant }: it sells without limit again.
mail-limited-subject = { $merchant } is limited
mail-limited-lead = { $count ->
    [one] Until the operator lifts the limit, { $merchant } can take one order a day and put no new Buy cards into posts.
   *[other] Until the operator lifts the limit, { $merchant } can take at most { $count } orders a day and put no new Buy cards into posts.
}
mail-suspended-subject = { $merchant } is suspended
mail-suspended-lead = { $merchant } cannot sell anything until the operator reopens it. Orders that are placed stay: please ship them and answer requests.
mail-standing-reason = The operator’s reason: { $reason }
mail-staff-invite-subject = { $name } invites you to { $merchant }
mail-staff-invite-lead = You can join { $merchant } on { -brand } as { $role }.
mail-staff-invite-until = The link works once, until { $time }.
mail-staff-invite-button = Join the shop
mail-staff-invite-not-you = If you do not know { $name }, ignore this mail; nothing happens.

## To everyone with an account

mail-confirm-subject = { $code } is your code
mail-confirm-lead = Enter this code to confirm your email: { $code }
mail-confirm-ends = It is good for { $count ->
    [one] { $count } minute
   *[other] { $count } minutes
}. If you did not ask for it, ignore this mail.
mail-reset-subject = Choose a new password
mail-reset-lead = This link lets you choose a new password. It works once and for { $count ->
    [one] { $count } minute
   *[other] { $count } minutes
}.
mail-reset-not-you = If you did not ask for it, ignore this mail; nothing changes.
mail-reset-button = Choose a password
mail-password-changed-subject = Your password was changed
mail-password-changed-lead = If this was not you, choose a new one at once and write to us.

mail-payee-subject = Buyers cannot pay { $merchant } at the moment
mail-payee-lead = The payment provider says that { $merchant } cannot be paid. Its cards cannot be bought until this is settled, and open by themselves then. Orders that are placed stay: please ship them.
mail-payee-asked = The studio says what the provider asks for, and leads you there.
mail-payee-gone = Access to the account was taken away: please connect one again.
mail-payee-key-gone = Stripe does not take the shop’s key any more: it was revoked, rolled, or has expired. Please paste a new one.
mail-payee-key-lacks = The shop’s key does not have all the permissions that are needed any more. The studio says which.
mail-payee-button = See what is missing
