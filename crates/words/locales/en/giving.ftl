### Giving: campaigns, gifts, receipts.

money-donation = Given by a donor
money-donation-refund = Gift given back
money-donation-refund-failed = Gift that a bank sent back

receipt-title = Donation receipt
receipt-void-title = Voided donation receipt
receipt-file = receipt
receipt-number = Number
receipt-issued = Issued on
receipt-given = Given on
receipt-campaign = For
receipt-designation = Purpose
receipt-gift = Gift
receipt-cover = Added for the payment fee
receipt-total = Total
receipt-statement = { $nonprofit } received this gift with thanks.
receipt-void-statement = The gift of receipt { $number } was given back. That receipt is void; this document takes its place.
receipt-no-goods = No goods or services were given in return.
receipt-questions = Questions about this receipt: { $email }
receipt-mark-copy = COPY
receipt-mark-void = VOID
receipt-mark-test = TEST

mail-gift-subject = Thank you: { $amount } for { $nonprofit }
mail-gift-lead = Your gift of { $amount } to { $nonprofit } has arrived. It is for “{ $campaign }”.
mail-gift-receipt = Your receipt comes with this mail. Keep it for your tax return.
mail-gift-open = View your gift
mail-gift-back-subject = { $amount } from { $nonprofit } is on its way back
mail-gift-back-lead = { $nonprofit } gave back your gift of { $amount }. Banks take 5 to 10 days to show it. Your receipt is void; the document that says so comes with this mail.

donate-by = A campaign by
donate-raised = { $raised } given
donate-raised-of = { $raised } of { $goal }
donate-gifts = { $count ->
    [0] no gifts yet
    [one] { $count } gift
   *[other] { $count } gifts
}
donate-how-much = How much would you like to give?
donate-other = Another amount
donate-other-amount = Your amount
donate-go = Donate
donate-review-first = You see everything once more before you give.
donate-designation = Purpose
donate-most-needed = Where it is needed most
donate-no-designation = This campaign has no such purpose.
donate-newest = Newest gifts
donate-somebody = Somebody
donate-about = Who asks
donate-checked = In good standing at the register when this server’s operator looked, on { $date }.
donate-closed-title = This campaign is closed
donate-closed = This campaign takes no gifts any more.
donate-not-yet = This campaign has not begun.
donate-over = This campaign has ended.
donate-not-taking = This nonprofit takes no gifts here at the moment.
donate-expired-title = This gift was not given in time
donate-expired = Begin again on the campaign’s page.
donate-to-campaign = To the campaign
donate-in = Give in { $currency }
donate-too-small = The least gift is { $least }.
donate-too-large = The largest gift by card is { $most }. For more, write to the nonprofit.
donate-details-title = Your gift
donate-amount = Amount
donate-email = Mail address for the receipt
donate-name = Name on the receipt
donate-name-needed = A receipt needs a name.
donate-address = Postal address on the receipt
donate-address-long = This address is too long.
donate-cover = Add { $cover } so that all of the gift arrives
donate-hide-name = Do not show my name
donate-hide-amount = Do not show how much
donate-contact = { $nonprofit } may write to me about its work
donate-keep = Keep this card for next time
donate-receipt-to = Receipt for
donate-shown = Shown on the campaign’s page
donate-shown-all = Your name and the amount
donate-shown-amount = The amount without your name
donate-shown-name = Your name without the amount
donate-shown-nothing = Neither your name nor the amount
donate-give = Give { $total }
donate-no-cut = { $nonprofit } receives all of it but the payment provider’s fee; nobody else takes a part.
donate-law = A gift cannot be undone; write to the nonprofit if you made a mistake.
donate-declined-title = The gift was not given
donate-changed-title = The amount has changed
donate-changed = It is { $total } now. Look at it once more before you give.
donate-thanks-title = Thank you
donate-thanks = Your gift of { $total } to { $nonprofit } has arrived.
donate-back-title = Given back
donate-back = { $nonprofit } gave back { $total }. Banks take 5 to 10 days to show it.
donate-receipt-title = Your receipt
donate-receipt-open = Receipt { $number } (PDF)
donate-void-open = Void notice { $number } (PDF)
donate-mail = It also went to { $email }.
donate-share = Tell others
donate-review-title = Review and give
donate-question = A question? Write to them:
donate-share-post = Write a post about it
donate-share-words = I gave to “{ $campaign }”. { $link }
donate-stopped = { $count ->
    [one] Too many gifts from here failed, so nothing was tried and nothing charged. Try again in a minute, or sign in.
   *[other] Too many gifts from here failed, so nothing was tried and nothing charged. Try again in { $count } minutes, or sign in.
}
donate-choose-payment = Choose how to pay.
