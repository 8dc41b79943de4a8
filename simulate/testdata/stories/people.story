# One customer on two accounts, joined and parted.
ana says "Hello"
ana on line says "It is me"
expect ana tickets 1
expect ana on line tickets 1
expect ana on line person ana on line
ada merges ana on line into ana
pass 1m
expect ana on line person ana
expect ana person ana
ana on line says "Still on LINE"
expect ana on line tickets 1
expect ana tickets 1
ada replies "Welcome back"
pass 1m
expect ana on line delivery delivered
ada parts ana on line
expect ana on line person ana on line
