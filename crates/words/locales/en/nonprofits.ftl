### Nonprofits: applying, the desk of their people, the operator's side of it.

foot-nonprofits = For nonprofits
sell-for-nonprofits = For a nonprofit, apply here
account-apply-text = Take donations for a charity, an association or a foundation. No cut is taken and nobody is asked for a tip.

nonprofit-state-applied = Waits for the operator
nonprofit-state-refused = Not yet
nonprofit-state-verified = Verified
nonprofit-state-suspended = Suspended

nonprofit-role-owner = Owner
nonprofit-role-owner-text = everything, people and payments included
nonprofit-role-fundraiser = Fundraiser
nonprofit-role-fundraiser-text = campaigns, posts and figures; sees no donors
nonprofit-role-donor-care = Donor care
nonprofit-role-donor-care-text = sees donors, thanks them, gives gifts back
nonprofit-role-treasurer = Treasurer
nonprofit-role-treasurer-text = sees gifts, receipts and payouts, changes nothing

registry-rule-us-ein = Nine digits; the first two say how the number was given.
registry-rule-gb-ccew = Six or seven digits; a linked charity adds a hyphen and its own number.
registry-rule-gb-oscr = SC and six digits.
registry-rule-gb-ccni = NIC and six digits.
registry-rule-ie-cra = Eight digits that begin with 20.
registry-rule-fr-rna = W and nine characters: the prefecture and a running number.
registry-rule-fr-siren = Nine digits; the last one checks the others.
registry-rule-de-register = The local court, the register (VR, HRB or GnR) and the number in it.
registry-rule-ca-bn = Nine digits, of which the last checks the others, then RR and four digits.
registry-rule-au-abn = Eleven digits; the first two check the others.
registry-rule-nz-charities = CC and five digits.
registry-rule-ch-uid = CHE and nine digits; the last one checks the others.
registry-rule-at-zvr = Eight to ten digits.
registry-rule-be-enterprise = Ten digits; the last two check the others.
registry-rule-nl-rsin = Nine digits; the last one checks the others.
registry-rule-es-nif = A letter, seven digits and a character that checks them.
registry-rule-it-codice-fiscale = Eleven digits; the last one checks the others.
registry-rule-pt-nif = Nine digits that begin with 5, 6 or 9; the last one checks the others.
registry-rule-se-org = Ten digits; the last one checks the others.
registry-rule-no-org = Nine digits; the last one checks the others.
registry-rule-dk-cvr = Eight digits; the last one checks the others.
registry-rule-fi-y-tunnus = Seven digits, a hyphen and a digit that checks them.
registry-rule-pl-krs = Ten digits, leading zeros included.
registry-rule-other = The number under which your country’s register, or its tax office, knows you.

registry-wrong-length = The number has { $found } characters where it should have { $wanted }.
registry-wrong-length-between = The number has { $found } characters where it should have { $least } to { $most }.
registry-wrong-characters = “{ $found }” may not stand where it does.
registry-wrong-prefix = No number there begins with “{ $found }”.
registry-wrong-check-digit = The check digit does not agree with the others: one digit is wrong, or two were swapped.
registry-wrong-zeros = The number is nothing but zeros.
registry-wrong-personal = That has the shape of a person’s number, and we must not keep one.
registry-wrong-no-court = The court that keeps the register is missing.
registry-wrong-no-register = The register is missing (VR, HRB or GnR), or two are named.

