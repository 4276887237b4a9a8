### Telling a shop's own programs what happens.

webhooks-title = Webhooks
webhooks-text = Your own program can be told of each order as it happens: paid, shipped, refunded, canceled. Give the address where it listens. Each message is signed, so that your program knows it is from here.
webhook-text = What this address is told, how it answered, and what waits for it.
webhook-new = New webhook
webhook-url = Address
webhook-url-hint = Your program listens here. It begins with https:// and is on the public internet.
webhook-url-plain = The address must begin with https://, for messages hold what your buyers told you.
webhook-no-event = Choose at least one thing it is told.
webhook-too-many = Ten webhooks are the most a shop can have. Remove one first.
webhook-sealed = The secret of this webhook does not open any more. Give it a new secret.
webhook-secret-once = The secret that messages to this address are signed with is shown only now. Keep it safe.
webhook-secret-rotated = This is the new secret, shown only now. The old one signs beside it for 24 hours.
webhook-placed = You have a new order
webhook-canceled = An order is canceled
webhook-refunded = Money went back
webhook-shipped = A parcel left
webhook-delivered = A parcel arrived
webhook-requested = A buyer asks for something
webhook-refund-failed = A refund did not reach its buyer
webhook-stock-low = Stock of a product is low
webhook-send = Send messages to this address
webhook-send-hint = While this is off, what happens waits, for up to 30 days.
webhook-on = On
webhook-paused = Paused
webhook-stopped = Stopped: it answered that it is gone
webhook-waiting = Waiting
webhook-waiting-since = { $count }, since { $date }
webhook-of-day = Not taken in 24 hours
webhook-refused-of = { $refused } of { $tried }
webhook-last-failure = Last failure
webhook-last-success = Last message taken on { $date }
webhook-last-taken = Last message taken
webhook-no-success = No message taken yet
webhook-ping = Send a test message
webhook-ping-taken = Your program took the test message.
webhook-ping-refused = Your program did not take the test message.
webhook-rotate = New secret
webhook-resend-failed = { $count ->
    [one] Resend the one that failed
   *[other] Resend all { $count } that failed
}
webhook-messages = Latest messages
webhook-message = Message
webhook-message-waiting = Waiting
webhook-message-delivered = Taken
webhook-message-failed = Given up
webhook-answer = Answer
webhook-replay = Send again
webhook-span = Everything from
webhook-span-hour = the last hour
webhook-span-day = the last 24 hours
webhook-span-week = the last 7 days
webhook-span-month = the last 30 days
webhook-sent-again = It is sent again.
webhook-stopped-first = This webhook is stopped. Turn it on first.
scope-webhooks-read = See webhooks and their messages
scope-webhooks-write = Set up webhooks: whoever has this key can have your orders sent anywhere
act-webhook-make = Made a webhook
act-webhook-change = Changed a webhook
act-webhook-rotate = Gave a webhook a new secret
act-webhook-remove = Removed a webhook
act-webhook-resend = Sent messages of a webhook again
log-messages = { $count ->
    [one] one message
   *[other] { $count } messages
}
job-webhook-event = Write down whom to tell of an order
job-tell-webhook = Send messages to a webhook
quotes-title = Quotes
quotes-text = Your own program can be asked at checkout: how many you can deliver, what shipping and tax come to, what you take off. What it does not answer comes from the tables here. Each question is signed, and says nothing of the buyer but the destination.
quotes-stock = It says how many can be delivered
quotes-shipping = It says what shipping costs
quotes-tax = It says what tax comes to
quotes-discounts = It says what is taken off
quotes-no-topic = Choose at least one thing it answers.
quotes-tax-alone = Tax is answered together with shipping, for the tax on a parcel depends on its price.
quotes-deadline = Deadline in milliseconds
quotes-deadline-hint = Buyers wait for its answer for so long at most.
quotes-deadline-wrong = From { $least } to { $most } milliseconds.
quotes-on-failure = Without an answer in time
quotes-use-ours = sell by the tables here
quotes-refuse = sell nothing until it answers
quotes-on = Ask this program
quotes-secret-once = The secret that questions are signed with is shown only now. Keep it safe.
quotes-answered = Answered in 24 hours
quotes-answered-of = { $answered } of { $asked }
quotes-late = No answer in time
quotes-wrong = Wrong answers
quotes-fell-back = Prices without its answer
line-discount = { $title }: { $amount } off each
act-quotes-set = Set up a program for quotes
act-quotes-rotate = Gave the program for quotes a new secret
act-quotes-remove = Removed the program for quotes
act-channel-push = Products pushed by your program
act-order-reference = Number in your books
log-products = { $count ->
    [one] one product
   *[other] { $count } products
}
