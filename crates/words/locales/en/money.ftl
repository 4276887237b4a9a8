### Money after it was taken: disputes, payouts, the shop's books.

## Disputes

dispute-title = Disputes
dispute-one = Dispute about order { $number }
dispute-none = No bank has taken a payment back.
dispute-none-text = When a buyer’s bank takes a payment back, it is listed here with the time you have to answer.
dispute-col-due = Answer by
dispute-answered = The answer was sent to the bank.
dispute-accepted = The dispute is accepted.
dispute-tag = Disputed
todo-disputes = { $count ->
    [one] dispute to answer
   *[other] disputes to answer
}
dispute-state-inquiry = The bank asks
dispute-state-waiting = Answer it
dispute-state-under-review = The bank decides
dispute-state-won = Won
dispute-state-lost = Lost
dispute-state-closed = Closed
dispute-state-inquiry-text = The buyer’s bank asks about this payment. No money was taken. Answer, or give the money back; without an answer it usually becomes a dispute.
dispute-state-waiting-text = The buyer’s bank took the money back and listens to you until the deadline. Without an answer the money stays with the buyer.
dispute-state-inquiry-review-text = The buyer’s bank has your answer. No money was taken.
dispute-state-under-review-text = The buyer’s bank has your answer and decides. That takes up to three months.
dispute-state-won-text = The bank decided for you. The money is back with you.
dispute-state-lost-text = The bank decided for the buyer. The money stays with the buyer; do not refund the order as well.
dispute-state-closed-text = The bank asked and left it at that. No money was taken.
dispute-reason-fraudulent = Somebody else paid
dispute-reason-unrecognized = Payment not recognized
dispute-reason-not-received = Nothing arrived
dispute-reason-not-as-described = Not as described
dispute-reason-credit-not-processed = Refund missing
dispute-reason-duplicate = Paid twice
dispute-reason-canceled = Canceled before
dispute-reason-other = Another reason
dispute-reason-fraudulent-text = The owner of the card says that it was not they who paid.
dispute-reason-unrecognized-text = The buyer does not recognize the payment on the statement.
dispute-reason-not-received-text = The buyer says that the goods did not arrive.
dispute-reason-not-as-described-text = The buyer says that the goods are broken, or not what was described.
dispute-reason-credit-not-processed-text = The buyer says that a refund was promised and did not come.
dispute-reason-duplicate-text = The buyer says that the same was paid twice.
dispute-reason-canceled-text = The buyer says that the order was canceled before it was charged.
dispute-reason-other-text = The bank gave no reason that says more.
dispute-evidence-who = What helps: mails with the buyer, earlier orders to the same address, a delivery to the buyer’s own door.
dispute-evidence-delivery = What helps: the carrier’s number, the day of delivery, a signature or a photo of it.
dispute-evidence-goods = What helps: what the product’s page said, what you and the buyer wrote to each other, what you offered.
dispute-evidence-credit = What helps: the day and the amount of the refund, or why none was due by your terms.
dispute-evidence-duplicate = What helps: what the two payments were for, and that both were delivered.
dispute-evidence-canceled = What helps: when the order was canceled, if at all, and what had left by then.
dispute-evidence-other = What helps: what was ordered, when it left, how it arrived, and what you wrote to each other.
dispute-fact-reason = What the bank says
dispute-fact-amount = Amount
dispute-fact-opened = Opened
dispute-fact-due = Answer by
dispute-fact-closed = Ended
dispute-fact-order = Order
dispute-past-due = The time to answer is over
dispute-answer-title = Answer the bank
dispute-answer-text = Buyer, address, goods and the first parcel of the order are sent along. It can be sent once. Documents and pictures can be handed in on the pages of your payment provider only.
dispute-answer-label = What happened
dispute-answer-button = Send to the bank
dispute-answer-empty = Write what happened.
dispute-answer-too-long = Too long. Banks read at most { $count } characters.
dispute-answer-over = It was answered already, or its time is over.
dispute-answer-provider = The payment provider could not be reached. Nothing was sent; try again.
dispute-answer-yours = Your answer
dispute-accept-title = Accept
dispute-accept-text = The buyer keeps the money and the dispute ends. This cannot be taken back, and the fee for the dispute stays.
dispute-accept-button = Accept the dispute
dispute-order-notice = A buyer’s bank disputes this payment
dispute-order-link = Open the dispute
dispute-refund-held = The buyer’s bank holds { $held } in a dispute. At most { $left } can still be refunded.
dispute-cancel-held = The buyer’s bank holds the money in a dispute: it goes back by that. Answer or accept the dispute.
dispute-console-text = Disputes of all shops and nonprofits that are not over.
money-dispute-fee-back = Fee for the dispute, given back
job-look-at-dispute = Look at a dispute
act-dispute-answer = Dispute answered
act-dispute-accept = Dispute accepted
act-payee-connect = Account connected
act-payee-key = Own key brought
act-payee-disconnect = Account disconnected