apply-title = Apply for a nonprofit
apply-text = The operator of this server looks at every nonprofit before it may ask for donations: who it is, whether its register knows it, and whether it agreed. It takes three minutes to ask.
apply-public = What people see
apply-name = Name
apply-mission = What it is there for
apply-mission-hint = In a sentence or two. Donors read it beside every campaign.
apply-register = In the register
apply-register-text = Donors can check these, and receipts carry them.
apply-legal-name = Name in the register
apply-legal-name-hint = Exactly as the register has it.
apply-registry = Register
apply-registry-choose = Choose the register
apply-registry-other = Another register, or that of another country
apply-registry-elsewhere = That register is of another country than the one chosen above.
apply-number = Number in the register
apply-number-hint = Spaces, dots and hyphens do not matter. How each register writes its numbers stands below this form.
apply-number-taken = A nonprofit with this number is here already. If you work for it, ask one of its owners to invite you; if not, write to the operator.
apply-registers = How the registers write their numbers
apply-register-example = { $called }, such as { $example }.
apply-contact = Contact and money
apply-contact-text = Receipts name this address, and donors who have a question write to it.
apply-email = Mail address for donors
apply-email-hint = Everybody can read it.
apply-currency-hint = What your books are kept in. A campaign can take another one.
apply-length = Please write from 1 to { $count } characters.
apply-button = Send the application
apply-fine-print = You become its first owner here, and can invite the others afterwards.
apply-too-many = One person can own five nonprofits here. If you need more, write to the operator.
apply-not-open = This server takes no new nonprofits for now. Please come back later, or write to its operator.
apply-done = Your application is with the operator. To be verified, a signed consent is needed, too: bring it here.

desk-overview = Overview
desk-campaigns = Campaigns
desk-gifts = Gifts
desk-donors = Donors to write to
desk-donor = Donor
desk-application = Application
desk-application-text = What you applied with, and what you and the operator said to each other. Nobody else reads it.
desk-people = People
desk-profile = About you
desk-profile-text = What donors read, and what your receipts say.
desk-receipts = Receipts
desk-receipt-note = Note on every receipt
desk-receipt-note-hint = What your tax office wants to read, in its own words. Receipts that were issued stay as they are.
desk-register-open = You can mend this until the operator has checked it.
desk-register-checked = Name and number in the register were checked by the operator and stay as they are. Write to the operator if they have changed.
desk-steps = The way to the first gift
desk-step-consent = Signed consent
desk-step-consent-text = A letter, signed by somebody who may sign for the nonprofit, that it agrees to collect donations here. A scan or a good photo will do.
desk-step-consent-go = Bring it
desk-step-verify = Verification
desk-step-verify-text = The operator looks up the number in its register and reads the consent. You are told by mail.
desk-step-verify-refused = The operator needs something else first. Read why, and answer.
desk-step-verify-suspended = The operator stopped donations. Read why, and answer.
desk-step-payee = Account for the money
desk-step-payee-text = Gifts go straight to your own account at the payment provider; nobody else takes a part.
desk-step-campaign = First campaign
desk-step-campaign-text = What you ask for, with amounts to choose from. It gets a page of its own and a Donate card in your posts.
desk-applied-title = Your application waits for the operator
desk-applied-text = You can prepare campaigns meanwhile; they take gifts once you are verified.
desk-refused-title = The operator cannot verify you yet
desk-refused-text = Answer, or mend what was wrong: your application then waits for a decision again.
desk-suspended-title = Donations are stopped
desk-suspended-text = No new gift is taken. What was given stays yours: receipts, gifts to give back and every export go on working.
desk-reason = The operator says: “{ $reason }”
desk-answer = Answer the operator
desk-answer-words = Your answer
desk-answer-send = Send
desk-answer-empty = Write something, or bring the signed consent.
desk-answered = It is with the operator.
desk-talk = Messages with the operator
nonprofit-currency = Currency of gifts
desk-talk-empty = Nothing was said yet.
desk-consent = Signed consent
desk-consent-hint = A PDF, a PNG or a JPEG of at most { $count } MB. Only the operator can open it. A new one takes the place of the old one.
desk-consent-wrong = This is no PDF, PNG or JPEG of at most { $count } MB.
desk-consent-missing = Not here yet
desk-standing = Last seen in good standing
desk-standing-never = Never
desk-look-up = Look it up
desk-applied-on = Applied on
desk-last-owner = A nonprofit needs an owner: make somebody else one first.
desk-sums = Given by campaign
desk-given = Given
desk-kept = Left
desk-at-risk = Regular gifts at risk
desk-at-risk-text = These gifts were due and could not be taken. Each donor was written to, with a link that mends it; you can write, too.
desk-at-risk-count = { $count ->
    [one] { $count } regular gift needs its donor.
   *[other] { $count } regular gifts need their donors.
}
desk-at-risk-go = See which
desk-at-risk-empty-title = None at risk
desk-at-risk-empty-text = Regular gifts that are refused until nothing more is tried stand here.
desk-at-risk-gift = Gift
desk-at-risk-refused = Refused each time
desk-at-risk-bank = The bank wants the donor
desk-at-risk-next = Next try
desk-test = Test
desk-test-gifts = Test gifts, { $currency }

