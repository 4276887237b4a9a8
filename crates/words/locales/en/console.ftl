### The console: where the operator of a server works.

console-title = Console
console-overview = Overview
console-merchants = Merchants
console-reports = Reports
console-money = Money
console-switches = Kill switches
console-queue = Queue
console-settings = Settings
console-log = Activity log
console-switched-off = { $count ->
    [one] Everything runs, but { $count } switch is thrown: buying is closed there.
   *[other] Everything runs, but { $count } switches are thrown: buying is closed there.
}
todo-switched = { $count ->
    [one] switch thrown
   *[other] switches thrown
}
console-all-well = Everything runs.
console-needs-you = { $count ->
    [one] { $count } thing needs you
   *[other] { $count } things need you
}

## Merchants

merchants-title = Merchants
merchants-empty = No merchants yet.
merchants-search = Name, handle or email
merchants-waiting = { $count ->
    [one] { $count } merchant waits to be verified
   *[other] { $count } merchants wait to be verified
}
merchant-state-new = New
merchant-state-waiting = Waiting
merchant-state-verified = Verified
merchant-state-limited = Limited
merchant-state-suspended = Suspended
merchant-verify = Verify
merchant-verify-ask = Verify { $merchant }? It may then show Buy cards.
merchant-verified = { $merchant } is verified.
merchant-limit = Limit
merchant-limit-explained = Stays visible to followers, does not appear in public lists
merchant-suspend = Suspend
merchant-suspend-ask = Suspend { $merchant }? Its cards close at once; open orders go on.
merchant-suspended = { $merchant } is suspended.
merchant-restore = Restore
merchant-restored = { $merchant } is back.
merchant-sales-30 = Sales in 30 days
merchant-refund-rate = Refund rate
merchant-since = Since { $date }

## Reports

reports-title = Reports
reports-empty = No open reports.
report-from = Reported by { $name }
report-about = About { $name }
report-reason = Reason
report-dismiss = Dismiss
report-remove-post = Remove the post
report-suspend-author = Suspend the author
report-resolved = Closed by { $name } { $ago }

## Kill switches

switches-title = Kill switches
switches-explained = A switch closes buying at once, on every page. Open orders go on.
switch-server = Whole server
switch-merchant = One merchant
switch-offer = One offer
switch-on = Buying is open
switch-off = Buying is closed
switch-close = Close buying
switch-open = Open buying
switch-close-ask = Close buying for { $what }?
switch-reason = Why, for the log

## Queue

queue-title = Queue
queue-waiting = { $count ->
    [one] { $count } job waits
   *[other] { $count } jobs wait
}
queue-oldest = The oldest waits for { $duration }
queue-empty = Nothing waits.
queue-dead = Given up
queue-dead-empty = Nothing was given up.
queue-dead-count = { $count ->
    [one] { $count } job was given up
   *[other] { $count } jobs were given up
}
queue-job = Job
queue-attempts = Tries
queue-last-error = Last error
queue-next-try = Next try { $when }
queue-resend = Fix and resend
queue-resent = It is tried again now.
queue-refund-not-so-much = Less than that is left of what was paid. Choose at the order what to give back.
queue-discard = Discard
queue-discard-ask = Discard this job? What it was to do will not happen.

## Settings

csettings-undo-seconds = Undo window in seconds
csettings-undo-hint = How long a buyer can undo; payments are taken when it ends. Once saved here, it goes before what the server is started with (--undo-window), also at a restart.
csettings-signup = Who may open an account
csettings-signup-open = Everyone
csettings-signup-closed = Nobody
csettings-auto-verify = Verify new merchants without asking
csettings-server-name = Name of the server
csettings-contact = Contact of the operator
csettings-saved = The settings are saved.

## Mails of the demo

sent-mail-title = Sent mail
sent-mail-empty = No mail was sent yet.
sent-mail-explained = The demo sends no mail; it shows it here.
sent-mail-to = To
sent-mail-subject = Subject
sent-mail-text = Text
sent-mail-html = As shown

