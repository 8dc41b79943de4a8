# What may be written, and when; what comes late opens the window no longer.
ana said "Hello" 23h ago
expect ana window 2026-03-02 10:00
expect ana reply allowed
advance 59m
expect ana reply allowed
pass 1m
expect ana reply refused
expect ana window closed
ada replies ana "Too late"
expect ana delivery failed
expect ana comment "Too late"
ada sends ana template hello at 12:00
pass 1m
expect ana delivery delivered
ada opens ben template hello
pass 1m
expect ben reply refused
ben says "Who is it?"
expect ben reply allowed
expect ben window 2026-03-03 12:02
until 2026-03-03 12:01:59
expect ben reply allowed
until 12:02
expect ben reply refused
cem on line says "Hello"
expect cem on line window none
