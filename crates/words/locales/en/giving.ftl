### Giving: campaigns, gifts, receipts.

money-donation = Given by a donor
money-donation-refund = Given back
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
donate-lapsed = No gifts are taken at the moment: the operator has to look into this nonprofit’s register again first.
donate-not-taking = This nonprofit takes no gifts here at the moment.
donate-nothing-charged = Nothing was charged and nothing is given. What you typed is kept.
donate-expired-title = This gift was not given in time
donate-expired = Begin again on the campaign’s page.
donate-to-campaign = To the campaign
donate-in = Give in { $currency }
donate-too-small = The least gift is { $least }.
donate-two-amounts = You chose { $chosen } and typed { $typed }. Choose “Another amount”, or empty the field.
donate-currency-gone = Gifts in { $currency } are not taken here. Choose the amount again: it is in another currency now.
donate-designation-gone = This purpose is not offered any more. Choose another.
donate-no-pledges = Gifts that come again are not taken here now. You can give once.
donate-too-large = The largest gift by card is { $most }. For more, write to the nonprofit.
donate-details-title = Your gift
donate-amount = Amount
donate-email = Mail address for the receipt
donate-name = Name on the receipt
donate-name-needed = A receipt needs a name, of 120 characters at most.
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

## Gifts that donors’ banks take back

gift-dispute-title = Disputed gifts
gift-dispute-none-text = When a donor’s bank takes a gift back, it is listed here with the time you have to answer.
gift-dispute-one = Dispute about a gift to “{ $campaign }”
gift-dispute-fact-gift = Gift
gift-dispute-col-about = About
gift-dispute-state-inquiry-text = The donor’s bank asks about this gift. No money was taken. Answer, or give the gift back; without an answer it usually becomes a dispute.
gift-dispute-state-waiting-text = The donor’s bank took the money back and listens to you until the deadline. Without an answer the money stays with the donor, and the receipt is voided.
gift-dispute-state-inquiry-review-text = The donor’s bank has your answer. No money was taken.
gift-dispute-state-under-review-text = The donor’s bank has your answer and decides. That takes up to three months. The receipt stands until then.
gift-dispute-state-lost-text = The bank decided for the donor. The money stays with the donor, and the receipt is void; do not give the gift back as well.
gift-dispute-reason-unrecognized-text = The donor does not recognize the gift on the statement.
gift-dispute-reason-promised-text = The donor says that something was promised for the gift, and did not come or was different.
gift-dispute-reason-credit-not-processed-text = The donor says that the gift was to be given back, and was not.
gift-dispute-reason-duplicate-text = The donor says that the same was given twice.
gift-dispute-reason-canceled-text = The donor says that the regular gift was ended before it was charged.
gift-dispute-evidence = What helps: mails with the donor, earlier gifts of the same person, the receipt and when it was sent, how a regular gift is ended.
gift-dispute-answer-text = Donor, mail address and campaign are sent along. It can be sent once. Documents and pictures can be handed in on the pages of your payment provider only.
gift-dispute-accept-text = The donor keeps the money and the dispute ends. The receipt is voided by another document. This cannot be taken back, and the fee for the dispute stays.
gift-dispute-notice = The donor’s bank disputes this gift
gift-dispute-provider = Open it on the provider’s pages
gift-dispute-count = { $count ->
    [one] { $count } gift is disputed by its donor’s bank and waits for your answer.
   *[other] { $count } gifts are disputed by their donors’ banks and wait for your answer.
}
gift-dispute-go = See disputed gifts
gift-taken-back = Taken back by the donor’s bank
gift-part-back = Part given back
gift-return-disputed = The donor’s bank holds this gift in a dispute: it goes back by that. Answer or accept the dispute.
donate-disputed-title = Your bank asks about this gift
donate-disputed = Your bank was asked to take back { $total }. Nothing more is needed from you here. Your receipt stands until the bank has decided; if the money stays with you, it is voided.
donate-taken-back-title = Taken back by your bank
donate-taken-back = Your bank took back { $total } of your gift to { $nonprofit }.
donate-part-back = { $total } of your gift was given back. { $left } stays with { $nonprofit }, and there is a new receipt for it.
receipt-replaces = Takes the place of receipt
mail-gift-part-back-lead = { $nonprofit } gave back { $amount } of your gift. Banks take 5 to 10 days to show it. Your receipt is void; the document that says so, and a new receipt for the { $left } that stay, come with this mail.
mail-gift-taken-back-subject = Your bank took back { $amount } from { $nonprofit }
mail-gift-taken-back-lead = Your bank took back your gift of { $amount } to { $nonprofit }. Your receipt is void; the document that says so comes with this mail. If you did not ask for that, talk to your bank.
mail-gift-part-taken-back-lead = Your bank took back { $amount } of your gift to { $nonprofit }. Your receipt is void; the document that says so, and a new receipt for the { $left } that stay, come with this mail. If you did not ask for that, talk to your bank.
mail-gift-inquiry-subject = A bank asks about a gift of { $amount }
mail-gift-inquiry-lead = The bank of { $name } asks about the gift of { $amount } to “{ $campaign }”. No money was taken.
mail-gift-disputed-subject = A gift of { $amount } was taken back by the donor’s bank
mail-gift-disputed-lead = The bank of { $name } took back { $amount }, given to “{ $campaign }”.
mail-gift-disputed-due = Answer at your desk until { $at }. Without an answer the money stays with the donor.
mail-gift-disputed-pledge = The gift comes again. Nothing more is charged until the donor goes on with it.
mail-gift-dispute-ended-subject = The dispute about a gift of { $amount } is over
payments-gifts-on-the-way = { $count ->
    [one] { $count } gift is still being paid. Please wait until its money is taken.
   *[other] { $count } gifts are still being paid. Please wait until their money is taken.
}
