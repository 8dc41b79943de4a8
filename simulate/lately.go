package simulate

import "time"

// lately is a map that forgets what was put into it between one and two terms ago. Without a
// term it forgets nothing.
type lately[K comparable, V any] struct {
	term       time.Duration
	since      time.Time // when young began
	young, old map[K]V
}

// put puts a value in at an instant. Instants do not go back.
func (l *lately[K, V]) put(now time.Time, key K, value V) {
	if l.term > 0 && now.Sub(l.since) > l.term {
		l.old, l.young, l.since = l.young, nil, now
	}
	if l.young == nil {
		l.young = map[K]V{}
	}
	l.young[key] = value
}

// get returns the value of a key, the zero one if it has none or it was forgotten.
func (l *lately[K, V]) get(key K) V {
	if v, found := l.young[key]; found {
		return v
	}
	return l.old[key]
}

// has reports whether a key has a value.
func (l *lately[K, V]) has(key K) bool {
	if _, found := l.young[key]; found {
		return true
	}
	_, found := l.old[key]
	return found
}

// drop forgets a key.
func (l *lately[K, V]) drop(key K) {
	delete(l.young, key)
	delete(l.old, key)
}
