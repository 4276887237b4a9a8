### What went wrong, why, and what now.

## Forms

form-errors-title = { $count ->
    [one] There is a problem with one field
   *[other] There are problems with { $count } fields
}
form-kept = Nothing was changed. What you typed is kept.
field-required = Please fill this in.
field-required-named = { $field } is missing.
field-too-long = { $count ->
    [one] At most { $count } character.
   *[other] At most { $count } characters.
}
field-too-short = { $count ->
    [one] At least { $count } character.
   *[other] At least { $count } characters.
}
field-email-invalid = This is not a complete email address, like name@example.org.
field-phone-invalid = Use digits, spaces and + only.
field-postal-code-invalid = This is not a postal code of { $country }.
field-country-invalid = Choose a country from the list.
field-url-invalid = Give a complete address that begins with https://.
field-url-refused = This address cannot be reached from here.
field-quantity-invalid = Give a whole number, 1 or more.
field-quantity-too-many = { $count ->
    [one] At most one.
   *[other] At most { $count }.
}
field-number-invalid = Give a whole number.
field-amount-invalid = Give an amount like { $example }.
field-amount-negative = The amount must be more than zero.
field-amount-too-high = At most { $amount }.
field-amount-decimals = { $currency } has { $count ->
    [0] no decimals
    [one] one decimal
   *[other] { $count } decimals
}.
field-currency-invalid = This is not a currency code, like EUR.
field-date-invalid = Give a date like { $example }.
field-date-past = The date is in the past.
field-choice-invalid = Choose one of the list.
field-handle-taken = This handle is taken.
field-handle-invalid = Letters, digits and hyphens only.
field-email-taken = There is an account with this email already.
field-password-weak = Choose a longer or less common password.
field-password-wrong = This is not your current password.
field-passwords-differ = The two passwords differ.
field-card-number-invalid = Check the card number.
field-card-expired = This card has expired.
field-card-code-invalid = 3 or 4 digits.
field-image-type = Use a JPEG, PNG, WebP or GIF picture.
field-file-too-big = The file is larger than { $size }.
field-file-empty = The file is empty.
field-text-encoding = This text is not valid UTF-8.

## Buying

buy-error-sold-out = Sold out. Somebody was faster, and you were not charged.
buy-error-only-left = { $count ->
    [one] Only one is left.
   *[other] Only { $count } are left.
}
buy-error-limit = { $count ->
    [one] At most one per person.
   *[other] At most { $count } per person.
}
buy-error-offer-ended = This offer has ended. Nothing was charged.
buy-error-closed = This is no longer sold here.
buy-error-not-shipped = { $merchant } does not ship to { $country }.
buy-error-price-changed = The price changed while you were reading. Please look at the new total.
buy-error-paused = Buying is paused for a moment. Nothing was charged; please try again soon.
buy-error-already-placed = This order is placed already. You paid once.
buy-error-undo-over = The time to undo is over. You can still ask to cancel.
buy-error-refund-too-much = At most { $amount } can be refunded.
buy-error-already-shipped = This was shipped already.
buy-error-already-canceled = This was canceled already.

## Files

import-error-empty = The file has no rows.
import-error-format = This is no format we know.
import-error-encoding = The file is neither UTF-8 nor Windows-1252.
import-error-too-big = The file is larger than { $size }.
import-error-unreachable = The address does not answer.
import-error-missing-column = The column { $column } is missing.
import-error-missing-value = A value is missing.
import-error-price = “{ $value }” is not a price.
import-error-currency = “{ $value }” is not a currency.
import-error-quantity = “{ $value }” is not a stock quantity.
import-error-url = “{ $value }” is not a web address.
import-error-duplicate = This row repeats line { $line }.
import-error-too-long = The value is longer than { $count } characters.
import-error-columns = The row has { $found } columns, the header { $expected }.

## Pages

error-400-title = We could not read that
error-400-text = The request was malformed. Go back and try again.
error-401-title = Please sign in
error-401-text = This page needs an account.
error-403-title = Not for you
error-403-text = Your account may not do this.
error-404-title = Not found
error-404-text = There is nothing at this address, or it was removed.
error-405-title = Not possible here
error-405-text = This address does not take that kind of request.
error-409-title = Already happening
error-409-text = The same request is still running. Wait a moment, then look again.
error-410-title = Gone
error-410-text = This was here once, and has ended.
error-413-title = Too big
error-413-text = What you sent is larger than we take.
error-422-title = Something does not fit
error-422-text = See the fields below.
error-429-title = Too fast
error-429-text = Please wait { $duration }, then try again.
error-500-title = Our mistake
error-500-text = Something broke on our side. It is noted. If you were paying: you will not be charged twice.
error-503-title = Back in a moment
error-503-text = The server is busy or restarting. Please try again soon.
error-offline-title = You are offline
error-offline-text = Check the connection, then try again.
error-csrf-title = Please try once more
error-csrf-text = This form was open for too long, or came from another site. What you typed is kept.
error-reference = Reference: { $id }
error-back-home = To the timeline