campaign-new = New campaign
campaign-empty-title = No campaign yet
campaign-not-yet = Campaigns can be prepared now. They take gifts once the operator has verified you.
campaign-what = What for
campaign-title = Title
campaign-title-hint = Such as “A new roof for the library”.
campaign-story = Story
campaign-story-hint = What the money does. An empty line begins a new paragraph.
campaign-designations = Purposes to choose from
campaign-designations-hint = One a line, such as “Books”. “Where it is needed most” is always there.
campaign-designations-wrong = At most { $count } purposes, each of at most { $chars } characters.
campaign-amounts = Amounts
campaign-currency-hint = A campaign keeps its currency.
campaign-goal = Goal
campaign-goal-hint = In the same currency. Without one, the page shows what was given and no bar.
campaign-goal-in = In { $currency }. Without one, the page shows what was given and no bar.
campaign-goal-wrong = A goal is more than nothing.
campaign-presets = Amounts to choose from
campaign-presets-hint = One a line, at most { $count }. Every donor can give another amount, too.
campaign-presets-wrong = Give from 1 to { $count } amounts, one a line.
campaign-preset-wrong = “{ $line }”: { $problem }
campaign-more = Amounts in other currencies
campaign-more-hint = One line for each currency: its code, then the amounts, such as USD 10 25 50. The goal counts the campaign’s own currency only.
campaign-more-wrong = { $count ->
    [one] At most one other currency, named once, and not the campaign’s own.
   *[other] At most { $count } other currencies, each named once, and none of them the campaign’s own.
}
campaign-embed = The card for other pages: paste this where it should stand.
campaign-time = Time
campaign-starts = Begins
campaign-ends = Ends
campaign-time-wrong = The end must come after the beginning.
campaign-made = The campaign is there. Open its public page, or put it into a post.
campaign-open = Takes gifts
campaign-waits = Not begun
campaign-over = Over
campaign-closed = Closed
campaign-close = Close
campaign-reopen = Open again
campaign-public = Public page

gifts-empty-title = No gift yet
gifts-empty-text = Gifts stand here as soon as the money has arrived, each with its receipt.
gift-title = { $amount } from { $donor }
gift-facts = The gift
gift-regular = Regular gift
gift-papers = Receipts
gift-arrived = Arrived
gift-contact = May be written to
gift-may-contact = May be written to about your work
gift-thank = Thank the donor
gift-thank-text = One mail to this donor, in your name. Answers go to { $email }. The donor already has the receipt.
gift-thank-message = Your message
gift-thank-send = Send the mail
gift-thank-no-address = The donor’s mail address is not here any more.
gift-thanked = Your message is on its way.
gift-thanked-before = This donor was thanked for this gift already.
gift-thanked-on = Donor thanked
mail-renamed-subject = { $nonprofit } has another name
mail-renamed-lead = A nonprofit that you verified calls itself { $nonprofit } from now on. Look whether the name may be taken for another’s: the console shows those that look like it.
gift-return = Give it back
gift-return-text = All of { $amount } goes back to { $donor }, and the receipt is voided by another document. This cannot be undone.
gift-return-reason-hint = For your own records. The donor does not read it.
gift-return-already = This gift is on its way back already, or back.
gift-return-underway = On its way
gift-return-failed = Refused by the provider
gift-returning = The gift is on its way back
gift-returning-text = Banks take 5 to 10 days. The donor is told by mail, with the document that voids the receipt.
gift-came-back = The donor’s bank sent the money back
gift-came-back-text = It is with you again, and the receipt is void. Ask the donor for another account, or give it back once more.
donors-text = They ticked the box that lets you write to them with their newest gift. Nobody else is in this list, nor in the file.
donors-empty-title = Nobody yet
donors-empty-text = Donors who let you write to them stand here.
donors-newest = Newest gift

