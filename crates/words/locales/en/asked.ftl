### What donors are asked beyond name and amount.

tribute-title = In honour or in memory of somebody
tribute-text = Only if you like. Nobody is told unless you write a mail address here.
tribute-kind = This gift is
tribute-none = In nobody’s name
tribute-honor = In honour of somebody
tribute-memory = In memory of somebody
tribute-kind-needed = Choose whether the gift is in honour or in memory of somebody, or empty the fields below.
tribute-name = Their name
tribute-name-needed = Write whom the gift is for, in at most 120 characters.
tribute-email = Who should be told: their mail address
tribute-email-hint = One mail goes out once the gift has arrived. It says who gave, unless you hide your name.
tribute-email-needed = Write the mail address of who should be told, or empty the name and the message.
tribute-to = Name of who is told
tribute-message = Your message to them
tribute-message-hint = At most 500 characters, without links.
tribute-no-links = Leave out web addresses: this message goes out without links.
tribute-too-many = { $count ->
    [one] Only { $count } notice a day is sent for one donor. Leave the address empty to give without one.
   *[other] Only { $count } notices a day are sent for one donor. Leave the address empty to give without one.
}
tribute-amount = Tell them how much I gave
tribute-row = In the name of
tribute-notice = Notice
tribute-of-honor = In honour of { $name }
tribute-of-memory = In memory of { $name }
tribute-will-tell = { $email } is told once the gift has arrived.
tribute-told = { $email } was told by mail.
tribute-held = { $email } was not told: too many notices went out that day.
mail-tribute-subject-honor = A gift in honour of { $name }
mail-tribute-subject-memory = A gift in memory of { $name }
mail-tribute-lead-honor = { $donor } gave to { $nonprofit } in honour of { $name }, for “{ $campaign }”.
mail-tribute-lead-memory = { $donor } gave to { $nonprofit } in memory of { $name }, for “{ $campaign }”.
mail-tribute-amount = The gift is { $amount }.
mail-tribute-wrote = { $donor } wrote to you:
mail-tribute-why = You get this one mail because { $donor } asked { $nonprofit } to tell you. Your address is used for nothing else.
mail-tribute-questions = Questions: { $email }
job-tribute-mail = Tell somebody of a gift in their name

asked-title = What the law asks
asked-text = The nonprofit’s country asks this of donors. Only the nonprofit and this server’s operator read it.
asked-receipt = I want a receipt for my taxes
asked-for-receipt = Needed for a tax receipt.
asked-example = For example { $example }.
asked-tick = Tick this to give.
asked-declared = Declared
asked-no-number = There is no such number. Check it; it looks like { $example }.
asked-no-number-plain = Write the number with 4 to 30 letters and digits.

gift-aid-title = Gift Aid
gift-aid-why = If you pay tax in the United Kingdom, the charity can claim 25p from it for every £1 you give. It costs you nothing more.
gift-aid-none = No Gift Aid
gift-aid-this = Gift Aid on this gift
gift-aid-all = Gift Aid on this and every later gift
gift-aid-statement-gift = I want { $nonprofit } to claim Gift Aid on this gift. I pay UK tax, and I understand that if I pay less Income Tax and Capital Gains Tax in this tax year than all charities claim on my gifts, I must pay the difference.
gift-aid-statement-all = I want { $nonprofit } to claim Gift Aid on this gift and on every gift I make from today on, until I withdraw this. I pay UK tax, and I understand that if I pay less Income Tax and Capital Gains Tax in a tax year than all charities claim on my gifts of that year, I must pay the difference.
gift-aid-needed = for Gift Aid
gift-aid-field-title = Title
gift-aid-field-first = First name
gift-aid-field-last = Last name
gift-aid-field-house = House name or number
gift-aid-field-address = Home address: street and town
gift-aid-field-postcode = Home postcode
gift-aid-postcode-wrong = Write a UK postcode, such as SW1A 1AA.
gift-aid-covered = Your Gift Aid declaration of { $date } covers this gift. You can withdraw it on the page of any earlier gift.
gift-aid-declared = Declared on { $date }: { $statement }
gift-aid-withdrawn = Your Gift Aid declaration was withdrawn on { $date }.
gift-aid-withdraw = Withdraw the declaration
gift-aid-withdraw-text = Tell the charity no longer to claim, for instance because you stopped paying UK tax. What it covered until now stays; no later gift is covered.
gift-aid-ref = HMRC charity reference
gift-aid-ref-hint = From HMRC’s letter that recognises the charity for tax, such as XR12345. Donors who give in pounds are then asked for Gift Aid.
gift-aid-ref-wrong = A reference is one or two letters and up to five digits, such as XR12345.
gift-aid-settings-text = For charities that HMRC recognises. Empty the field to stop asking.
gift-aid-text = Gifts whose donors declared Gift Aid, and what was claimed of them. The file of a claim has the columns of HMRC’s schedule for Charities Online; the claim itself you make there.
gift-aid-off-title = Gift Aid is not asked for
gift-aid-off-text = Write HMRC’s reference of the charity into the settings first.
gift-aid-more = { $count ->
    [one] One claim takes { $count } gift; what is left comes with the next.
   *[other] One claim takes { $count } gifts; what is left comes with the next.
}
gift-aid-next = The next claim
gift-aid-claimable = Gifts that can be claimed
gift-aid-close = Close a claim
gift-aid-closed = The claim is closed. Its schedule is in the list.
gift-aid-nothing = There is no gift to claim for.
gift-aid-claims = Claims
gift-aid-claim = Claim { $number }
gift-aid-schedule = Schedule (CSV)
gift-aid-closed-on = Closed on
gift-aid-back-title = Claimed, and given back since
gift-aid-back-text = HMRC must be told of gifts that were given back: correct the amount with your next claim there.
act-gift-aid-close = Closed a Gift Aid claim
act-gift-aid-export = Exported a Gift Aid schedule

receipt-form = Form of the gift
receipt-form-manual = Declared as a gift from hand to hand (don manuel)
receipt-nature = Nature of the gift
receipt-nature-money = Money
receipt-paid-by = Paid by
receipt-paid-card = Card
receipt-aid = Declared
receipt-no-aid = Not declared
receipt-in-words = Amount in words
receipt-us-no-goods = No goods or services were provided in exchange for this contribution.
receipt-us-political = Contributions to this committee are not deductible for federal income tax purposes.
receipt-fr-no-address = A receipt for French taxes names the donor’s postal address; this one has none.

logo-title = Logo
logo-text = It stands at the head of receipts and annual statements from now on. A PNG, JPEG or WebP picture; wide ones fit best.
logo-file = Picture
logo-none = None yet.
logo-now = Now
logo-open = View the logo
logo-keep = Put on receipts
logo-take-away = Take away
logo-kept = The logo is on receipts from now on.
logo-taken = Receipts carry no logo from now on.
act-logo-change = Changed the logo

statement-title = Statement of gifts { $year }
statement-text = What you gave to { $nonprofit } in { $year }. Each gift has a receipt of its own; this statement takes the place of none.
statement-so-far = The year is not over: this is what was given until { $date }.
statement-receipt = Receipt
statement-kept = Kept
statement-file = statement
statement-open = Annual statement { $year }
statements-none = You have not given here yet.
statements-title = My gifts
statements-gifts = { $count ->
    [one] { $count } gift
   *[other] { $count } gifts
}
mail-statement-subject = What you gave to { $nonprofit } in { $year }
mail-statement-lead = Thank you for what you gave to { $nonprofit } in { $year }. The statement of the year comes with this mail; keep it with the receipts for your tax return.
job-statement-mail = Send an annual statement
