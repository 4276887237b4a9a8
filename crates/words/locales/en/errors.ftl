### What went wrong, why, and what now.

## Forms

form-errors-title = { $count ->
    [one] There is a problem with one field
   *[other] There are problems with { $count } fields
}
form-kept = Nothing was changed. What you typed is kept.
field-choose = Please choose one of these.
field-required = Please fill this in.
field-problem-named = { $field }: { $problem }
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
field-url-password = Take the name and the password out of the address.
field-url-port = Leave the port out of the address.
field-url-private = This address, or one it leads to, is not on the public internet.
field-quantity-invalid = Give a whole number, 1 or more.
field-quantity-too-many = { $count ->
    [one] At most one.
   *[other] At most { $count }.
}
field-number-invalid = Give a whole number.
field-amount-invalid = Give an amount like { $example }.
field-amount-ambiguous = This reads as thousands or as decimals. Write it without separators of thousands.
field-amount-too-large = This amount is too large.
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
field-handle-invalid = Use 2 to 30 letters, digits and hyphens. A few names, such as admin, are kept for the server.
field-email-taken = There is an account with this email already.
field-password-weak = Choose a longer or less common password.
field-password-wrong = This is not your current password.
field-passwords-differ = The two passwords differ.
field-card-number-invalid = Check the card number.
field-card-expired = This card has expired.
field-card-code-invalid = 3 or 4 digits.
field-image-type = Use a JPEG, PNG, WebP or GIF picture.
field-image-pixels = This picture has too many pixels; scale it down first.
field-image-damaged = This picture is damaged; save it anew.
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
    [one] At most one per person, in all orders together.
   *[other] At most { $count } per person, in all orders together.
}
buy-error-limit-has = { $count ->
    [one] You have ordered one already. What was canceled or given back does not count.
   *[other] You have ordered { $count } already. What was canceled or given back does not count.
}
buy-error-offer-ended = This offer has ended. Nothing was charged.
buy-error-closed = This is no longer sold here.
buy-error-not-shipped = { $merchant } does not ship to { $country }.
buy-error-no-rate = No way of shipping takes this order. Try fewer pieces, or ask the shop.
buy-error-not-answered = { $merchant } cannot say right now what this costs. Nothing was charged; please try again in a minute.
buy-error-rate-gone = This way of shipping is no longer offered. Choose another one.
buy-error-too-much = This is more than one order can hold. Try fewer pieces.
buy-error-price-changed = The price changed while you were reading. Please look at the new total.
buy-error-paused = Buying is paused for a moment. Nothing was charged; please try again soon.
buy-gated-title = Not open to you yet
buy-error-gated = Buying here opens step by step, and it is not your turn yet, or not in your country. Nothing was charged.
buy-error-alone-title = To be bought by itself
buy-error-alone-who = Cannot be paid with the rest: { $merchants }
buy-error-alone = This shop is paid on its own: its goods take a purchase of their own. Nothing was charged.
buy-error-already-placed = This order is placed already. You paid once.
buy-error-card-gone = This card is no longer saved. Choose another way to pay.
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
import-error-answer = The address answers with the error { $status }.
import-error-missing-column = The column { $column } is missing.

## Rows of a file

import-error-missing = This is required, but it is empty.
import-error-too-long = This is too long; at most { $count } bytes are read.
import-error-unreadable = This holds characters that could not be read. Save the file as UTF-8.
import-error-control = This holds control characters. Remove them.
import-error-columns = The row has { $found } values, but there are { $expected } columns. A value with a comma needs quotes.
import-error-open-quote = A quotation mark in this line is not closed. Write a mark inside a value twice.
import-error-malformed = The elements of this entry are not closed properly.
import-error-entity = &{ $name }; is not an XML entity. Write the character itself.
import-error-no-currency = The price needs its currency, for example 19.90 EUR.
import-error-foreign-currency = The prices of this shop are in { $currency }.
import-note-reserved = { $count ->
    [one] One unit is promised to an open order, so the stock is set to one.
   *[other] { $count } units are promised to open orders, so the stock is set to { $count }.
}
import-error-price-negative = A price cannot be below zero.
import-error-sale-not-lower = The sale price must be lower than the price and in the same currency.
import-error-sale-window = Write the time of the sale as start/end, for example 2026-11-01T00:00+0100/2026-12-01T00:00+0100.
import-error-availability = This must be in_stock, out_of_stock, preorder or backorder.
import-error-quantity = The quantity must be a whole number.
import-error-quantity-negative = The quantity is below zero. Write 0 when nothing is left.
import-error-quantity-large = The quantity is larger than { $max }.
import-error-weight = The weight is not readable. Write it as a number of grams, or as 1.5 kg where a unit is expected.
import-error-gtin-length = A GTIN has 8, 12, 13 or 14 digits.
import-error-gtin-digit = The last digit of this GTIN should be { $expected }; a digit is mistyped.
import-error-address = This must be a web address that begins with https:// or http://.
import-error-flag = This must be TRUE or FALSE.
import-error-status = The status must be active, draft or archived.
import-error-stock-policy = This must be DENY or CONTINUE.
import-error-position = The position must be a whole number from 1.
import-error-duplicate = Line { $line } has the same id; each row needs its own.
import-error-scattered = The rows of a product must stand together; this one began in line { $line }.
import-error-product-refused = The product of this row was refused in line { $line }.
import-error-option-unnamed = This value belongs to an option without a name. Name it in the first row of the product.
import-error-other-source = A product of this name comes from another source. Take it off sale there first, or give this one another name.
import-error-variants = A product may have at most { $count } variants.
import-error-images = A product may have at most { $count } pictures.

## Pages

error-400-title = We could not read that
error-400-text = What was sent is not readable text. Go back and try again; nothing has changed.
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
error-413-text = What you sent is larger than we take. Nothing has changed.
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