console-health = Health
queue-kinds = Waiting
queue-resend-all = Send all again
merchant-limit-ask = It takes so many orders a day at most and adds no new Buy cards.
merchant-limit-orders = Orders a day
merchant-limit-invalid = Give a number of orders from 1 to { $max }.
todo-verify = { $count ->
    [one] merchant to verify
   *[other] merchants to verify
}
todo-reports = { $count ->
    [one] open report
   *[other] open reports
}
switch-subject = Merchant or offer
switch-subject-hint = @handle, mer_… or off_…
switch-subject-unknown = There is no such merchant or offer.
csettings-undo-invalid = Give a number of seconds from 0 to { $max }.

## After the sale

health-good = Runs well
health-bad = Look at it

payee-takes = Can be paid
payee-off = Cannot be paid
payee-none = Not connected
csettings-fee = Kept of each sale (%)
csettings-fee-hint = Taken from what the merchant receives; no price changes with it. Payments from now on.
csettings-fee-invalid = Give a percentage from 0 to { $max }.

## Gates

console-gates = Gates
gates-title = Gates
gates-explained = For whom something new may be begun. What was begun before goes on to its end, whatever is closed here, and donations never ask whether anything is sold.
gate-feature = Feature
gate-state = Now
gate-rules = Rules
gate-buy = Buying
gate-selling = New shops
gate-donate = Giving
gate-asking = New nonprofits
gate-pledges = Gifts that come again
gate-round-up = Rounding up
gate-imports = Product files
gate-stopped = Stopped
gate-resume = Let it go on
gate-open = Open to all
gate-closed = Closed: no rule
gate-by-rules = Open by rules
gate-no-rules = There are no rules. While the gate is not open to all, a feature without rules is closed to everybody.
gate-rules-explained = Any rule is enough; everything that a rule names must hold. Whoever was picked by a share or by name, and has seen it, keeps it while a rule holds for shop, country and time. Times are in UTC.
gate-rule-number = Rule
gate-share = Share of people, %
gate-share-hint = Less than 100 means people with an account: nobody else is known again. The same people are in every larger share.
gate-share-wrong = More than 0 and at most 100, such as 5 or 0.5.
gate-from = From (UTC)
gate-until = Until (UTC)
gate-when = When
gate-merchants = Shops
gate-people = People
gate-handles-hint = Their handles, separated by spaces
gate-countries = Countries
gate-countries-hint = Where parcels go, applicants live or nonprofits are: codes such as FR DE
gate-all = all
gate-always = always
gate-from-when = from { $when }
gate-until-when = until { $when }
gate-from-until = from { $from } until { $until }
gate-add-rule = Add a rule
gate-drop-rule = Take a rule away
gate-no-such-rule = There is no such rule any more.
gate-order = It must end after it begins.
gate-over = It must end in the future.
gate-time-wrong = A day and a time, such as 1 February 2027, 09:00.
gate-country-unknown = “{ $code }” is no country code.
gate-handle-unknown = There is no @{ $handle } here.
gate-too-many = { $count ->
    [one] One rule names at most { $count } shop, person or country.
   *[other] One rule names at most { $count } shops, people or countries.
}
gate-full = { $count ->
    [one] One gate has at most { $count } rule.
   *[other] One gate has at most { $count } rules.
}
gate-meanwhile = Somebody changed this gate meanwhile. Look at it as it is now, and decide again.
gate-open-to-all = Open to all
gate-restrict = Open by rules only
gate-stop = Stop at once, for everybody
gate-auto-stop = Stop by itself
gate-auto-stop-hint = Of the last 24 hours. Nothing typed: it never stops by itself.
gate-least = Not before so many tries
gate-share-needed = Say at which share it stops: given back, refused, or both.
gate-least-wrong = A whole number, at least 1.
gate-refunded = Given back, %
gate-failed = Refused, %
gate-save = Save
gate-cohorts = { $count ->
    [one] The last day
   *[other] The last { $count } days
}
gate-who = Who
gate-picked = Picked by a rule
gate-others = Everybody else
gate-tried = Tried
gate-done = Done