gifts-paid-text = Gifts go to your own account at the payment provider, and from there to your bank.
gifts-paid-operator = On this server the operator’s account takes all gifts and passes them on. There is nothing to set up here.
gifts-paid-none = Nobody can give to you yet
gifts-paid-off = Donors cannot give to you at the moment
gifts-paid-off-text = Your campaigns open by themselves when this is settled. What was given stays.
gifts-paid-no-payouts = Donors can give to you, but nothing reaches your bank yet
gifts-paid-due = Donors can give to you, and the provider asks for something
gifts-paid-on = Donors can give to you
gifts-paid-disconnect-ask = Nobody can give to you then, until an account is connected again. What was given stays on the account.
gifts-payouts-empty = Nothing was paid out yet
gifts-payouts-empty-text = What the payment provider sends to your bank stands here, compared with the books line by line.

console-nonprofits = Nonprofits
nonprofits-empty = No nonprofit is in this state.
todo-nonprofits = { $count ->
    [one] nonprofit to look at
   *[other] nonprofits to look at
}
nonprofit-consent = Signed consent
nonprofit-alike = Names that look alike
nonprofit-alike-text = { $count ->
    [one] { $count } name here may be taken for this one. Look at it below, and at the register, before you decide.
   *[other] { $count } names here may be taken for this one. Look at them below, and at the register, before you decide.
}
nonprofit-alike-nonprofit = Nonprofit
nonprofit-alike-shop = Shop
nonprofit-no-consent = Its signed consent is missing
nonprofit-no-consent-text = It cannot be verified before it has brought the consent document.
nonprofit-verify = Verify
nonprofit-verify-ask = { $nonprofit } may take donations then, and donors read that you looked today. Is it in good standing at its register ({ $registry }, { $number }), under the same name, and is the consent signed by somebody who may sign?
nonprofit-refuse = Not yet
nonprofit-refuse-ask = { $nonprofit } reads why, is told by mail, and can answer.
nonprofit-suspend = Suspend
nonprofit-suspend-ask = { $nonprofit } takes no new gift from now on. Its people keep their donors, receipts and exports, and can still give gifts back.
nonprofit-reason-hint = The nonprofit reads it word for word.
nonprofit-not-now = That cannot be decided in this state: somebody was faster.
nonprofit-decided = Decided. The nonprofit is told by mail.
nonprofit-write = Write to it
nonprofit-write-words = Your question or remark
nonprofit-written = Sent. Its people are told by mail.

job-thank-mail = Thank a donor
job-nonprofit-invitation = Invite somebody to a nonprofit
job-nonprofit-mail = Tell a nonprofit what was decided

log-donors = { $count ->
    [one] { $count } donor
   *[other] { $count } donors
}
log-gifts = { $count ->
    [one] { $count } gift
   *[other] { $count } gifts
}
act-nonprofit-apply = Applied for a nonprofit
act-nonprofit-answer = Answered the operator
act-nonprofit-verify = Verified the nonprofit
act-nonprofit-refuse = Did not verify the nonprofit yet
act-nonprofit-suspend = Suspended the nonprofit
act-nonprofit-write = Wrote to the nonprofit
act-nonprofit-consent = Read the signed consent
act-campaign-make = Made a campaign
act-campaign-change = Changed a campaign
act-campaign-close = Closed a campaign
act-campaign-open = Opened a campaign again
act-donation-return = Gave a gift back
act-donor-thank = Thanked a donor
act-donors-export = Exported donors
act-gifts-export = Exported gifts