## The book

books-title = Money
books-text = Moved { $range }, in days by the clock of { $zone }.
books-text-all = Everything since the beginning, by the clock of { $zone }.
books-all = All
books-out-of-reach = An account is out of reach
books-out-of-reach-text = { $count ->
    [0] This server cannot reach the account { $account } any more. What moves there is not in these books.
    [one] This server cannot reach the account { $account } any more. { $count } order that was paid on it can be paid back on the provider’s own pages only, and what moves there is not in these books.
   *[other] This server cannot reach the account { $account } any more. { $count } orders that were paid on it can be paid back on the provider’s own pages only, and what moves there is not in these books.
}
books-empty = Nothing has moved yet: money is taken when the time to undo is over.
books-sales = Paid by buyers
books-refunds = Given back
books-fees = Fees
books-balance = Balance
books-other = Beside orders
books-balance-text = what the provider holds for you; what moved there beside orders counts once it is paid out
books-lines = Everything that moved
books-what = What
money-payout-taken = Taken from the bank
money-other-in = Came in beside orders
money-other-out = Went out beside orders
job-look-at-payout = Look at a payout

## Payouts

payouts-title = Payouts
payouts-text = What the payment provider sent to your bank, each compared with these books line by line.
payouts-text-shared = All shops of this server are paid on one account. This is what the payment provider sent to the bank of whoever runs the server, each payout compared with these books line by line.
payout-one = Payout of { $date }
payout-arrives = At the bank
payout-left = Sent
payout-compared = Compared with the books
payout-state-pending = On its way
payout-state-paid = Arrived
payout-state-failed = Sent back
payout-state-canceled = Called off
payout-agrees = To the cent
payout-agrees-text = Every line of the provider’s is in these books with the same amount.
payout-differs = Differs by { $amount }
payout-differs-text = The lines below show where. What belongs to no order of this shop came from elsewhere on the same account, and is booked as moved beside orders.
payout-by-hand = Made by hand
payout-by-hand-text = The provider does not say what a payout that was made by hand is made of, so it cannot be compared line by line.
payout-yours = Yours
payout-total = With other shops
payout-reference = Name at the provider
payout-failure = Why it came back
payout-failure-told = The payment provider says: “{ $words }”
payout-failure-account-closed = The bank account is closed.
payout-failure-account-frozen = The bank account is frozen.
payout-failure-account-restricted = The bank account does not take transfers of this kind.
payout-failure-owner-changed = The bank account is no longer its owner’s: it has to be confirmed at the payment provider again.
payout-failure-no-account = The bank knows no such account.
payout-failure-wrong-number = The number of the bank account is wrong.
payout-failure-wrong-holder = The name at the payment provider is not the one on the bank account.
payout-failure-wrong-currency = The bank account does not take this currency.
payout-failure-not-authorized = The bank does not let the payment provider take money from the account.
payout-failure-too-little = There was too little money in the account.
payout-failure-declined = The bank refused and does not say why.
payout-lines = What it is made of
payout-told = Provider
payout-booked = These books
payout-difference = Difference
payout-line-charge = Paid by the buyer, less fees
payout-line-returned = A payout that came back
payout-line-fee = Fee of the payment provider
payout-line-other = Something else

## Payments without an order

orphans-title = Payments without an order
orphans-text = Payments at the provider that carry this server’s name and belong to no order here. What is held is let go of, what was taken is given back.
orphans-none = None was ever found.
orphan-found = Being let go of
orphan-voided = Let go of
orphan-refunded = Given back
dispute-none-open = No dispute is open.
