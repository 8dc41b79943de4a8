# A conversation on one account, from the first message to the rating.
ana says "Is my bike ready?" at 09:58
expect ana status new
expect ana tags messaging_support whatsapp_support greeted
expect ana tag greeted
expect ana fired greet
expect ana not fired late
expect ana session active
expect ana assignee none
expect ana window 2026-03-03 09:58
ada notes "He means the red one."
expect ana comment "He means the red one."
ada replies "Tomorrow." at 10:05
pass 1m
expect ana delivery delivered
expect ana status open
ada tags ana vip urgent
expect ana tag vip
ada untags ana urgent
expect ana not tag urgent
ada sets ana tags red bike
expect ana tags bike red
ada sets ana priority high
expect ana priority high
ana sends picture "this one"
ana sends voice
ana repeats
expect ana tickets 1
ada sends ana picture "Is it that?"
ada sets ana status solved
expect ana status solved
expect ana assignee ada
ana taps "Bad"
expect ana rating bad
ana rates good "Thank you"
expect ana rating good_with_comment
refused: ada sets ana status new
ada ends ana
expect ana session ended
ana says "Another thing"
expect ana tickets 2