mail-nonprofit-verified-subject = { $nonprofit } is verified
mail-nonprofit-verified-lead = { $nonprofit } may take donations now. Your campaigns are open, and your posts can carry a Donate card.
mail-nonprofit-refused-subject = { $nonprofit } cannot be verified yet
mail-nonprofit-refused-lead = The operator looked at the application of { $nonprofit } and needs something else first. You can answer, or mend what was wrong; it is then looked at again.
mail-nonprofit-suspended-subject = Donations to { $nonprofit } are stopped
mail-nonprofit-suspended-lead = The operator stopped donations to { $nonprofit }. No new gift is taken. What was given stays yours: receipts, gifts to give back and every export go on working.
mail-nonprofit-asked-subject = The operator wrote about { $nonprofit }
mail-nonprofit-asked-lead = The operator wrote about the application of { $nonprofit }.
mail-nonprofit-said = “{ $words }”
mail-nonprofit-button = Read and answer
mail-nonprofit-payee-subject = Donors cannot give to { $nonprofit } at the moment
mail-nonprofit-payee-lead = The payment provider says that { $nonprofit } cannot be paid. Your campaigns take nothing until this is settled, and open by themselves then. What was given stays.
mail-nonprofit-invite-subject = { $name } invites you to work for { $nonprofit }
mail-nonprofit-invite-lead = You are asked to join the people of { $nonprofit } as { $role }.
mail-thanks-subject = A word from { $nonprofit }
mail-thanks-why = You get this one mail because you gave { $amount } to { $nonprofit } for “{ $campaign }”.
mail-thanks-reply = Answer to { $email }

## Looks into registers

standing-title = Looks into registers
standing-text = { $count ->
    [one] A look is good for { $count } day.
   *[other] A look is good for { $count } days. Then a nonprofit takes nothing new until somebody has looked again. Look each up in its register, tick those that are in good standing there, and write down what you saw.
}
standing-never = A look is good for ever on this server. Look each up in its register, tick those that are in good standing there, and write down what you saw.
standing-on = Looked on
standing-note = Who looked, and what was seen
standing-note-hint = Stands in the log of each, which its people read.
standing-one = { $nonprofit } · { $number } · { $until }
standing-until = until { $date }
standing-over = over: it takes nothing now
standing-record = Write down the looks
standing-recorded = The looks are written down.
standing-nobody = Tick at least one nonprofit.
standing-not-verified = One of them is not verified any more. Nothing was written down; look at the list again.
standing-ahead = That day has not come.
standing-day-wrong = Write a day, such as 2026-11-30.
standing-too-old = { $count ->
    [one] A look is good for { $count } day, and this one is older.
   *[other] A look is good for { $count } days, and this one is older.
}
todo-standings = { $count ->
    [one] nonprofit to look up again
   *[other] nonprofits to look up again
}
act-nonprofit-check = Looked into the register
desk-lapsed-title = Nothing new is taken until the register has been looked into again
desk-lapsed-text = The operator’s last look into your register is too old. New gifts, campaigns and posts with a Donate card wait until somebody has looked again; regular gifts wait, too, and go on by themselves. You need not do anything, but may write to the operator.
desk-lapses-title = The register is to be looked into again
desk-lapses-text = The operator’s last look into your register ends within days. The operator was told, and looks again. Gifts are taken as before until then.
mail-standing-soon-subject = The look into the register of { $nonprofit } ends on { $date }
mail-standing-soon-lead = Whoever lets you collect gifts has to look into your register from time to time. The last look is good until { $date }; the operator was told, too. If nobody has looked again by then, nothing new is taken until somebody has.
mail-standing-soon-operators = The last look into the register of { $nonprofit } is good until { $date }. Look again and write it down in the console; after that day it takes nothing new.
mail-standing-over-subject = { $nonprofit } takes nothing new for now
mail-standing-over-lead = The last look into your register was good until { $date }. New gifts, campaigns and posts with a Donate card wait until the operator has looked again; regular gifts wait, too, and go on by themselves. The operator was told.
mail-standing-over-operators = The last look into the register of { $nonprofit } was good until { $date }. It takes nothing new, and regular gifts wait, until you have looked again and written it down in the console.
