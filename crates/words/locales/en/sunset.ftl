### The orderly end of something, and where partners stand.

## What ends

sunset-what-buy = Buying
sunset-what-selling = Opening new shops
sunset-what-donate = Giving
sunset-what-asking = Applying as a nonprofit
sunset-what-pledges = Beginning regular gifts
sunset-what-round-up = Rounding purchases up
sunset-what-imports = Bringing product files
sunset-what-shop = The shop { $name }
sunset-what-nonprofit = The nonprofit { $name }
sunset-what-server = This server

## Its days

sunset-day-notice = Announced
sunset-day-onboarding-shops = No new shops
sunset-day-onboarding-nonprofits = No new nonprofits
sunset-day-onboarding-both = No new shops or nonprofits
sunset-day-onboarding = Nothing changes yet
sunset-day-sales-orders = No new orders
sunset-day-sales-gifts = No new gifts
sunset-day-sales-both = No new orders or gifts
sunset-day-sales-files = No new files
sunset-day-read-only = Desks are read-only: what is open is shipped, paid back and answered
sunset-day-export-ends = Data can be taken away until this day
sunset-day-erasure = Data is erased, once nothing is open

## Mails

mail-sunset-announced-subject = { $what } ends on { $day }
mail-sunset-announced-lead = { $what } ends on { $day }. Below is what happens when, and what you can do.
mail-sunset-changed-subject = New dates: { $what } ends on { $day }
mail-sunset-changed-lead = The plan that you were told of has changed. { $what } now ends on { $day }; these dates replace the ones before.
mail-sunset-ending-subject = One week left: { $what } ends on { $day }
mail-sunset-ending-lead = { $what } ends on { $day }, in a week.
mail-sunset-exporting-subject = Take your data away until { $day }
mail-sunset-exporting-lead = { $what } is over or ends soon. You can take your data away until { $day }; after that nobody can.
mail-sunset-withdrawn-subject = { $what } does not end
mail-sunset-withdrawn-lead = The plan that you were told of was taken back: { $what } goes on as before. There is nothing you have to do.
mail-sunset-stays = What was begun is not touched: orders are shipped, returns and refunds are taken, receipts stay valid.
mail-sunset-button = See what happens when
mail-sunset-zone = Each day begins at midnight in the time zone { $zone }.
sunset-successor = Goes on at { $name }

## Pages

closing-banner = { $what } ends on { $day }.
closing-banner-ended = { $what } ended on { $day }. What was begun goes on.
closing-link = What happens when
closing-title = What ends here
closing-lead = What ends on this server, when, and what you can do. Dates may be put off; whoever was told by mail is told then.
closing-none = Nothing ends here.
closing-heading = { $what } ends on { $day }
closing-calendar = Add the dates to a calendar
closing-all = Everything that ends
closing-caption = What happens when
closing-day = Day
closing-event = What changes
closing-buyers = If you bought
closing-buyers-text = Your orders stay: they are shipped, and you can return, withdraw and ask as before. Receipts and order pages stay until data is erased.
closing-donors = If you gave
closing-donors-text = Your gifts arrived, and your receipts stay valid. Regular gifts are paused on the day on which no new gifts are taken; you are told by mail.
closing-donors-stay = Donations go on as before: this end does not touch them.
closing-shops = If you sell
closing-shops-text = Sell and take orders until the day on which they end. Ship, refund and answer what is open afterwards. Take your data away before its last day.
closing-nonprofits = If you collect gifts
closing-nonprofits-text = Receipts, refunds and reports go on after the last gift. Take your data away before its last day.
closing-reason = Why
card-closing = Buying ends on { $day }
card-ended-for-good = Buying here ended on { $day }.
donate-closing = Giving ends on { $day }
donate-ended = Giving here has ended. What was given stays given.
buy-ended-title = Buying here has ended
buy-error-ended = Buying here has ended, as was announced. Nothing was charged, and orders that were placed before go on.
error-read-only-title = Read-only
error-read-only-text = This desk ends by a plan that was announced: nothing new can be made or changed here any more. Orders are still shipped, refunded and answered, and data can be taken away.

