### Posts, profiles and the Buy card.

## Feeds

feed-for-you = For you
feed-following = Following
feed-shops = Shops
feed-public = Everyone
feed-tag = #{ $tag }
feed-home-title = Home
feed-public-title = Everyone
feed-explore-title = Explore
feed-new-posts = { $count ->
    [one] { $count } new post
   *[other] { $count } new posts
}
feed-empty-title = Nothing to read yet
feed-empty-text = Follow a few shops and people; what they post appears here.
feed-empty-action = Find shops to follow
feed-end = You are up to date.
feed-welcome-title = Welcome to { -brand }
feed-welcome-text = Read, and buy what you like without leaving the page.

## A post

post-by = Post by { $author }
post-verified = Verified shop
people-verified = Verified
post-charity = charity
post-shop = shop
post-pinned = Pinned
post-edited = edited
post-boosted-by = { $name } boosted this
post-replying-to = Replying to { $name }
post-deleted = This post was deleted.
post-hidden = This post is hidden: you blocked or muted its author.
post-content-warning = Content warning
post-show-anyway = Show anyway
post-hide = Hide
post-image-missing = The picture could not be loaded.
post-image-no-alt = Picture without a description
post-replies = { $count ->
    [0] No replies
    [one] { $count } reply
   *[other] { $count } replies
}
post-boosts = { $count ->
    [one] { $count } boost
   *[other] { $count } boosts
}
post-likes = { $count ->
    [one] { $count } like
   *[other] { $count } likes
}
post-reply = Reply
post-boost = Boost
post-unboost = Take back the boost
post-like = Like
post-unlike = Take back the like
post-bookmark = Bookmark
post-unbookmark = Remove bookmark
post-share = Share
post-copy-link = Copy link
post-menu = More about this post
post-pin = Pin to the profile
post-unpin = Unpin
post-delete = Delete post
post-delete-ask = Delete this post? Its orders are kept.
post-delete-done = The post is deleted.
post-report = Report
post-thread-title = Post
post-sign-in-to-act = Sign in to like, boost or reply. Buying works without an account.

## Compose

compose-title = New post
compose-reply-title = Reply to { $name }
compose-placeholder = What is new?
compose-reply-placeholder = Write a reply
compose-warning-add = Add a content warning
compose-images-add = Add pictures
compose-images-limit = Up to { $count } pictures
compose-product-add = Attach a product
compose-product-change = Choose another product
compose-product-remove = Take the product off
compose-product-search = Search your products
compose-characters-left = { $count ->
    [one] { $count } character left
   *[other] { $count } characters left
}
compose-publish = Publish
compose-preview = Preview
compose-published = Your post is out.
compose-not-verified = A Buy card needs a verified shop.
compose-as-shop = With a product attached, this goes out as { $shop }; without one, as you, { $name }.
compose-as-seller = With a product attached, this goes out as the shop that sells it; without one, as you, { $name }.
compose-no-card-yet = Until your shop is verified, what you write here goes out without a card and in your own name.
compose-no-card-limited = Your shop is limited: it adds no new Buy cards until the operator lifts the limit. What you write here goes out without a card and in your own name.
compose-no-card-suspended = Your shop is suspended. What you write here goes out without a card and in your own name.

## Profiles

profile-follow = Follow
profile-following = Following
profile-unfollow = Unfollow
profile-followers = { $count ->
    [one] { $count } follower
   *[other] { $count } followers
}
profile-follows = { $count } following
profile-posts = Posts
profile-replies = Posts and replies
profile-shop = Shop
profile-shop-empty = This shop shows nothing at the moment.
profile-pinned-products = Picked by { $merchant }
profile-joined = Joined { $date }
profile-edit = Edit profile
profile-block = Block { $name }
profile-unblock = Unblock
profile-blocked = You blocked { $name }.
profile-block-explained = You will not see each other anywhere. Open orders go on.
profile-mute = Mute { $name }
profile-unmute = Unmute
profile-muted = You muted { $name }.
profile-report = Report { $name }
profile-message = Message
profile-website = Website
profile-empty = No posts yet.
profile-suggestions = Shops to follow

## Reports

report-title = Report
report-ask = What is wrong?
report-spam = Spam
report-scam = Fraud or counterfeit
report-illegal = Illegal goods or content
report-hate = Hate or harassment
report-other = Something else
report-comment = What should we know?
report-send = Send the report
report-done = Thank you. The operator looks at every report.

## The Buy card

card-buy = Buy
card-buy-named = Buy { $product }
card-sold-out = Sold out
card-left = { $count ->
    [one] Last one
   *[other] { $count } left
}
card-in-stock = In stock
card-preorder = Pre-order
card-made-to-order = Made to order
card-ships-from = Ships from { $date }
card-arrives = Arrives { $when }
card-ends-in = ends in { $duration }
card-starts-in = starts in { $duration }
card-ended = This offer has ended
card-notify = Tell me when it is back
card-notify-start = Tell me when it starts
card-notify-email = Where should we write?
card-notify-done = We will write once, when it is back.
card-notify-stop = Do not write
notify-text = It is sold out, or not on sale yet. We write one mail when it can be bought, and then forget your address.
notify-privacy = Used for this one mail only.
notify-already = You have asked already: we will write once, when it is back.
notify-back = Good news: you can buy it right now.
notify-gone = It is no longer sold here, so there is nothing to wait for.
notify-stop-title = No more reminders
notify-stop-text = Everything this address asked to be told about is forgotten.
notify-stopped = We will not write about stock any more.
card-trial = A test order: your shop is not verified yet, and only you and your people can buy this
card-limit = { $count } per person
card-price-was = before: { $price }
card-price-from = from { $price }
card-price-changed = The price has changed.
card-shipping-from = plus shipping from { $price }
card-shipping-free = free shipping
card-tax-included = VAT included
card-options = Options
card-options-choose = Choose { $option }
card-options-more = { $count ->
    [one] { $count } more option
   *[other] { $count } more options
}
card-option-sold-out = { $option }, sold out
card-link = See it at { $host }
card-link-explained = Continues at { $host }
card-region = Not shipped to { $country }
card-closed = No longer sold here
card-suspended = This shop is not selling at the moment.
card-paused = Buying is paused for a moment. Please come back soon.
card-gated = Buying here opens step by step and is not open to you yet.
card-view-product = View product
card-more-pictures = { $count ->
    [one] { $count } more picture
   *[other] { $count } more pictures
}
card-no-picture = No picture
card-sold-by = Sold by { $merchant }
sold-by = Sold by { $merchant }
card-add-to-basket = Add to basket
card-added = Added to your basket
card-bought = You bought this on { $date }

## Donations

give-donate = Donate
give-donate-amount = Donate { $amount }
give-raised = { $raised } of { $goal }
give-donations = { $count ->
    [one] { $count } donation
   *[other] { $count } donations
}
give-progress = { $percent } of the goal
give-ends = until { $date }

## Side column

side-basket = Your basket
side-basket-line = { $merchant } · { $items }
side-basket-view = View basket
side-soon = Coming soon
side-recent-orders = Your latest orders
side-merchant-pane = What the shop sees

## Live

live-connected = Live
live-lost = Connection lost; prices and stock may be out of date.
live-stock-now = { $product }: { $stock }

## Search and lists

feed-label = Timelines
explore-placeholder = Shops, people, goods, #tags
explore-people = Shops and people
explore-goods = Goods
product-posts = Posts about it
post-open = Open the post
post-verified-charity = Verified charity
compose-product-none = No product
product-other-currencies = Show prices in:
