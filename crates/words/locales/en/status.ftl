## What can be begun on this server, and how that changed

status-title = Status and changes
status-explained = What can be begun here today. What was begun before goes on to its end, whatever is closed.
status-now = What is open today
status-in-steps = Opening step by step
status-closed = Not open
status-changes = Changes
status-no-changes = Nothing has been opened or closed yet.
status-feed = Follow the changes (Atom feed)
status-opened = { $feature }: open to all
status-restricted = { $feature }: no longer open to all
status-ruled = { $feature }: open to others than before
status-stopped = { $feature }: stopped for now
status-resumed = { $feature }: goes on
status-ends-on = End
status-ended = Ended
status-end-announced = { $what } ends on { $day }
status-end-changed = { $what } now ends on { $day }
status-end-withdrawn = { $what } does not end after all
status-end-step = { $what }: { $step }
