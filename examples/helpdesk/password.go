package main

import (
	"bufio"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"

	"golang.org/x/crypto/bcrypt"
)

// passwords knows who has brought the right password before, and slows down who has not.
type passwords struct {
	byAddress, byUser *limiter
	hashing           chan struct{} // bounds how many hashes are made at once: each takes a good part of a second

	mu   sync.Mutex
	key  []byte            // of this process
	seen map[string][]byte // by agent: the digest of the password that was right, so that the API is not slow
}

func newPasswords(now clockFunc) *passwords {
	p := &passwords{
		byAddress: newLimiter(0.1, 10, now), // ten wrong ones, then one in ten seconds
		byUser:    newLimiter(0.5, 30, now), // more of them, lest one locks an agent out from elsewhere
		hashing:   make(chan struct{}, 2), key: make([]byte, sha256.Size), seen: map[string][]byte{},
	}
	_, _ = rand.Read(p.key) // it never fails
	return p
}

// errLogin is the answer to a wrong user and to a wrong password alike.
var errLogin error = httpError{http.StatusUnauthorized, "user or password is wrong"}

// knows returns nil if a password is that of an agent. Wrong ones are logged, and slowed down
// by address and by user.
func (s *server) knows(r *http.Request, user, password string) error {
	p := s.passwords
	if p.remembers(user, password) {
		return nil
	}
	from := s.sourceOf(r)
	if p.byAddress.spent(from) || p.byUser.spent(user) {
		s.metrics.logins.WithLabelValues("slowed").Inc()
		return httpError{http.StatusTooManyRequests, "too many wrong passwords: wait a minute"}
	}
	if s.right(user, password) {
		p.remember(user, password)
		s.metrics.logins.WithLabelValues("right").Inc()
		return nil
	}
	p.byAddress.allow(from)
	p.byUser.allow(user)
	s.metrics.logins.WithLabelValues("wrong").Inc()
	named := user
	if _, found := s.settings.config.Agent(user); !found {
		named = "unknown" // it may be a password, typed into the wrong field
	}
	s.log.Warn("login failed", "from", from, "user", named)
	return errLogin
}

// right compares a password with that of an agent. An unknown one takes as long as another, so
// that nobody finds out who works here.
func (s *server) right(user, password string) bool {
	if known := s.passwordOf(user); known != "" && subtle.ConstantTimeCompare([]byte(password), []byte(known)) == 1 {
		return true
	}
	s.passwords.hashing <- struct{}{}
	defer func() { <-s.passwords.hashing }()
	agent, _ := s.settings.config.Agent(user)
	hash := agent.Password
	for _, other := range s.settings.config.Agents {
		if hash == nil {
			hash = other.Password
		}
	}
	return bcrypt.CompareHashAndPassword(hash, []byte(password)) == nil && agent.Password != nil
}

// passwordOf returns the password that the environment gives an agent; "": none.
func (s *server) passwordOf(id string) string {
	if len(s.settings.admins) > 0 && id == s.settings.admins[0] {
		return s.settings.password
	}
	return ""
}

func (p *passwords) digest(password string) []byte {
	mac := hmac.New(sha256.New, p.key)
	mac.Write([]byte(password))
	return mac.Sum(nil)
}

func (p *passwords) remembers(user, password string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return hmac.Equal(p.seen[user], p.digest(password))
}

func (p *passwords) remember(user, password string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.seen[user] = p.digest(password)
}

// hashCost makes a guess take about a quarter of a second.
const hashCost = 12

// printHash reads a password, a line, and prints what the file of settings wants.
func printHash(in io.Reader, out io.Writer) error {
	line, err := bufio.NewReader(in).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	password := strings.TrimRight(line, "\r\n")
	if len(password) < 8 {
		return errors.New("a password has 8 bytes at least: type it, and Enter")
	}
	hash, err := bcrypt.GenerateFromPassword([]byte(password), hashCost)
	if err == nil {
		_, err = fmt.Fprintln(out, string(hash))
	}
	return err
}