## Where partners stand

partner-title = Where you stand
partner-invited = Invited
partner-connected = Connected
partner-test-passed = Tested
partner-limited = Limited
partner-general = Open
partner-paused = Paused
partner-sunset-notice = Ends soon
partner-read-only = Read-only
partner-export-window = Take data away
partner-erased = Erased
partner-next-connect = Next: connect an account that takes money.
partner-next-test = Next: try it with a test payment, or wait until the operator has looked.
partner-next-review = Next: the operator looks and decides.
partner-next-trust = Next: the limit is lifted when the operator has seen enough orders.
partner-next-go-on = Nothing is missing.
partner-next-mend = Next: mend what it was stopped for, or connect an account that takes money.
partner-next-prepare = Next: tell your customers, sell what is left, take your data away.
partner-next-finish = Next: ship, refund and answer what is open.
partner-next-export = Next: take your data away before { $day }.
partner-next-nothing = Nothing is left to do.

## The console

console-closings = Closings
sunsets-title = Closings
sunsets-explained = What ends on a date, with everybody told and nothing lost. A plan is written down first, looked at, and then started.
sunsets-empty = Nothing ends
sunsets-empty-text = A plan ends a feature, a shop, a nonprofit or the whole server on days that you choose.
sunset-new = Write a plan
sunset-scope = What ends
sunset-scope-shop = A shop
sunset-scope-nonprofit = A nonprofit
sunset-handle = Its handle
sunset-handle-hint = For a shop or a nonprofit
sunset-handle-unknown = There is nobody called { $handle } of that kind.
sunset-zone = Time zone
sunset-zone-hint = Days begin at midnight there: Europe/Paris, UTC
sunset-zone-wrong = There is no time zone of that name.
sunset-field-notice = Told from
sunset-field-no-onboarding = Nobody new from
sunset-field-no-sales = No new orders or gifts from
sunset-field-read-only = Read-only from
sunset-field-export-ends = Data taken away until
sunset-field-erasure = Erased from
sunset-audience = Who is told by mail
sunset-audience-partners = People of the shops and nonprofits concerned
sunset-audience-concerned = They, and who bought or gave there
sunset-audience-everybody = Everybody with an account
sunset-successor-name = What takes its place
sunset-successor-url = Its address
sunset-successor-wrong = A name, and an address that begins with https://
sunset-reason = Why, for everybody to read
sunset-why = Why, for the log
sunset-state = State
sunset-draft = Draft
sunset-running = Runs
sunset-withdrawn = Taken back
sunset-erased = Erased
sunset-day-wrong = A day, such as 2027-02-01.
sunset-problem-order = It cannot come before “{ $other }” ({ $day }).
sunset-problem-same = It must be later than “{ $other }”.
sunset-problem-past = It is in the past: today is { $day }.
sunset-problem-far = It is more than { $count } years ahead.
sunset-meanwhile = Somebody changed this plan meanwhile. Look at it and decide again.
sunset-another = Another plan for the same runs already.
sunset-not-now = The plan is in a state in which that cannot be done.
sunset-foreseen = What would happen
sunset-mails = Mails
sunset-mail-announce = Announcement
sunset-mail-ending = Reminder before the end
sunset-mail-exporting = Reminder to take data away
sunset-mail-withdraw = Taken back
sunset-mail-count = Accounts
sunset-mail-told = Told
sunset-mail-when = From
sunset-mail-progress = Told so far
sunset-mail-finished = Finished
sunset-partners-count = People of shops and nonprofits
sunset-customers-count = Buyers and donors with an account
sunset-others-count = Others with an account
sunset-open = Open today
sunset-open-undoable = Being paid, or in their undo window
sunset-open-to-ship = Not shipped
sunset-open-refunds = Refunds on their way
sunset-open-requests = Requests of buyers
sunset-open-disputes = Disputes
sunset-open-gifts = Gifts being paid
sunset-open-pledges = Regular gifts
sunset-erasure-may = Nothing is open and its day has come: it may be erased.
sunset-erasure-not = Nothing may be erased yet:
sunset-hindrance-no-plan = the plan does not run
sunset-hindrance-not-yet = its day is { $day }
sunset-hindrance-erased = it was erased before
sunset-changes = What was done
sunset-revision = Revision
sunset-action-draft = Written
sunset-action-start = Started
sunset-action-change = Changed
sunset-action-withdraw = Taken back
sunset-start = Start
sunset-start-hint = From now on the plan is followed by its days.
sunset-change = Change
sunset-change-hint = Whoever was told is told again.
sunset-withdraw = Take back
sunset-withdraw-hint = Everything is as before the plan, and whoever was told is told so.
import-ended = This server takes no product files any more.
console-partner = Standing
act-sunset-draft = Wrote a plan of an end
act-sunset-start = Started a plan of an end
act-sunset-change = Changed a plan of an end
act-sunset-withdraw = Took a plan of an end back
sunset-erase = Erase for good
sunset-erase-hint = Shops and nonprofits that ended go with their words, goods and people. Orders, gifts, invoices and the books stay, without anybody in them.
sunset-erase-word = Type { $word }
sunset-erase-word-wrong = To say that you mean it, type { $word }.
sunset-erase-sure = Everybody who wanted their data has it. Nothing of this can be taken back.
sunset-erase-sure-needed = Tick this first.
sunset-erase-begun = The erasure has begun. Its certificate appears here.
sunset-erase-goes-on = It is being erased, and then searched for. Nothing of the plan can be changed any more.
sunset-erase-done = It was erased, and searched for. The certificate says what and how.
sunset-erase-underway = Not yet
sunset-erase-asked = Asked for
sunset-erase-proven = Proven
certificate-of = What
certificate-kept-books = Records kept without anybody in them, as the law asks
act-sunset-erase = Erased what a plan ended

