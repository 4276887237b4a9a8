### Orders as the buyer sees them, with cancel, return and withdrawal.

## List and page

orders-title = Your orders
orders-empty-title = No orders yet
orders-empty-text = What you buy appears here, with its tracking and its papers.
orders-search = Search your orders
order-title = Order { $number }
order-placed-on = Placed on { $date }
order-from-post = From this post
order-sold-by = Sold by { $merchant }
order-items = What you ordered
order-ship-to = Delivery to
order-paid-with = Paid with { $method }
order-timeline = What happened
order-documents = Papers
order-invoice = Invoice
order-packing-slip = Packing slip
order-receipt = Receipt
order-number = Order number
order-buy-again = Buy again
order-contact = Write to { $merchant }
order-help = Need help?
order-guest-note = Keep this link: it opens your order without an account. Do not share it.

## States: a word for the label, a sentence for the page

order-state-pending = Waiting for payment
order-state-placed = Placed
order-state-confirmed = Confirmed
order-state-processing = Being packed
order-state-partially-shipped = Partly shipped
order-state-shipped = Shipped
order-state-delivered = Delivered
order-state-completed = Completed
order-state-refunding = Refund under way
order-state-given-back-text = The shop gave the money back before anything was sent. Nothing is on its way.
order-state-refunding-text = { $merchant } is giving your money back. Nothing is on its way.
order-state-nothing-to-ship-text = What you ordered was given back before it was sent. Nothing is on its way.
order-part-given-back = { $amount } of it went back to you.
order-state-canceled = Canceled
order-state-undone = Undone
order-state-refunded = Refunded
order-state-partially-refunded = Partly refunded
order-state-returned = Returned
order-state-failed = Not placed
order-state-pending-text = We are waiting for your bank. You will not be charged twice.
order-state-placed-text = { $merchant } gets your order when the time to undo is over.
order-state-confirmed-text = { $merchant } has your order and prepares it.
order-state-received-text = { $merchant } has your order.
order-state-partially-shipped-text = A part of your order is on its way; the rest follows.
order-state-shipped-text = Your order is on its way.
order-state-delivered-text = Your order has arrived.
order-state-canceled-text = This order is canceled.
order-state-undone-text = You undid this order.
order-nothing-charged = Nothing was charged.
order-given-back = What was paid has been given back.
order-not-given-back = What was paid could not be given back yet. The shop was told.
order-state-failed-text = The payment did not go through; nothing was charged.

## Why an order ended

cancel-reason-declined = The payment was declined.
cancel-reason-expired = The payment was not finished in time.
cancel-reason-undone = It was undone by the buyer.
cancel-reason-merchant = The shop canceled it.
cancel-reason-buyer = The buyer asked to cancel.
cancel-reason-capture-failed = The payment could not be collected.
cancel-reason-operator = The operator of this server stopped it.

## Payment states

payment-state-authorized = Reserved on your card
payment-state-captured = Paid
payment-state-voided = Released
payment-state-started = Being checked with the provider
payment-state-requires-action = Waiting for your bank
payment-state-failed = Declined
payment-state-refunded = Refunded
payment-state-partially-refunded = Partly refunded

## What happened

event-placed = Order placed
event-confirmed = Order passed on to { $merchant }
event-captured = { $amount } charged
event-shipped = Shipped with { $carrier }
event-shipped-plain = Shipped
event-delivered = Delivered
event-parcel-shipped = Parcel { $number } shipped: { $items }
event-parcel-shipped-with = Parcel { $number } shipped with { $carrier }: { $items }
event-parcel-delivered = Parcel { $number } delivered
event-rest-ships = The rest is shipped
event-canceled = Canceled
event-undone = Undone by you
event-refunded = { $amount } refunded
event-refund-failed = A refund of { $amount } did not arrive
event-return-asked = Return asked
event-return-accepted = Return accepted
event-return-refused = Return refused
event-message = Message from { $name }

## Shipping

track-title = Tracking
track-number = Tracking number
track-carrier = Carrier
track-open = Follow the parcel
track-none = No tracking number yet.
track-parcel = Parcel { $number } of { $total }
track-parcel-number = Parcel { $number }
track-parcel-only = Parcel
track-items = In this parcel

## Undo and cancel

order-undo = Undo
order-undo-left = Can be undone for { $duration }
order-cancel = Cancel the order
order-cancel-title = Cancel order { $number }
order-cancel-ask = Cancel this order? { $amount } goes back to your card.
order-cancel-request = Ask to cancel
order-cancel-requested = We asked { $merchant } to cancel. You will get a mail with the answer.
order-cancel-done = The order is canceled. { $amount } goes back to your card within 5 to 10 days.
order-cancel-too-late = { $merchant } has shipped already. You can send it back.
order-keep = Keep the order

## Return and refund

return-title = Return something
return-choose = What would you like to send back?
return-reason = Why?
return-reason-changed-mind = I changed my mind
return-reason-wrong-size = It does not fit
return-reason-damaged = It came damaged
return-reason-wrong-item = It is not what I ordered
return-reason-not-as-described = It is not as described
return-reason-late = It came too late
return-reason-other = Another reason
return-comment = Anything to add?
return-send = Ask for the return
return-asked = We told { $merchant }. You will get a mail with the answer.
return-address = Send it to: { $merchant }, { $address }
return-accepted = { $merchant } takes it back.
return-refused = { $merchant } did not accept the return.
return-window = You can return this until { $date }.
return-window-over = The time to return this ended on { $date }.
refund-ask = Ask for a refund
refund-asked = We told { $merchant }. You will get a mail with the answer.
refund-done = { $amount } went back to your card on { $date }.
refund-failed = The refund of { $amount } did not reach you.
refund-failed-text = It could not be completed. { $merchant } sees that and can try again; write to them if your card was replaced.
refund-pending = { $amount } is on its way back to your card.
refund-takes = Banks take 5 to 10 days to show it.

## Withdrawal. Source: Directive (EU) 2023/2673: a withdrawal function in two steps, and a receipt.

withdraw-button = Withdraw from the contract here
withdraw-title = Withdraw from the contract
withdraw-explained = You may withdraw within { $days } days of delivery, without giving a reason.
withdraw-until = Possible until { $date }
withdraw-what = What you withdraw from
withdraw-everything = The whole order
withdraw-some = Some of it
withdraw-name = Your name
withdraw-email = Where the receipt goes
withdraw-confirm = Confirm withdrawal
withdraw-done-title = Your withdrawal has been received
withdraw-done = Received on { $at }. A receipt went to { $email }.
withdraw-statement = I withdraw from the contract for order { $number }.
withdraw-too-late = The time to withdraw ended on { $date }.

## Guests

guest-lookup-title = Find your order
guest-lookup-text = We send the link to the address you ordered with.
guest-lookup-number = Order number
guest-lookup-send = Send me the link
guest-lookup-done = If there is such an order, the link is on its way to its address.
guest-link-invalid = This link is no longer valid. We can send you a new one.

invoice-to = Invoice to
slip-follows = Comes in another parcel

## After the sale

order-ask-not-open = This is not possible for this order any more.
orders-row-more = { $count ->
    [one] { $title } and { $count } more
   *[other] { $title } and { $count } more
}
invoice-title = Invoice { $number }
invoice-number = Invoice number
invoice-date = Date of the invoice
invoice-order-date = Date of the order
invoice-vat-number = VAT number: { $number }
invoice-register-number = Trade register: { $number }
invoice-by-rate = Tax by rate
invoice-rate = Rate
invoice-net = Net
invoice-gross = With tax
