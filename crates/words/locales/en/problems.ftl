### Problems of the API (RFC 9457): `problem-<type>` is the title, `problem-<type>-text` explains it at /problems/<type>.

problem-malformed = Malformed request
problem-malformed-text = The body or a parameter could not be read. The detail names the place.
problem-unauthenticated = Not authenticated
problem-unauthenticated-text = Send a valid key or session. Keys go in the Authorization header, as Bearer.
problem-forbidden = Forbidden
problem-forbidden-text = The key or session is valid but may not do this. Check its scopes and role.
problem-not-found = Not found
problem-not-found-text = There is nothing by this id, or you may not know of it.
problem-method-not-allowed = Method not allowed
problem-method-not-allowed-text = The address exists and takes other methods, listed in the Allow header.
problem-invalid-field = Invalid field
problem-invalid-field-text = Each entry of “errors” names a field and the reason. Nothing was changed.
problem-out-of-stock = Out of stock
problem-out-of-stock-text = Fewer units are free than were asked for; “available” says how many. Nothing was reserved or charged.
problem-offer-ended = Offer ended
problem-offer-ended-text = The offer was limited in time, and is over.
problem-offer-closed = Offer closed
problem-offer-closed-text = The offer is no longer sold through this server.
problem-price-changed = Price changed
problem-price-changed-text = The total differs from the one last shown. Fetch the checkout again, show it, then complete it.
problem-not-shippable = Not shippable
problem-not-shippable-text = The merchant does not ship to this address.
problem-limit-per-buyer = Limit per buyer
problem-limit-per-buyer-text = The merchant sells only so many of it to one buyer.
problem-payment-declined = Payment declined
problem-payment-declined-text = The provider declined the payment; “reason” says why. Nothing was charged, the checkout stays open.
problem-payment-challenge = Payment needs confirmation
problem-payment-challenge-text = The buyer must confirm the payment with the bank at “url”.
problem-payment-unknown = Payment outcome unknown
problem-payment-unknown-text = The provider did not answer. The outcome is being found out; repeat with the same Idempotency-Key.
problem-provider-unavailable = Payment provider unavailable
problem-provider-unavailable-text = The provider cannot be reached. Nothing was charged. Try again later.
problem-checkout-expired = Checkout expired
problem-checkout-expired-text = Its reservation is released. Create a new checkout.
problem-checkout-completed = Checkout already completed
problem-checkout-completed-text = The order exists; “order” names it.
problem-state-conflict = State conflict
problem-state-conflict-text = The thing is in a state that does not allow this; “state” says which.
problem-undo-over = Undo window over
problem-undo-over-text = The order has been passed on. Ask to cancel instead.
problem-exceeds-captured = More than was paid
problem-exceeds-captured-text = A refund cannot exceed what was captured; “left” says how much remains.
problem-idempotency-key-missing = Idempotency key missing
problem-idempotency-key-missing-text = This call costs money. Send an Idempotency-Key header, new for each intent, the same for each retry.
problem-idempotency-key-reused = Idempotency key reused
problem-idempotency-key-reused-text = This key was used with another body. Use a new key for a new intent.
problem-in-progress = Still in progress
problem-in-progress-text = The first request with this key is still running. Repeat after the time in Retry-After.
problem-outcome-unknown = Outcome unknown
problem-outcome-unknown-text = The server stopped while it worked on the first request with this key. See whether it was done; if not, send it with a new key.
problem-too-many-requests = Too many requests
problem-too-many-requests-text = Wait for the time in Retry-After.
problem-too-large = Too large
problem-too-large-text = The body is larger than this address takes.
problem-unsupported-media-type = Unsupported media type
problem-unsupported-media-type-text = Send application/json unless the documentation says otherwise.
problem-merchant-not-verified = Merchant not verified
problem-merchant-not-verified-text = Only verified merchants may sell. The operator verifies.
problem-closed = Buying is closed
problem-closed-text = The operator or the merchant has closed buying for now. Open orders go on.
problem-ended = Ended
problem-ended-text = It has ended, as was announced: nothing new can be begun. What was begun before goes on. The headers Sunset and Link say since when, and what takes its place.
problem-busy = Busy
problem-busy-text = More came in than can be written at once. Repeat after the time in Retry-After.
problem-internal = Internal error
problem-internal-text = The cause is logged under “instance”. Repeat with the same Idempotency-Key.

## The page around a problem

problem-advice = What to do
problem-example = An answer as it is sent

## The API’s documentation

api-title = API
api-parameters = Parameters
api-parameter = Parameter
api-type = Type
api-request = Request
problem-not-chargeable = Cannot be charged
problem-not-chargeable-text = The payment provider cannot charge this total: it is below the least or above the most amount, or not a multiple of what the provider counts in.