## The demo's other day

demo-jump-to = Jump to
demo-day = 1 February
demo-jump = Jump to 1 February
demo-jump-text = The demo goes on to a day on which buying has ended, by a plan as its operator would write it: day by day, with every payment, gift and mail of the way. It does so in a copy of everything. Today waits here as it is, and one tap leads back to it.
demo-jump-failed = The demo stays on its own day; nothing has changed
demo-passing-title = On the way to 1 February
demo-passing-text = The days pass in a copy of the demo: payments are taken and mails go out on their own days. This page goes on by itself.
demo-passing-day = It is { $day }.
demo-passed-copied = Everything is copied: shops, orders, gifts, pictures, payments.
demo-passed-planned = The operator writes a plan and starts it.
demo-passed-told = { $what }: { $count ->
    [one] one account is told by mail.
   *[other] { $count } accounts are told by mail.
}
demo-later-title = It is { $day }
demo-later-text = Buying has ended here, as its plan said. What was begun goes on, and giving stays.
demo-strip = this demo is on a later day; today waits as it was
demo-back = Jump back
demo-back-long = Jump back to today
demo-back-done = It is today again, and everything is as it was.
demo-closed = What closed
demo-closed-text = No shop takes an order any more, and every Buy card is a link. The plan has said so since { $day }.
demo-closed-none = No plan ends buying here.
demo-closed-cards = See the cards
demo-closed-page = What everybody reads about it
demo-closed-plan = The plan, as the operator sees it
demo-told = Who was told
demo-told-none = Nobody was told anything.
demo-told-count = Accounts
demo-told-read = Read one
demo-told-mails = Every mail that went out
demo-open = What is still open
demo-open-text = Placed before the end, and shipped all the same.
demo-open-none = No order of the shop opposite waits for its parcel.
demo-open-desk = Open at the shop
demo-stays = What stays
demo-stays-text = { $nonprofit } takes gifts as before: { $campaign }
demo-stays-none = No campaign takes gifts at the moment.
demo-audit = Is everything right?
demo-audit-clean = { $checked } rows were checked against { $promises } promises, here and in the payment provider’s own record: nothing is broken.
demo-audit-broken = { $checked } rows were checked against { $promises } promises: { $broken } break one.
demo-audit-failed = It could not be checked: { $reason }
demo-audit-lines = Each promise
