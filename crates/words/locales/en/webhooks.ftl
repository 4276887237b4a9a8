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
act-channel-push = Products pushed by your program
act-order-reference = Number in your books
log-products = { $count ->
    [one] one product
   *[other] { $count } products
}
