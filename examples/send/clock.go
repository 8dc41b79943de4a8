package main

import "time"

// systemNow is the system's time.
func systemNow() time.Time { return time.Now().UTC() }
